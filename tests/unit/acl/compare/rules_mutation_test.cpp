#include "comparing.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>
#include <utility>

using namespace ficus::acl;

/// Random documents under rules of all kinds, in which whatever the rules allow is changed at random, and one
/// to three differences are sown: each must be found at its path with its kind, and nothing else.
namespace {

compare_options rules() {
    compare_options options;
    options.ignore = {"$..ignored"};
    options.unordered = {"$..tags"};
    options.keyed = {{"$..lines", "id"}};
    options.tolerance = {{"$..price", "0.01"}};
    options.tolerance_relative = {{"$..share", "0.1"}};
    options.normalize = {{"$..code", {"trim", "case"}},
                         {"$..at", {"time"}},
                         {"$..href", {"origin"}},
                         {"$..ref", {R"(regex:^R-(\d+))"}}};
    return options;
}

class gardener {
public:
    explicit gardener(unsigned seed) : random_(seed) {}

    struct result {
        std::string legacy, modern;
        comparing::found expected;
    };

    result grow() {
        node root{"", shape::object, "", {}};
        for (int i = 0, n = 3 + pick(2); i < n; ++i) root.children.push_back(grow_member(i, 0));
        result made;
        made.legacy = written(root);
        // In parts of their own, so that no difference hides another.
        std::vector<std::size_t> parts(root.children.size());
        for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = i;
        std::shuffle(parts.begin(), parts.end(), random_);
        parts.resize(static_cast<std::size_t>(1 + pick(3)));
        for (auto const i : parts)
            made.expected.push_back(sow(root.children[i], "$." + root.children[i].name));
        disturb(root);
        made.modern = written(root);
        std::sort(made.expected.begin(), made.expected.end());
        return made;
    }

private:
    enum class shape { null, number, text, object, list };
    struct node {
        std::string name;
        shape kind = shape::null;
        std::string text;
        std::vector<node> children;
        bool is_new = false; ///< a difference itself, or changed by one: nothing more is done to it
    };

