#include "comparing.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <utility>

using namespace ficus::acl;

/// Random forms, texts and cookies, in which whatever does not count is changed at random, and a few
/// differences are sown: each must be found at its path with its kind, and nothing else.
namespace {

constexpr unsigned most_seeds = 10'000;

class gardener {
public:
    explicit gardener(unsigned seed) : random_(seed) {}

    struct result {
        std::string legacy, modern;
        comparing::found expected;
    };

protected:
    int pick(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
    std::string fresh() { return std::to_string(++serial_); }
    std::mt19937 random_;

private:
    int serial_ = 0;
};

comparing::found sorted(comparing::found lines) {
    std::sort(lines.begin(), lines.end());
    return lines;
}

class form_gardener : public gardener {
public:
    using gardener::gardener;

    result grow() {
        std::map<std::string, std::vector<std::string>> fields;
        for (int i = 0, n = 2 + pick(8); i < n; ++i) {
            auto& values = fields["f" + std::to_string(i)];
            for (int j = 0, many = pick(3) == 0 ? 3 + pick(4) : 1; j < many; ++j)
                values.push_back("a value, " + fresh());
        }
        fields["price"] = {"17.50"};
        fields["code"] = {"Code"};
        fields["token"] = {fresh()};
        result made;
        made.legacy = written(fields);
        std::vector<std::string> names;
        for (auto const& [name, values] : fields)
            if (name != "token") names.push_back(name);
        std::shuffle(names.begin(), names.end(), random_);
        names.resize(static_cast<std::size_t>(1 + pick(3)));
        for (auto const& name : names) made.expected.push_back(sow(fields, name));
        std::set<std::string> const sown(names.begin(), names.end());
        fields["token"] = {fresh()};
        if (pick(4) == 0) fields.erase("token");
        if (!sown.contains("price") && pick(2) == 0) fields["price"] = {"17.510"};
        if (!sown.contains("code") && pick(2) == 0) fields["code"] = {" cODE "};
        made.modern = written(fields);
        made.expected = sorted(made.expected);
        return made;
    }

private:
    using fields_by_name = std::map<std::string, std::vector<std::string>>;

    std::string sow(fields_by_name& fields, std::string const& name) {
        auto& values = fields[name];
        auto const at = values.begin() + pick(static_cast<int>(values.size()));
        auto const path = "$." + name + (values.size() > 1 ? "[*]" : "");
        switch (pick(4)) {
        case 0:
            values.erase(at);
            if (values.empty()) fields.erase(name);
            return "missing " + path;
        case 1:
            if (values.size() > 1) {
                values.insert(at, fresh());
                return "extra " + path;
            }
            fields["more" + name] = {fresh()};
            return "extra $.more" + name;
        default: at->insert(0, "9"); return "value " + path;
        }
    }

    /// Fields of one name in their order, all else at random.
    std::string written(fields_by_name const& fields) {
        std::vector<std::string> order;
        for (auto const& [name, values] : fields) order.insert(order.end(), values.size(), name);
        std::shuffle(order.begin(), order.end(), random_);
        std::map<std::string, std::size_t> next;
        std::string out;
        for (auto const& name : order)
            out += (out.empty() ? "" : "&") + escaped(name) + '=' + escaped(fields.at(name)[next[name]++]);
        return out;
    }

    std::string escaped(std::string const& text) {
        std::string out;
        for (char const c : text) {
            bool const may_stay = c != '&' && c != '=' && c != ' ' && c != '%' && c != '+';
            if (c == ' ' && pick(2) == 0)
                out += '+';
            else if (may_stay && pick(5) != 0)
                out += c;
            else
                out.append("%").append(1, "0123456789abcdef"[c >> 4]).append(1, "0123456789ABCDEF"[c & 15]);
        }
        return out;
    }
};

class text_gardener : public gardener {
public:
    using gardener::gardener;

    result grow() {
        std::vector<std::string> lines;
        for (int i = 0, n = 3 + pick(40); i < n; ++i) lines.push_back("line " + fresh());
        result made;
        made.legacy = written(lines);
        std::vector<std::string> changed;
        int since = 2; // a line between two differences, so that they are two
        for (auto& line : lines) {
            auto const what = since < 2 ? 9 : pick(10);
            since = what < 3 ? 0 : since + 1;
            if (what == 0) {
                made.expected.push_back("missing $[*]");
                continue;
            }
            if (what == 1) {
                made.expected.push_back("extra $[*]");
                changed.push_back("new " + fresh());
            }
            if (what == 2) {
                made.expected.push_back("value $[*]");
                line += '!';
            }
            changed.push_back((pick(4) == 0 ? "  " : "") + line + (pick(2) == 0 ? "\r" : ""));
        }
        made.modern = written(changed);
        made.expected = sorted(made.expected);
        return made;
    }

private:
    static std::string written(std::vector<std::string> const& lines) {
        std::string out;
        for (auto const& line : lines) out += (&line == lines.data() ? "" : "\n") + line;
        return out;
    }
};

class cookie_gardener : public gardener {
public:
    using gardener::gardener;

