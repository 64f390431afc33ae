#include "acl/body_paths.hpp"

#include "acl/body_facts.hpp"
#include "acl/xml.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

std::string quoted(std::string_view text) {
    return "`" + std::string(text) + "`";
}

/// Where a step ends: at a `/` outside of braces, for namespaces are full of them.
std::size_t end_of_step(std::string_view path) {
    auto const brace = path.starts_with("@{") || path.starts_with('{') ? path.find('}') : 0;
    return brace == std::string_view::npos ? path.size() : std::min(path.find('/', brace), path.size());
}

xml_step read_step(std::string_view text) {
    xml_step step;
    step.attribute = text.starts_with('@');
    if (step.attribute) text.remove_prefix(1);
    if (text.starts_with('{')) {
        auto const end = std::min(text.find('}'), text.size() - 1);
        step.space = text.substr(1, end - 1);
        text.remove_prefix(end + 1);
    }
    step.name = text;
    return step;
}

} // namespace

xml_step take_xml_step(std::string_view& path) {
    if (path.starts_with('/')) path.remove_prefix(1);
    auto const end = end_of_step(path);
    auto const step = read_step(path.substr(0, end));
    path.remove_prefix(end);
    return step;
}

json_step take_json_step(std::string_view& path) {
    json_step step;
    if (path.starts_with('.')) path.remove_prefix(1);
    if (path.starts_with("[]")) {
        step.any_element = true;
        path.remove_prefix(2);
        return step;
    }
    if (!path.starts_with('\'')) {
        auto const end = std::min(path.find_first_of(".["), path.size());
        step.name = path.substr(0, end);
        path.remove_prefix(end);
        return step;
    }
    std::size_t i = 1;
    for (; i < path.size(); ++i) {
        if (path[i] == '\'' && !path.substr(i + 1).starts_with('\'')) break;
        if (path[i] == '\'') ++i;
        step.name += path[i];
    }
    path.remove_prefix(std::min(i + 1, path.size()));
    return step;
}

std::optional<std::string> wrong_xml_name(std::string_view name) {
    if (name.starts_with('{') && name.find('}') == std::string_view::npos)
        return quoted(name) + " has a namespace that does not end; write {urn:orders}GetOrder";
    auto const step = read_step(name);
    if (step.attribute) return quoted(name) + " is an attribute; name an element";
    if (step.name.find(':') != std::string_view::npos)
        return quoted(name) + " has a prefix, which is only the sender's word for a namespace; write the "
                              "local name alone, or {namespace}name";
    if (!is_xml_name(step.name)) return quoted(name) + " is no name of an XML element";
    return std::nullopt;
}

std::optional<std::string> wrong_xml_path(std::string_view path) {
    auto const wrong = [whole = quoted(path)](std::string const& why) {
        return "the path " + whole + " " + why;
    };
    if (!path.starts_with('/'))
        return wrong("does not begin at the document's root; write /Envelope/Body/GetOrder");
    if (path.size() == 1) return wrong("names nothing; write /Envelope/Body/GetOrder");
    for (auto rest = path; !rest.empty();) {
        rest.remove_prefix(1);
        auto const end = end_of_step(rest);
        auto step = rest.substr(0, end);
        auto const shown = quoted(step);
        bool const attribute = step.starts_with('@');
        rest.remove_prefix(end);
        if (step.empty())
            return wrong("has an empty step; each step down is written out, and there is no //");
        if (step == "text()") return wrong("ends in text(), which is meant anyway; leave it out");
        if (step.find('[') != std::string_view::npos && !step.starts_with('{'))
            return wrong("has a condition in the step " + shown + "; names alone can be asked for");
        if (attribute && !rest.empty())
            return wrong("goes on after an attribute, which has nothing below it");
        if (attribute) step.remove_prefix(1);
        if (attribute && rest.size() + step.size() + 2 == path.size())
            return wrong("begins with an attribute; the root element comes first");
        if (auto const bad = wrong_xml_name(step)) return wrong("has a wrong step: " + *bad);
    }
    return std::nullopt;
}

std::optional<std::string> wrong_json_path(std::string_view path) {
    auto const wrong = [whole = quoted(path)](std::string const& why) {
        return "the path " + whole + " " + why;
    };
    if (path.empty()) return std::string("a path names a member: order.kind");
    if (path.starts_with("$")) return wrong("begins with `$`; leave that out: order.kind");
    bool first = true;
    for (auto rest = path; !rest.empty(); first = false) {
        if (rest.starts_with("[]")) {
            rest.remove_prefix(2);
            continue;
        }
        if (rest.starts_with('['))
            return wrong("asks for one element of a list; [] stands for any of them: lines[].sku");
        if (!first) {
            if (!rest.starts_with('.')) return wrong("goes on behind a name without a dot");
            rest.remove_prefix(1);
        }
        if (rest.starts_with('\'')) {
            std::size_t i = 1;
            while (i < rest.size() && (rest[i] != '\'' || rest.substr(i + 1).starts_with('\'')))
                i += rest[i] == '\'' ? 2 : 1;
            if (i >= rest.size()) return wrong("has a quote that does not end");
            rest.remove_prefix(i + 1);
            continue;
        }
        auto const end = std::min(rest.find_first_of(".[]'"), rest.size());
        if (end == 0) return wrong("has an empty name; an empty name is written ''");
        if (end < rest.size() && (rest[end] == ']' || rest[end] == '\''))
            return wrong("has a " + quoted(rest.substr(end, 1)) + " in a name; quote the name: 'a.b'");
        rest.remove_prefix(end);
    }
    return std::nullopt;
}

} // namespace ficus::acl