    int pick(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
    // Every value of a document is another one, so that an element that moves cannot pass for its neighbour.
    int fresh() { return ++serial_; }

    static std::string two(int n) { return (n < 10 ? "0" : "") + std::to_string(n); }
    static std::string clock(int seconds) {
        return "2024-12-24T" + two(8 + seconds / 3600) + ':' + two(seconds / 60 % 60) + ':' +
               two(seconds % 60) + 'Z';
    }

    node scalar(std::string const& name) {
        auto const n = fresh();
        auto const digits = std::to_string(n);
        if (name == "price") return {name, shape::number, digits + ".50", {}};
        if (name == "share") return {name, shape::number, digits + "000", {}};
        if (name == "code") return {name, shape::text, "code" + digits + "x", {}};
        if (name == "at") return {name, shape::text, clock(2 * n), {}};
        if (name == "href") return {name, shape::text, "http://legacy.example/" + digits, {}};
        if (name == "ref") return {name, shape::text, "R-" + digits + " of today", {}};
        if (name[0] == 'n' || name == "id") return {name, shape::number, digits, {}};
        return {name, shape::text, "text " + digits, {}};
    }

    std::vector<node> fields(int depth) {
        std::vector<node> all = {scalar("id")};
        for (auto const* name : {"price", "share", "code", "at", "href", "ref", "n", "s", "ignored"})
            if (pick(3) == 0) all.push_back(scalar(name));
        all.push_back(scalar("s2"));
        if (depth < 3 && pick(3) == 0) all.push_back(grow_member(0, depth + 1));
        return all;
    }

    node grow_member(int i, int depth) {
        if (depth == 0) { // what holds the rest, so that names that rules know can repeat
            node made{"m" + std::to_string(i), shape::object, "", fields(3)};
            made.children.push_back(grow_member(i, 1));
            return made;
        }
        static constexpr char const* names[] = {"tags", "lines", "list", "more"};
        std::string const name = names[pick(4)];
        if (name == "more") return {name, shape::object, "", fields(depth)};
        node made{name, shape::list, "", {}};
        bool const of_objects = name == "lines" || pick(2) == 0;
        for (int j = 0, n = 2 + pick(4); j < n; ++j)
            made.children.push_back(of_objects ? node{"", shape::object, "", fields(depth)} : scalar(""));
        return made;
    }

    /// Makes one difference at or below `at`; what it says of itself. What is keyed stays what it is.
    std::string sow(node& at, std::string const& path, bool is_keyed = false) {
        if (!at.children.empty() && (at.name[0] == 'm' || is_keyed || pick(5) != 0)) {
            auto& chosen = at.children[static_cast<std::size_t>(pick(static_cast<int>(at.children.size())))];
            bool const in_list = at.kind == shape::list;
            if (chosen.name == "id" || chosen.name == "ignored") return sow(at, path, is_keyed);
            auto const below = in_list ? path + "[*]" : path + '.' + chosen.name;
            auto const what = pick(6);
            if (what == 0) {
                at.children.erase(at.children.begin() + (&chosen - at.children.data()));
                return "missing " + below;
            }
            if (what == 1) {
                auto added = in_list && chosen.kind == shape::object ? node{"", shape::object, "", fields(9)}
                                                                     : scalar(in_list ? "" : "added");
                added.is_new = true;
                at.children.insert(at.children.begin() + (&chosen - at.children.data()), std::move(added));
                return "extra " + (in_list ? below : path + ".added");
            }
            return sow(chosen, below, at.name == "lines");
        }
        at.is_new = true;
        if (pick(4) == 0 || at.kind >= shape::object) {
            at.kind = shape::null;
            at.children.clear();
            return "type " + path;
        }
        if (at.name == "price")
            at.text.back() = '2'; // by 0.02
        else if (at.name == "share")
            at.text[at.text.size() - 3] = '5', at.text.insert(0, "2");
        else if (at.name == "at")
            at.text[at.text.size() - 2] = static_cast<char>(at.text[at.text.size() - 2] + 1);
        else if (at.name == "ref")
            at.text.insert(2, "9");
        else if (at.kind == shape::number)
            at.text += "7";
        else
            at.text += "!";
        return "value " + path;
    }

    /// What the rules allow, and what JSON does.
    void disturb(node& at) {
        for (auto& child : at.children)
            if (!child.is_new) disturb(child);
        if (at.kind == shape::object) {
            std::erase_if(at.children,
                          [&](node const& one) { return one.name == "ignored" && pick(3) == 0; });
            std::shuffle(at.children.begin(), at.children.end(), random_);
        }
        if (at.name == "tags" || at.name == "lines")
            std::shuffle(at.children.begin(), at.children.end(), random_);
        if (at.kind >= shape::object || pick(2) == 0) return;
        if (at.name == "ignored")
            at.kind = pick(2) == 0 ? shape::null : shape::number, at.text = std::to_string(fresh());
        else if (at.name == "price")
            at.text.replace(at.text.size() - 2, 2, pick(2) == 0 ? "51" : "490");
        else if (at.name == "share")
            at.text[at.text.size() - 2] = '9', at.text += pick(2) == 0 ? ".0" : "e0";
        else if (at.name == "code")
            at.text = "  CODE" + at.text.substr(4) + "\\t";
        else if (at.name == "at")
            at.text = in_other_zone(at.text);
        else if (at.name == "href")
            at.text.replace(0, at.text.find("/", 8), pick(2) == 0 ? "https://modern.example:8443" : "");
        else if (at.name == "ref")
            at.text += " and tomorrow";
        else if (at.kind == shape::number)
            at.text += ".0";
    }

    static std::string in_other_zone(std::string const& text) {
        return text.substr(0, 11) + two(std::stoi(text.substr(11, 2)) + 2) +
               text.substr(13, text.size() - 14) + ".000+02:00";
    }

    static std::string written(node const& of) {
        std::string out = of.name.empty() ? "" : '"' + of.name + "\":";
        switch (of.kind) {
        case shape::null: return out + "null";
        case shape::number: return out + of.text;
        case shape::text: return out + '"' + of.text + '"';
        case shape::object:
        case shape::list: break;
        }
        out += of.kind == shape::object ? '{' : '[';
        for (auto const& child : of.children)
            out += (&child == of.children.data() ? "" : ",") + written(child);
        return out + (of.kind == shape::object ? '}' : ']');
    }

    std::mt19937 random_;
    int serial_ = 0;
};

} // namespace

TEST_CASE(
    "under rules of all kinds every seeded difference is found at its path with its kind, and nothing else") {
    auto const comparer = comparing::compiled(rules());
    for (unsigned seed = 1; seed <= 10'000; ++seed) {
        auto const pair = gardener(seed).grow();
        INFO("seed " << seed << "\n" << pair.legacy << "\n" << pair.modern);
        auto found = comparing::lines(comparer.compare({200, {}, "application/json", pair.legacy},
                                                       {200, {}, "application/json", pair.modern}));
        std::sort(found.begin(), found.end());
        REQUIRE(found == pair.expected);
    }
}