    struct answers {
        std::vector<std::string> legacy, modern;
        comparing::found expected;
    };

    answers grow() {
        answers made;
        for (int i = 0, n = 1 + pick(6); i < n; ++i) {
            auto const name = "c" + std::to_string(i);
            std::map<std::string, std::string> attributes = {{"Path", "/" + fresh()}};
            if (pick(2) == 0) attributes["Secure"] = "";
            if (pick(2) == 0) attributes["HttpOnly"] = "";
            if (pick(2) == 0) attributes["SameSite"] = "Lax";
            if (pick(2) == 0) attributes["Max-Age"] = "60";
            auto const what = pick(8);
            if (what != 1) made.legacy.push_back(written(name, attributes));
            if (what == 0) {
                made.expected.push_back("missing cookie:" + name);
                continue;
            }
            if (what == 1) made.expected.push_back("extra cookie:" + name);
            if (what == 2) {
                attributes["Path"] += 'x';
                made.expected.push_back("value cookie:" + name + ".path");
            }
            if (what == 3) {
                if (attributes.erase("Secure") == 0) attributes["Secure"] = "";
                made.expected.push_back("value cookie:" + name + ".secure");
            }
            if (what == 4) {
                attributes["Max-Age"] = "0";
                made.expected.push_back("value cookie:" + name + ".lifetime");
            }
            if (what == 5) {
                attributes["SameSite"] = "None";
                made.expected.push_back("value cookie:" + name + ".samesite");
            }
            if (attributes.contains("Max-Age") && what != 4) attributes["Max-Age"] = fresh();
            made.modern.push_back(written(name, attributes));
        }
        std::shuffle(made.modern.begin(), made.modern.end(), random_);
        made.expected = sorted(made.expected);
        return made;
    }

private:
    std::string written(std::string const& name, std::map<std::string, std::string> const& attributes) {
        std::vector<std::string> parts;
        for (auto const& [attribute, value] : attributes) {
            auto part = attribute;
            if (pick(2) == 0)
                for (char& c : part) c = c == '-' ? c : static_cast<char>(c | 0x20);
            parts.push_back(part + (value.empty() ? "" : "=" + value));
        }
        std::shuffle(parts.begin(), parts.end(), random_);
        std::string out = name + '=' + fresh();
        for (auto const& part : parts) out += (pick(2) == 0 ? ";" : " ; ") + part;
        return out;
    }
};

} // namespace

TEST_CASE("every seeded difference of a form is found at its path with its kind, and nothing else") {
    compare_options options;
    options.ignore = {"$.token"};
    options.tolerance = {{"$.price", "0.01"}};
    options.normalize = {{"$.code", {"trim", "case"}}};
    auto const comparer = comparing::compiled(options);
    for (unsigned seed = 1; seed <= most_seeds; ++seed) {
        auto const pair = form_gardener(seed).grow();
        INFO("seed " << seed << "\n" << pair.legacy << "\n" << pair.modern);
        constexpr std::string_view type = "application/x-www-form-urlencoded";
        auto const found = comparer.compare({200, {}, type, pair.legacy}, {200, {}, type, pair.modern});
        REQUIRE(found.way == body_way::form);
        REQUIRE(sorted(comparing::lines(found)) == pair.expected);
    }
}

TEST_CASE("every seeded difference of a text is found with its kind, and nothing else") {
    compare_options options;
    options.normalize = {{"$[*]", {"trim"}}};
    auto const comparer = comparing::compiled(options);
    for (unsigned seed = 1; seed <= most_seeds; ++seed) {
        auto const pair = text_gardener(seed).grow();
        INFO("seed " << seed << "\n" << pair.legacy << "\n---\n" << pair.modern);
        auto const found =
            comparer.compare({200, {}, "text/plain", pair.legacy}, {200, {}, "text/plain", pair.modern});
        REQUIRE(sorted(comparing::lines(found)) == pair.expected);
    }
}

TEST_CASE("every seeded difference of cookies is found at its path with its kind, and nothing else") {
    compare_options options;
    options.cookies = cookie_policy::attributes;
    auto const comparer = comparing::compiled(options);
    for (unsigned seed = 1; seed <= most_seeds; ++seed) {
        auto const pair = cookie_gardener(seed).grow();
        auto const fields = [](std::vector<std::string> const& from) {
            std::vector<header_view> all;
            for (auto const& value : from) all.push_back({"set-cookie", value});
            return all;
        };
        auto const legacy = fields(pair.legacy);
        auto const modern = fields(pair.modern);
        INFO("seed " << seed);
        REQUIRE(sorted(comparing::lines(comparer.compare({200, legacy, "", ""}, {200, modern, "", ""}))) ==
                pair.expected);
    }
}
