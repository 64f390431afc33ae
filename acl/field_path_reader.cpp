#include "acl/element_choice.hpp"
#include "acl/field_path.hpp"
#include "acl/header_mapping.hpp"
#include "acl/numbered_name.hpp"
#include "acl/xml.hpp"

#include <algorithm>
#include <optional>

namespace ficus::acl {
namespace {

using parsed_path = boost::system::result<field_path, std::string>;

parsed_path wrong(std::string_view path, std::string const& why) {
    return "the path '" + std::string(path) + "' " + why;
}

/// Takes a quoted name off the front of `rest`; nothing when the quote does not end.
std::optional<std::string> take_quoted(std::string_view& rest) {
    std::string name;
    for (std::size_t i = 1; i < rest.size(); ++i) {
        if (rest[i] != '\'') {
            name += rest[i];
        } else if (i + 1 < rest.size() && rest[i + 1] == '\'') {
            name += rest[i++];
        } else {
            rest.remove_prefix(i + 1);
            return name;
        }
    }
    return std::nullopt;
}

/// Notes the numbers in a name that stands without quotes; what is wrong with it, or nothing.
std::string note_numbers(field_path& path, std::string_view step) {
    auto const numbers = count_numbers(step);
    if (numbers > 0) {
        if (path.numbers > 0)
            return "has numbers in two names; end it at the first and put the rest into 'fields'";
        if (auto why = why_no_numbers(step); !why.empty()) return why;
        path.numbers = numbers;
        path.numbered_step = path.steps.size();
    }
    return {};
}

/// `*[]` at the end of a path: the elements lie in lists side by side there.
void note_side_by_side(field_path& path) {
    path.repeated = false;
    path.side_by_side = true;
    path.numbers = 1;
    path.numbered_step = path.steps.size();
    path.steps.emplace_back("*[]");
}

/// What a step that chooses an element may not be together with; or nothing.
std::string why_no_choice(field_path const& path, bool xml) {
    for (std::size_t i = 0; i < path.steps.size(); ++i) {
        auto const choice = choice_of(path.steps[i]);
        if (!choice) continue;
        if (path.numbers > 0) return "chooses an element, and has a number in a name; leave one of them out";
        bool const last = i + 1 == path.steps.size();
        if (last && path.repeated)
            return "goes on with [] or {} behind " + path.steps[i] +
                   ", which is one element; name the list inside of it";
        if (last && !xml)
            return "ends at an element that it chooses; name the member that is meant: " + path.steps[i] +
                   ".value";
        for (auto const& one : choice->conditions) {
            if (xml && !is_xml_name(std::string_view(one.member).substr(one.member.starts_with('@') ? 1 : 0)))
                return "asks for '" + one.member + "', which is no XML name";
            if (xml && last && !one.member.starts_with('@'))
                return "is the text of an element that has '" + one.member +
                       "' in it; name the element that is meant: " + path.steps[i] + "/Value";
            if (!last && path.steps[i + 1] == one.member)
                return "names what " + path.steps[i] + " says already; name another member of the element";
        }
    }
    return {};
}

/// The end of an XML step: a `/` that is not in what it chooses by.
std::size_t end_of_step(std::string_view rest) {
    auto const open = rest.find_first_of("[/");
    if (open == std::string_view::npos || rest[open] == '/') return open;
    auto behind = rest.substr(open);
    if (behind.starts_with("[]") || !take_choice(behind)) return rest.find('/');
    auto const end = rest.size() - behind.size();
    auto const slash = behind.find('/');
    return slash == std::string_view::npos ? slash : end + slash;
}

bool has_other_braces(std::string_view step) {
    return without_numbers(step).find_first_of("{}") != std::string::npos;
}

parsed_path parse_xml(std::string_view text) {
    field_path path;
    auto rest = text;
    if (rest.ends_with("[]")) {
        path.repeated = true;
        rest.remove_suffix(2);
    } else if (rest.ends_with("{}")) {
        path.repeated = path.keyed = true;
        rest.remove_suffix(2);
        if (rest.empty()) return path;
    }
    if (rest.starts_with('/')) return wrong(text, "begins with '/'; paths begin below the root element");
    for (bool more = !rest.empty(); more;) {
        auto const slash = end_of_step(rest);
        auto step = rest.substr(0, slash);
        more = slash != std::string_view::npos;
        rest.remove_prefix(more ? slash + 1 : rest.size());
        if (step == "text()") {
            if (more || path.repeated)
                return wrong(text, "goes on after text(), which has nothing below it and does not repeat");
            return path;
        }
        if (step == "*" && !more && path.repeated && !path.keyed && path.numbers == 0) {
            note_side_by_side(path);
            return path;
        }
        bool const attribute = step.starts_with('@');
        if (attribute && (more || path.repeated))
            return wrong(text, "goes on after an attribute, which has nothing below it and does not repeat");
        if (step.ends_with("[]"))
            return wrong(text,
                         "has [] before its end; end this path there and put what is below it into 'fields'");
        auto const bracket = step.find('[');
        if (!attribute && bracket != std::string_view::npos && position_of(step.substr(bracket))) {
            if (!is_xml_name(step.substr(0, bracket)))
                return wrong(text, "has the step '" + std::string(step) + "', of which '" +
                                       std::string(step.substr(0, bracket)) + "' is no XML name");
            if (path.repeated && !more)
                return wrong(text, "ends in a position and in [] or {}; one element does not repeat");
            path.steps.emplace_back(step.substr(0, bracket));
            path.steps.emplace_back(step.substr(bracket));
            continue;
        }
        std::optional<element_choice> choice;
        bool const has_brackets = step.find_first_of("[]") != std::string_view::npos;
        if (has_brackets && (attribute || step.find('=') == std::string_view::npos))
            return wrong(text, "has the step '" + std::string(step) +
                                   "', which is neither a name nor one with a position, as in 'Line[0]', or "
                                   "with what the element says, as in 'link[@rel=self]'");
        if (has_brackets) {
            auto behind = step.substr(std::min(bracket, step.size()));
            auto chosen = take_choice(behind);
            if (!chosen) return wrong(text, chosen.error());
            if (!behind.empty())
                return wrong(text, "goes on behind what chooses an element; begin a step of its own with /");
            choice = std::move(*chosen);
            step = step.substr(0, bracket);
        }
        if (auto why = note_numbers(path, step); !why.empty()) return wrong(text, why);
        auto const name = without_numbers(attribute ? step.substr(1) : step);
        bool const bare = count_numbers(step) == 1 && step.starts_with('{') && step.ends_with('}');
        if (!bare && !is_xml_name(name))
            return wrong(text, "has the step '" + std::string(step) + "', which is no XML name");
        path.steps.emplace_back(step);
        if (choice) path.steps.push_back(choice->step());
    }
    if (path.steps.empty()) return wrong(text, "names nothing; an element's own text is text()");
    return path;
}

/// `[12]` at the front of `rest`, taken off; nothing when that does not begin so.
std::optional<std::string> take_position(std::string_view& rest) {
    auto const end = rest.find(']');
    if (!rest.starts_with('[') || end == std::string_view::npos) return std::nullopt;
    auto step = std::string(rest.substr(0, end + 1));
    if (!position_of(step)) return std::nullopt;
    rest.remove_prefix(end + 1);
    return step;
}

parsed_path parse_json(std::string_view text) {
    field_path path;
    auto rest = text;
    if (rest.starts_with("$.")) return wrong(text, "begins with '$.'; leave that out");
    if (rest == "value()") return path;
    for (bool first = true;; first = false) {
        if (rest == "[]" || rest == "{}") {
            path.repeated = true;
            path.keyed = rest == "{}";
            return path;
        }
        if (auto position = take_position(rest)) {
            path.steps.push_back(std::move(*position));
            if (rest.empty()) return path;
            continue;
        }
        if (rest.starts_with("[]"))
            return wrong(text,
                         "has [] before its end; end this path there and put what is below it into 'fields'");
        if (rest.starts_with('[')) {
            auto choice = take_choice(rest);
            if (!choice) return wrong(text, choice.error());
            path.steps.push_back(choice->step());
            if (rest.empty() || rest == "{}") {
                path.repeated = path.keyed = !rest.empty();
                return path;
            }
            if (!rest.starts_with('.'))
                return wrong(text, "goes on behind what chooses an element; name a member of it: .value");
            continue;
        }
        if (!first) {
            if (!rest.starts_with('.'))
                return wrong(text,
                             "has '" + std::string(rest.substr(0, 1)) + "' in a name; quote the name: 'a.b'");
            rest.remove_prefix(1);
        }
        std::string name;
        if (rest.starts_with('\'')) {
            auto quoted = take_quoted(rest);
            if (!quoted) return wrong(text, "has a quote that does not end");
            name = std::move(*quoted);
            if (position_of(name))
                return wrong(text, "has the name '" + name + "', which would be a position");
            if (is_choice(name))
                return wrong(text, "has the name '" + name + "', which would choose an element");
        } else {
            auto const end = std::min(rest.find_first_of(".[]'"), rest.size());
            name = rest.substr(0, end);
            rest.remove_prefix(end);
            if (name.empty()) return wrong(text, "has an empty name; an empty name is written ''");
            if (name == "*" && rest == "[]" && path.numbers == 0) {
                note_side_by_side(path);
                return path;
            }
            if (rest.empty() && name.ends_with("{}")) {
                rest = "{}";
                name.resize(name.size() - 2);
            }
            if (auto why = note_numbers(path, name); !why.empty()) return wrong(text, why);
            if (has_other_braces(name))
                return wrong(text,
                             "has a '{' or '}' that is neither {} at the end nor a number such as {1}; quote "
                             "the name: 'a{b}'");
        }
        path.steps.push_back(std::move(name));
        if (rest.empty()) return path;
    }
}

parsed_path parse_form(std::string_view text) {
    field_path path;
    auto rest = text;
    std::string name;
    if (rest.starts_with('\'')) {
        auto quoted = take_quoted(rest);
        if (!quoted) return wrong(text, "has a quote that does not end");
        if (!rest.empty() && rest != "[]")
            return wrong(text, "goes on after a quoted name; only [] may follow");
        name = std::move(*quoted);
        path.repeated = !rest.empty();
    } else {
        path.repeated = rest.ends_with("[]");
        if (path.repeated) rest.remove_suffix(2);
        if (rest.empty()) return wrong(text, "names nothing; an empty name is written ''");
        if (path.repeated && rest == "*") {
            note_side_by_side(path);
            return path;
        }
        if (rest.ends_with("{}"))
            return wrong(text, "ends in {}, but a form has no objects; say nested = true for names with "
                               "brackets, or quote the name");
        name = rest;
        if (auto why = note_numbers(path, name); !why.empty()) return wrong(text, why);
    }
    path.steps.push_back(std::move(name));
    return path;
}

constexpr std::pair<std::string_view, place> places[] = {{"path:", place::path},
                                                         {"query:", place::query},
                                                         {"header:", place::header},
                                                         {"cookie:", place::cookie},
                                                         {"body:", place::body}};

/// A name in a query, a header... is written as one in a form.
parsed_path parse_outside(std::string_view prefix, place where, std::string_view text) {
    auto path = parse_form(text.substr(prefix.size()));
    if (!path) return path;
    path->is_whole_query = text == "query:*";
    if (path->side_by_side)
        return wrong(text, "is for a body; what is beside it has lists without elements of their own: read a "
                           "whole query as a form (query:*, with 'document'), or name each list");
    if (path->numbers > 0)
        return wrong(text,
                     "has a number in a name that is not of the body; quote the name, or name each one");
    path->where = where;
    path->name = path->steps.front();
    auto& step = path->steps.front();
    if (where == place::header) {
        if (auto why = why_no_field_of_its_own(path->name); !why.empty()) return wrong(text, why);
        std::transform(step.begin(), step.end(), step.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    }
    if (where == place::cookie && !is_header_name(path->name))
        return wrong(text, "has '" + path->name +
                               "' for a cookie's name; it takes letters, digits and marks such as - and _");
    if (path->repeated && (where == place::path || where == place::cookie))
        return wrong(text, "ends in [], but what it names does not repeat; leave that out");
    step.insert(0, prefix);
    return path;
}

} // namespace

parsed_path parse_field_path(shape of, std::string_view text) {
    for (auto const& [prefix, where] : places) {
        if (!text.starts_with(prefix)) continue;
        if (where == place::body) return parse_field_path(of, text.substr(prefix.size()));
        return parse_outside(prefix, where, text);
    }
    if (text == "key()" && of != shape::form) {
        field_path path;
        path.steps.emplace_back(text);
        path.name = text;
        path.where = place::key;
        return path;
    }
    if (of == shape::form) return parse_form(text);
    auto path = of == shape::xml ? parse_xml(text) : parse_json(text);
    if (path)
        if (auto const why = why_no_choice(*path, of == shape::xml); !why.empty()) return wrong(text, why);
    return path;
}

parsed_path parse_call_path(std::string_view call, dialect spoken, std::string_view text) {
    auto path = parse_field_path(spoken.shape, text);
    if (!path) return path;
    if (path->where != place::body)
        return wrong(text, "leads out of the call's answer, of which the body alone can be named");
    path->where = place::call;
    path->name = call;
    path->spoken = spoken;
    path->steps.insert(path->steps.begin(), std::string(call) + ':');
    if (path->numbers > 0) ++path->numbered_step;
    return path;
}

parsed_path parse_request_path(dialect spoken, std::string_view text) {
    auto const inner = parse_field_path(spoken.shape, text);
    if (!inner) return inner;
    if (inner->repeated || inner->numbers > 0 || inner->is_whole_query || inner->where == place::key)
        return wrong(text, "is no single value of the request, and an answer repeats one");
    field_path path;
    path.where = place::request;
    path.name = text;
    path.steps.push_back("request:" + path.name);
    // What is text there, or stands beside the body, is kept as a text.
    bool const typed = inner->where == place::body && spoken.typed;
    path.spoken = typed ? dialect{shape::json, true, spoken.null} : form_dialect;
    return path;
}

} // namespace ficus::acl
