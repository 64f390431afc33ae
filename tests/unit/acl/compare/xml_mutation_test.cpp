#include "acl/xml.hpp"
#include "comparing.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace ficus::acl;

/// Random XML documents whose lists are unordered and whose etags are ignored, with one difference sown: it
/// must be found at its path with its kind, and nothing else, however lists are shuffled and etags come and
/// go.
namespace {

class gardener {
public:
    explicit gardener(unsigned seed) : random_(seed) {}

    struct result {
        std::string legacy, modern, expected;
    };

    result grow() {
        node root{"R", {}, "", {}};
        for (int i = 0, n = 2 + pick(4); i < n; ++i)
            root.children.push_back(grow_node("m" + std::to_string(i), 0));
        result made;
        write(root, made.legacy);
        made.expected = mutate(root, "$");
        shuffle(root);
        write(root, made.modern);
        return made;
    }

private:
    struct node {
        std::string name;
        std::string language; ///< of the attribute; empty: none
        std::string text;
        std::vector<node> children;
        bool etag = false;
    };

    int pick(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
    // Every text of a document is another one, so that an element that moves cannot pass for its neighbour.
    std::string fresh() { return "t" + std::to_string(++serial_) + "."; }

    node grow_node(std::string const& name, int depth) {
        node made{name, pick(2) == 0 ? "en" : "", "", {}, pick(2) == 0};
        int const what = depth > 3 ? 0 : pick(4);
        if (what != 1) made.text = fresh();
        if (what == 1 || what == 2)
            for (int i = 0, n = 1 + pick(3); i < n; ++i)
                made.children.push_back(grow_node("m" + std::to_string(i), depth + 1));
        if (what == 3) {
            made.text.clear();
            for (int i = 0, n = 3 + pick(5); i < n; ++i) made.children.push_back(grow_node("i", depth + 1));
        }
        return made;
    }

    std::string mutate(node& at, std::string const& path) {
        auto& chosen = at.children[static_cast<std::size_t>(pick(static_cast<int>(at.children.size())))];
        auto const below = path + '.' + chosen.name + (chosen.name == "i" ? "[*]" : "");
        if (!chosen.children.empty() && pick(4) != 0) return mutate(chosen, below);
        bool const is_bare = at.text.empty(); // beside text, where a child stood counts as well
        switch (pick(4)) {
        case 0:
            if (is_bare) {
                at.children.erase(at.children.begin() + (&chosen - at.children.data()));
                return "missing " + below;
            }
            break;
        case 1:
            if (is_bare) {
                bool const in_list = chosen.name == "i";
                at.children.push_back({in_list ? "i" : "added", "", fresh(), {}, false});
                return "extra " + path + (in_list ? ".i[*]" : ".added");
            }
            break;
        case 2:
            if (chosen.language.empty()) {
                chosen.language = "de";
                return "extra " + below + ".@lang";
            }
            chosen.language = pick(2) == 0 ? "" : "de";
            return (chosen.language.empty() ? "missing " : "value ") + below + ".@lang";
        default: break;
        }
        chosen.text += "more";
        return "value " + below;
    }

    void shuffle(node& at) {
        at.etag = pick(2) == 0;
        for (auto& child : at.children) shuffle(child);
        if (at.text.empty()) std::shuffle(at.children.begin(), at.children.end(), random_);
    }

    void write(node const& of, std::string& out) {
        out += '<' + of.name;
        if (!of.language.empty()) out += " lang='" + of.language + '\'';
        if (of.etag) out += " etag='" + fresh() + '\'';
        out += '>' + of.text;
        for (auto const& child : of.children) write(child, out);
        out += "</" + of.name + '>';
    }

    std::mt19937 random_;
    int serial_ = 0;
};

} // namespace

TEST_CASE("every seeded difference of an XML document is found at its path with its kind, and nothing else") {
    compare_options options;
    options.unordered = {"$..i"};
    options.ignore = {"$..@etag"};
    for (unsigned seed = 1; seed <= 10'000; ++seed) {
        auto const pair = gardener(seed).grow();
        INFO("seed " << seed << "\n" << pair.legacy << "\n" << pair.modern);
        REQUIRE(comparing::differences(pair.legacy, pair.modern, options, "application/xml") ==
                comparing::found{pair.expected});
        REQUIRE(comparing::differences(pair.legacy, pair.legacy + " ", options, "application/xml").empty());
    }
}
