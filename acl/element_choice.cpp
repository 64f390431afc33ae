#include "acl/element_choice.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

bool says(value const& found, element_choice::condition const& due, dialect of) {
    if (found.kind == kind::element) {
        std::string text;
        for (auto const* child = found.first; child != nullptr; child = child->next) {
            if (child->kind == kind::element) return false;
            if (child->name.empty()) text += child->text;
        }
        if (text == due.text) return true;
        constexpr std::string_view layout = " \t\r\n";
        auto const begin = text.find_first_not_of(layout);
        return begin != std::string::npos &&
               std::string_view(text).substr(begin, text.find_last_not_of(layout) - begin + 1) == due.text;
    }
    if (!of.typed || due.type == scalar_type::string)
        return found.kind == kind::string && found.text == due.text;
    if (due.type == scalar_type::boolean)
        return found.kind == kind::boolean && found.truth == (due.text == "true");
    return found.kind == kind::number && found.text == due.text;
}

bool is_integer(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    bool const digits =
        !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits && (text.size() == 1 || text.front() != '0');
}

/// A text in quotes off the front, a quote inside being doubled; nothing when it does not end.
std::optional<std::string> take_text(std::string_view& rest) {
    auto const quote = rest.front();
    std::string text;
    for (std::size_t i = 1; i < rest.size(); ++i) {
        if (rest[i] != quote) {
            text += rest[i];
        } else if (i + 1 < rest.size() && rest[i + 1] == quote) {
            text += rest[i++];
        } else {
            rest.remove_prefix(i + 1);
            return text;
        }
    }
    return std::nullopt;
}

std::string in_quotes(std::string_view text) {
    std::string out = "'";
    for (char const c : text) out.append(c == '\'' ? 2 : 1, c);
    return out + '\'';
}

bool begins_with_quote(std::string_view rest) {
    return rest.starts_with('\'') || rest.starts_with('"');
}

} // namespace

element_choice::condition const* element_choice::find(std::string_view member) const {
    auto const found = std::find_if(conditions.begin(), conditions.end(),
                                    [&](condition const& one) { return one.member == member; });
    return found == conditions.end() ? nullptr : &*found;
}

bool element_choice::holds(value const& element, dialect of) const {
    if (element.kind != (of.shape == shape::xml ? kind::element : kind::object)) return false;
    return std::all_of(conditions.begin(), conditions.end(), [&](condition const& one) {
        auto const* found = element.find(one.member);
        return found != nullptr && says(*found, one, of);
    });
}

void element_choice::write(value& element, dialect of, document& memory) const {
    bool const xml = of.shape == shape::xml;
    auto const add = [&](condition const& one) {
        auto* made = !of.typed || one.type == scalar_type::string ? memory.make_string(one.text)
                     : one.type == scalar_type::boolean           ? memory.make_boolean(one.text == "true")
                                                                  : memory.make_number(one.text);
        if (xml && !one.member.starts_with('@')) {
            auto* const around = memory.make(kind::element);
            if (!one.text.empty()) document::append(*around, *made);
            made = around;
        }
        document::append(element, *made, memory.keep(one.member));
    };
    // Attributes first, as a document has them.
    for (bool const attributes : {true, false})
        for (auto const& one : conditions)
            if (one.member.starts_with('@') == attributes) add(one);
}

bool element_choice::excludes(element_choice const& other) const {
    return std::any_of(conditions.begin(), conditions.end(), [&](condition const& one) {
        auto const* theirs = other.find(one.member);
        return theirs != nullptr && theirs->text != one.text;
    });
}

std::string element_choice::step() const {
    std::string text;
    for (auto const& one : conditions) {
        bool const bare = one.member.find_first_of("[]'\".") == std::string::npos;
        text += '[' + (bare ? one.member : in_quotes(one.member)) + '=';
        if (one.type != scalar_type::string) {
            text += one.text + ']';
            continue;
        }
        text += in_quotes(one.text) + ']';
    }
    return text;
}

boost::system::result<element_choice, std::string> take_choice(std::string_view& rest) {
    element_choice made;
    while (rest.starts_with('[')) {
        element_choice::condition one;
        rest.remove_prefix(1);
        if (begins_with_quote(rest)) {
            auto member = take_text(rest);
            if (!member) return std::string("has a quote that does not end");
            one.member = std::move(*member);
        } else {
            auto const end = std::min(rest.find_first_of("=[]'\"."), rest.size());
            one.member = rest.substr(0, end);
            rest.remove_prefix(end);
        }
        if (one.member.empty() || !rest.starts_with('='))
            return std::string("has a '[' that begins neither [], nor a position such as [0], nor what an "
                               "element says, such as [rel='self']; quote the name: 'a.b'");
        if (one.member.find('=') != std::string::npos)
            return "asks for a member '" + one.member + "', whose name has a =, which no step can hold";
        rest.remove_prefix(1);
        if (begins_with_quote(rest)) {
            auto text = take_text(rest);
            if (!text) return std::string("has a quote that does not end");
            one.text = std::move(*text);
        } else {
            auto const end = std::min(rest.find_first_of("[]'\""), rest.size());
            one.text = rest.substr(0, end);
            rest.remove_prefix(end);
            if (one.text.empty())
                return "does not say what '" + one.member + "' is; an empty text is written ''";
            if (one.text == "true" || one.text == "false")
                one.type = scalar_type::boolean;
            else if (is_integer(one.text))
                one.type = scalar_type::integer;
        }
        if (!rest.starts_with(']'))
            return "asks what '" + one.member + "' is, and does not end in ]; write [" + one.member +
                   "='...']";
        rest.remove_prefix(1);
        if (made.find(one.member) != nullptr)
            return "asks for '" + one.member + "' twice, which can say one thing alone";
        made.conditions.push_back(std::move(one));
    }
    return made;
}

std::optional<element_choice> choice_of(std::string_view step) {
    if (!is_choice(step)) return std::nullopt;
    auto made = take_choice(step);
    if (!made || !step.empty()) return std::nullopt;
    return std::move(*made);
}

} // namespace ficus::acl
