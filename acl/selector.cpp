#include "acl/selector.hpp"

#include "acl/media_type.hpp"
#include "acl/quoted.hpp"

#include <algorithm>
#include <optional>

namespace ficus::acl {
namespace {

constexpr std::string_view white_space = " \t\r\n\f";
constexpr std::string_view understood = "understood are an element's name, *, #id, .class, [a], [a=v], "
                                        "[a~=v], [a^=v], [a$=v], [a*=v], a blank or '>' "
                                        "between them and ',' between selectors";

enum class test : std::uint8_t { there, equal, word, begins, ends, contains };

struct condition {
    std::string attribute;
    test by = test::there;
    std::string value;
};

struct compound {
    std::string name; ///< empty: any
    std::vector<condition> conditions;
    bool is_child = false; ///< of what the compound before it selects, not only a descendant
    bool is_first = false; ///< of its selector
    bool is_last = false;
};

bool has_word(std::string_view text, std::string_view word) {
    for (auto at = text.find_first_not_of(white_space); at != std::string_view::npos;
         at = text.find_first_not_of(white_space, at)) {
        auto const end = std::min(text.find_first_of(white_space, at), text.size());
        if (text.substr(at, end - at) == word) return true;
        at = end;
    }
    return false;
}

bool holds(condition const& wanted, html_element const& element) {
    auto const found = std::find_if(element.attributes.begin(), element.attributes.end(),
                                    [&](auto const& one) { return one.first == wanted.attribute; });
    if (found == element.attributes.end()) return false;
    auto const value = found->second;
    switch (wanted.by) {
    case test::there: return true;
    case test::equal: return value == wanted.value;
    case test::word: return has_word(value, wanted.value);
    // An empty part is in no value (6.2).
    case test::begins: return !wanted.value.empty() && value.starts_with(wanted.value);
    case test::ends: return !wanted.value.empty() && value.ends_with(wanted.value);
    case test::contains: return !wanted.value.empty() && value.find(wanted.value) != std::string_view::npos;
    }
    return false;
}

bool selects(compound const& wanted, html_element const& element) {
    return (wanted.name.empty() || wanted.name == element.name) &&
           std::all_of(wanted.conditions.begin(), wanted.conditions.end(),
                       [&](condition const& one) { return holds(one, element); });
}

class selector_reader {
public:
    explicit selector_reader(std::string_view text) : text_(text) {}

    /// What is wrong; empty: nothing.
    std::string read(std::vector<compound>& into) {
        while (problem_.empty()) {
            auto const begin = into.size();
            read_selector(into);
            if (!problem_.empty()) break;
            into[begin].is_first = true;
            into.back().is_last = true;
            if (into.size() == begin + 1 && selects_page(into.back()))
                problem_ = "selects the whole page, so that nothing would be compared; name what varies "
                           "between answers";
            if (is_at_end()) break;
            ++at_; // the comma
        }
        return std::move(problem_);
    }

private:
    static bool selects_page(compound const& one) {
        return one.conditions.empty() && (one.name.empty() || one.name == "html" || one.name == "body");
    }

    bool is_at_end() const { return at_ >= text_.size(); }
    char here() const { return is_at_end() ? '\0' : text_[at_]; }
    bool skip_white_space() {
        auto const before = at_;
        at_ = std::min(text_.find_first_not_of(white_space, at_), text_.size());
        return at_ > before;
    }

    void read_selector(std::vector<compound>& into) {
        skip_white_space();
        for (bool is_child = false;;) {
            compound one;
            one.is_child = is_child;
            if (!read_compound(one)) return;
            into.push_back(std::move(one));
            bool const is_parted = skip_white_space();
            if (is_at_end() || here() == ',') return;
            is_child = here() == '>';
            if (is_child) {
                ++at_;
                skip_white_space();
            } else if (!is_parted) {
                return fail_here();
            }
        }
    }

    bool read_compound(compound& one) {
        auto const begin = at_;
        if (here() == '*') {
            ++at_;
        } else if (is_name_character(here())) {
            if (!read_name(one.name)) return false;
            one.name = lower_case(one.name);
        }
        for (;;) {
            std::string name;
            switch (here()) {
            case '#':
            case '.': {
                bool const is_id = here() == '#';
                ++at_;
                if (!read_name(name)) return false;
                one.conditions.push_back(
                    {is_id ? "id" : "class", is_id ? test::equal : test::word, std::move(name)});
                continue;
            }
            case '[':
                if (!read_attribute(one)) return false;
                continue;
            case ':':
            case '|':
            case '\\':
            case '*': fail_here(); return false;
            default: break;
            }
            if (at_ > begin) return true;
            fail_here();
            return false;
        }
    }

