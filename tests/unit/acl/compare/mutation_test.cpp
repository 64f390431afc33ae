#include "acl/json.hpp"
#include "comparing.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace ficus::acl;

/// Random documents with one difference sown: it must be found at its path with its kind, and nothing else.
namespace {

class gardener {
public:
    explicit gardener(unsigned seed) : random_(seed) {}

    struct result {
        std::string legacy, modern, expected;
    };

    result grow() {
        document tree;
        tree.set_root(tree.make(kind::object));
        for (int i = 0, n = 2 + pick(5); i < n; ++i) add_member(tree, *tree.root(), i, 0);
        result made;
        write_json(*tree.root(), made.legacy);
        made.expected = mutate(tree, *tree.root(), "$");
        shuffle_members(*tree.root());
        write_json(*tree.root(), made.modern);
        return made;
    }

private:
    int pick(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

    // Every value of a document is another one, so that an element that moves cannot pass for its neighbour.
    std::string fresh() { return std::to_string(++serial_); }

    value* scalar(document& tree) {
        switch (pick(4)) {
        case 0: return tree.make_number(fresh());
        case 1: return tree.make_number(fresh() + ".50");
        case 2: return tree.make_boolean(pick(2) == 0);
        default: return tree.make_string("text " + fresh());
        }
    }

    void add_member(document& tree, value& parent, int i, int depth) {
        document::append(parent, *grow_value(tree, depth + 1), tree.keep("m" + std::to_string(i)));
    }

    value* grow_value(document& tree, int depth) {
        int const what = depth > 4 ? 0 : pick(5);
        if (what < 3) return scalar(tree);
        auto* made = tree.make(what == 3 ? kind::object : kind::array);
        bool const of_objects = pick(2) == 0;
        for (int i = 0, n = 1 + pick(6); i < n; ++i) {
            if (what == 3) {
                add_member(tree, *made, i, depth);
            } else if (of_objects) {
                auto* element = tree.make(kind::object);
                document::append(*element, *tree.make_number(fresh()), "id");
                for (int j = 0, members = 1 + pick(3); j < members; ++j)
                    add_member(tree, *element, j, depth + 1);
                document::append(*made, *element);
            } else {
                document::append(*made, *tree.make_string(fresh()));
            }
        }
        return made;
    }

    std::string mutate(document& tree, value& at, std::string const& path) {
        std::vector<value*> all;
        for (auto* child = at.first; child != nullptr; child = child->next) all.push_back(child);
        auto& chosen = *all[static_cast<std::size_t>(pick(static_cast<int>(all.size())))];
        auto const below = at.kind == kind::array ? path + "[*]" : path + '.' + std::string(chosen.name);
        if (chosen.is_container() && chosen.first != nullptr && pick(4) != 0)
            return mutate(tree, chosen, below);
        switch (pick(4)) {
        case 0: unlink(at, chosen); return "missing " + below;
        case 1: {
            auto* more = scalar(tree);
            insert_before(at, chosen, *more, at.kind == kind::array ? std::string_view{} : "added");
            return "extra " + (at.kind == kind::array ? below : path + ".added");
        }
        case 2: retype(chosen); return "type " + below;
        default:
            if (chosen.kind == kind::boolean)
                chosen.truth = !chosen.truth;
            else if (chosen.kind == kind::number || chosen.kind == kind::string)
                chosen.text = tree.keep(std::string(chosen.text) + "1");
            else {
                retype(chosen);
                return "type " + below;
            }
            return "value " + below;
        }
    }

    static void retype(value& node) {
        node.first = node.last = nullptr;
        node.count = 0;
        node.kind = node.kind == kind::null ? kind::object : kind::null;
    }

    static void unlink(value& parent, value& child) {
        value** link = &parent.first;
        parent.last = nullptr;
        while (*link != nullptr) {
            if (*link == &child) {
                *link = child.next;
            } else {
                parent.last = *link;
                link = &(*link)->next;
            }
        }
        --parent.count;
    }

    static void insert_before(value& parent, value& before, value& added, std::string_view name) {
        value** link = &parent.first;
        while (*link != &before) link = &(*link)->next;
        added.next = &before;
        added.name = name;
        *link = &added;
        ++parent.count;
    }

    // Members have no order, so theirs must not matter.
    void shuffle_members(value& at) {
        for (auto* child = at.first; child != nullptr; child = child->next) shuffle_members(*child);
        if (at.kind != kind::object || at.first == at.last || pick(2) == 0) return;
        auto* moved = at.first;
        at.first = moved->next;
        at.last->next = moved;
        at.last = moved;
        moved->next = nullptr;
    }

    std::mt19937 random_;
    int serial_ = 0;
};

} // namespace

TEST_CASE("every seeded difference is found at its path with its kind, and nothing else") {
    for (unsigned seed = 1; seed <= 10'000; ++seed) {
        auto const pair = gardener(seed).grow();
        INFO("seed " << seed << "\n" << pair.legacy << "\n" << pair.modern);
        REQUIRE(comparing::differences(pair.legacy, pair.modern) == comparing::found{pair.expected});
        REQUIRE(comparing::differences(pair.legacy, pair.legacy + " ").empty());
    }
}
