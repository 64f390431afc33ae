#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

/// Random pages with one difference sown. Each is spelled in its own way: case of names, order of attributes
/// and classes, quotes, references, end tags left out, white space where it is not seen, comments, ignored
/// elements.
class html_gardener {
public:
    explicit html_gardener(unsigned seed) : random_(seed) {}

    struct result {
        std::string legacy, modern, respelled, expected;
    };

    result grow() {
        auto body = grow_block("body", 0);
        result made;
        made.legacy = page(body);
        made.respelled = page(body);
        made.expected = mutate(body, "$.body");
        made.modern = page(body);
        return made;
    }

private:
    struct node {
        std::string name; ///< empty: a text
        std::string text;
        std::vector<std::pair<std::string, std::string>> attributes;
        std::vector<std::string> classes;
        std::vector<node> children;
    };

    int pick(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
    bool once_in(int n) { return pick(n) == 0; }
    template<class Of>
    Of& one_of(std::vector<Of>& all) {
        return all[static_cast<std::size_t>(pick(static_cast<int>(all.size())))];
    }
    // Every text of a page is another one, so that an element that moves cannot pass for its neighbour.
    std::string fresh() {
        std::vector<std::string> signs{"&", "<", ">", "\"", "\u00E9", "\u20AC", "'"};
        return "t" + std::to_string(++serial_) + (once_in(4) ? one_of(signs) : "") + ".";
    }

    node element(std::string name) {
        node made{std::move(name), {}, {}, {}, {}};
        if (once_in(3)) made.attributes.emplace_back("id", fresh());
        if (once_in(4)) made.attributes.emplace_back("data-x", fresh());
        if (once_in(8)) made.attributes.emplace_back("hidden", "");
        for (int i = 0, n = once_in(3) ? 1 + pick(3) : 0; i < n; ++i)
            made.classes.push_back("c" + std::to_string(++serial_));
        return made;
    }

    node text() { return {{}, fresh() + (once_in(2) ? " " + fresh() : ""), {}, {}, {}}; }

    /// A line of texts and elements, each kind of element at most once.
    void grow_line(node& in, int depth) {
        std::vector<std::string> names{"b", "i", "span", "a", "em", "code", "br", "img", "input", "my-tag"};
        std::shuffle(names.begin(), names.end(), random_);
        bool const begins_with_text = once_in(2);
        for (int i = 0, n = 1 + pick(4); i < n; ++i) {
            if ((i % 2 == 0) == begins_with_text) {
                in.children.push_back(text());
                continue;
            }
            auto made = element(names[static_cast<std::size_t>(i)]);
            if (!is_void(made.name)) {
                if (depth < 2 && once_in(3) && made.name != "a")
                    grow_line(made, depth + 2);
                else
                    made.children.push_back(text());
            }
            in.children.push_back(std::move(made));
        }
    }

    node grow_block(std::string const& name, int depth) {
        auto made = element(name);
        if (depth > 3 || (depth > 0 && once_in(3))) {
            grow_line(made, 0);
            return made;
        }
        std::vector<std::string> names{"p",  "div",   "h1",  "section", "ul",
                                       "dl", "table", "pre", "script",  "select"};
        std::shuffle(names.begin(), names.end(), random_);
        for (int i = 0, n = 1 + pick(4); i < n; ++i)
            made.children.push_back(grow_child(names[static_cast<std::size_t>(i)], depth));
        return made;
    }

    node grow_child(std::string const& name, int depth) {
        if (name == "div" || name == "section") return grow_block(name, depth + 1);
        auto made = element(name);
        auto const items = [&](std::string const& of, auto const& grow_item) {
            for (int i = 0, n = 2 + pick(4); i < n; ++i) made.children.push_back(grow_item(of));
        };
        auto const block = [&](std::string const& of) { return grow_block(of, depth + 2); };
        auto const line = [&](std::string const& of) {
            auto item = element(of);
            grow_line(item, 0);
            return item;
        };
        auto const plain = [&](std::string const& of) {
            auto item = element(of);
            item.children.push_back(text());
            return item;
        };
        if (name == "ul") {
            items("li", block);
        } else if (name == "dl") {
            made.children = {line("dt"), block("dd")};
        } else if (name == "select") {
            items("option", plain);
        } else if (name == "table") {
            auto body = element("tbody");
            for (int i = 0, n = 2 + pick(3); i < n; ++i) {
                auto row = element("tr");
                for (int j = 0; j < 3; ++j) row.children.push_back(line("td"));
                body.children.push_back(std::move(row));
            }
            made.children.push_back(std::move(body));
        } else if (name == "script") {
            made.children.push_back({{}, "if (a < b && " + fresh() + ")  {}", {}, {}, {}});
        } else if (name == "pre") {
            made.children.push_back({{}, fresh() + "\n  " + fresh(), {}, {}, {}});
        } else {
            grow_line(made, 0);
        }
        return made;
    }

    static bool is_void(std::string_view name) { return name == "br" || name == "img" || name == "input"; }
    static bool is_list_item(std::string_view name) {
        return name == "li" || name == "tr" || name == "td" || name == "option";
    }

    std::string mutate(node& at, std::string const& path) {
        std::vector<node*> below;
        for (auto& child : at.children)
            if (!child.name.empty()) below.push_back(&child);
        if (!below.empty() && !once_in(5)) {
            auto& chosen = *one_of(below);
            auto const there = path + '.' + chosen.name + (is_list_item(chosen.name) ? "[*]" : "");
            bool const may_go = !is_list_item(chosen.name) || below.size() > 2;
            if (may_go && once_in(6)) {
                at.children.erase(at.children.begin() + (&chosen - at.children.data()));
                return "missing " + there;
            }
            return mutate(chosen, there);
        }
        switch (pick(5)) {
        case 0: at.attributes.emplace_back("title", fresh()); return "extra " + path + ".@title";
        case 1:
            if (at.attributes.empty()) break;
            if (once_in(2)) {
                auto const gone = path + ".@" + at.attributes.back().first;
                at.attributes.pop_back();
                return "missing " + gone;
            }
            at.attributes.back().second += "more";
            return "value " + path + ".@" + at.attributes.back().first;
        case 2:
            if (at.classes.empty()) break;
            at.classes.push_back("more");
            return "value " + path + ".@class";
        case 3:
            if (below.size() < 2 || at.name == "table" || at.name == "dl") break;
            for (std::size_t i = 0; i + 1 < at.children.size(); ++i)
                if (at.children[i].name != at.children[i + 1].name) {
                    std::swap(at.children[i], at.children[i + 1]);
                    return "value " + path;
                }
            break;
        default: break;
        }
        for (auto& child : at.children)
            if (child.name.empty()) {
                child.text += "more";
                return "value " + path;
            }
        at.attributes.emplace_back("title", fresh());
        return "extra " + path + ".@title";
    }

    // How it is spelled.
    std::string page(node const& body) {
        std::string out = once_in(2) ? "<!DOCTYPE html>" : "<!doctype HTML>";
        if (once_in(2)) out += "\n<html>\n<HEAD>";
        out += "<title>" + blank() + "T" + blank() + "</title>";
        if (once_in(2)) out += "<meta name=token content=" + std::to_string(pick(1000)) + ">";
        if (once_in(2)) out += "\n</head>\n";
        // The tag may be left out where it says nothing; what follows it begins with a block then.
        write(body, nullptr, false, out);
        if (once_in(2)) out += blank() + "</html>\n";
        return out;
    }

    std::string blank() { return once_in(3) ? " \n\t " : once_in(2) ? " " : ""; }
    std::string cased(std::string name) {
        if (once_in(4))
            for (char& c : name)
                if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        return name;
    }

    std::string referred(std::string const& text, bool must_escape, char quote = 0) {
        std::string out;
        for (char const c : text) {
            bool const must = must_escape && (c == '&' || c == '<' || c == quote);
            if (!must && (static_cast<unsigned char>(c) >= 0x80 || c == '\n' || !once_in(9)))
                out += c;
            else if (c == '<')
                out += once_in(2) ? "&lt;" : "&#60;";
            else
                out += "&#" + std::to_string(static_cast<int>(c)) + ';';
        }
        return out;
    }

    void write_attributes(node const& of, std::string& out) {
        std::vector<std::string> all;
        auto classes = of.classes;
        std::shuffle(classes.begin(), classes.end(), random_);
        std::string joined;
        for (auto const& one : classes) joined += (joined.empty() ? "" : once_in(2) ? " " : "\n  ") + one;
        auto const add = [&](std::string const& name, std::string const& said) {
            if (said.empty() && once_in(2)) return all.push_back(cased(name));
            bool const is_bare =
                !said.empty() && said.find_first_of(" \n\"'<>=&") == std::string::npos && once_in(2);
            char const quote = once_in(2) ? '"' : '\'';
            all.push_back(cased(name) + "=" + (is_bare ? said : quote + referred(said, true, quote) + quote));
        };
        if (!joined.empty()) add("class", joined);
        for (auto const& [name, said] : of.attributes) add(name, said);
        std::shuffle(all.begin(), all.end(), random_);
        for (auto const& one : all) out += (once_in(3) ? "\n " : " ") + one;
    }

    /// Something that is not compared.
    std::string noise() {
        if (once_in(6)) return "<!-- " + std::to_string(pick(1000)) + " -->";
        if (once_in(12)) return "<span class='volatile x'>" + std::to_string(pick(1000)) + " <b>x</b></span>";
        return {};
    }

    void write(node const& of, node const* next, bool is_last, std::string& out) {
        out += '<' + cased(of.name);
        write_attributes(of, out);
        out += is_void(of.name) && once_in(2) ? " />" : ">";
        if (is_void(of.name)) return;
        bool const is_line = std::any_of(of.children.begin(), of.children.end(),
                                         [](auto const& c) { return c.name.empty(); }) ||
                             std::none_of(of.children.begin(), of.children.end(),
                                          [](auto const& c) { return is_block(c.name); });
        if (of.name == "script") {
            out += of.children[0].text;
        } else if (of.name == "pre") {
            out += (once_in(2) ? "\n" : "") + referred(of.children[0].text, true);
        } else {
            bool const may_blank = is_block(of.name);
            for (std::size_t i = 0; i < of.children.size(); ++i) {
                auto const& child = of.children[i];
                bool const may_pad = is_line ? may_blank && i == 0 : true;
                if (may_pad) out += blank();
                if (of.name != "table" && of.name != "tbody" && of.name != "tr" && of.name != "select" &&
                    of.name != "option")
                    out += noise();
                if (child.name.empty())
                    out += spaced(referred(child.text, true));
                else
                    write(child, i + 1 < of.children.size() ? &of.children[i + 1] : nullptr,
                          i + 1 == of.children.size(), out);
            }
            if (may_blank) out += blank();
        }
        if (!may_leave_end(of, next, is_last) || once_in(2))
            out += "</" + cased(of.name) + (once_in(5) ? " >" : ">");
    }

    std::string spaced(std::string const& text) {
        std::string out;
        for (char const c : text) out += c == ' ' && once_in(2) ? " \n " : std::string(1, c);
        return out;
    }

    static bool is_block(std::string_view name) {
        std::vector<std::string_view> const lines{"b",  "i",   "span",  "a",      "em",    "code",
                                                  "br", "img", "input", "my-tag", "script"};
        return !name.empty() && std::find(lines.begin(), lines.end(), name) == lines.end();
    }

    /// HTML Living Standard, 13.1.2.4.
    static bool may_leave_end(node const& of, node const* next, bool is_last) {
        if (is_list_item(of.name)) return true;
        if (of.name == "tbody" || of.name == "dd" || of.name == "body") return is_last || of.name == "body";
        if (of.name == "dt") return true;
        if (of.name != "p") return false;
        return is_last || (next != nullptr && is_block(next->name) && next->name != "select");
    }

    std::mt19937 random_;
    int serial_ = 0;
};