    bool read_attribute(compound& one) {
        ++at_;
        skip_white_space();
        condition wanted;
        if (!read_name(wanted.attribute)) return false;
        wanted.attribute = lower_case(wanted.attribute);
        skip_white_space();
        if (here() != ']') {
            if (!read_test(wanted) || !read_value(wanted.value)) return false;
            skip_white_space();
        }
        if (here() != ']') {
            fail_here();
            return false;
        }
        ++at_;
        one.conditions.push_back(std::move(wanted));
        return true;
    }

    bool read_test(condition& wanted) {
        struct sign {
            std::string_view text;
            test by;
        };
        for (auto const& one : {sign{"=", test::equal}, sign{"~=", test::word}, sign{"^=", test::begins},
                                sign{"$=", test::ends}, sign{"*=", test::contains}})
            if (text_.substr(at_).starts_with(one.text)) {
                wanted.by = one.by;
                at_ += one.text.size();
                skip_white_space();
                return true;
            }
        fail_here();
        return false;
    }

    bool read_value(std::string& value) {
        if (here() != '"' && here() != '\'') return read_name(value);
        auto const end = text_.find(here(), at_ + 1);
        if (end == std::string_view::npos) {
            problem_ = place() + "this quote is not closed";
            return false;
        }
        value = text_.substr(at_ + 1, end - at_ - 1);
        if (auto const escape = value.find('\\'); escape != std::string::npos) {
            at_ += 1 + escape;
            fail_here();
            return false;
        }
        at_ = end + 1;
        return true;
    }

    static bool is_name_character(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_' || static_cast<unsigned char>(c) >= 0x80;
    }

    bool read_name(std::string& name) {
        auto const begin = at_;
        while (!is_at_end() && is_name_character(here())) ++at_;
        name = text_.substr(begin, at_ - begin);
        // A digit begins no name, but ids and values begin with one often; nothing else could be meant.
        if (!name.empty()) return true;
        fail_here();
        return false;
    }

    std::string place() const {
        auto const before = text_.substr(0, at_);
        auto const characters = std::count_if(before.begin(), before.end(), [](char c) {
            return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        });
        return "at character " + std::to_string(characters + 1) + ": ";
    }

    void fail_here() {
        if (is_at_end()) {
            problem_ = place() + "the selector ends where more is due; " + std::string(understood);
            return;
        }
        if (here() == '\\') {
            problem_ = place() +
                       "an escape is not understood; write [id=\"...\"] or [class~=\"...\"] for such names";
            return;
        }
        auto const end = std::min(text_.find_first_of(" \t\r\n\f,>[]#.", at_ + 1), text_.size());
        problem_ = place() + quoted(text_.substr(at_, end - at_)) + " is not understood here; " +
                   std::string(understood);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string problem_;
};

} // namespace

struct selector_rules {
    std::vector<compound> compounds; ///< of all selectors, one behind the other
};

boost::system::result<selector_list, std::vector<option_error>>
selector_list::compile(std::vector<std::string> const& texts) {
    std::vector<option_error> errors;
    auto rules = std::make_shared<selector_rules>();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto problem = selector_reader(texts[i]).read(rules->compounds);
        if (!problem.empty())
            errors.push_back({"html_ignore[" + std::to_string(i) + "]", std::move(problem)});
    }
    if (!errors.empty()) return errors;
    selector_list list;
    if (!rules->compounds.empty()) list.rules_ = std::move(rules);
    return list;
}

bool selector_walk::enter(html_element const& element) {
    if (rules_ == nullptr) return false;
    auto const& compounds = rules_->compounds;
    constexpr std::uint8_t here = 1;
    constexpr std::uint8_t above = 2;
    auto const before = matched_.size();
    matched_.resize(before + compounds.size());
    bool is_selected = false;
    for (std::size_t i = 0; i < compounds.size(); ++i) {
        auto const& one = compounds[i];
        auto const parent = [&](std::size_t of) {
            return before == 0 ? std::uint8_t{0} : matched_[before - compounds.size() + of];
        };
        bool const may_match = one.is_first || (parent(i - 1) & (one.is_child ? here : here | above)) != 0;
        bool const matches = may_match && selects(one, element);
        is_selected |= matches && one.is_last;
        matched_[before + i] = static_cast<std::uint8_t>((matches ? here | above : 0) | (parent(i) & above));
    }
    return is_selected;
}

void selector_walk::leave() {
    if (rules_ != nullptr) matched_.resize(matched_.size() - rules_->compounds.size());
}

} // namespace ficus::acl
