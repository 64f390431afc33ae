#include "acl/side_check.hpp"

#include "acl/format.hpp"
#include "acl/inner_document.hpp"
#include "acl/media_type.hpp"
#include "acl/quoted.hpp"
#include "acl/xml.hpp"
#include "acl/xml_name_text.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

bool has_root(format f) {
    return f == format::xml || f == format::soap;
}

/// What is wrong with the prefix of a name in the mapping, and the mend; empty where all is well.
std::string wrong_prefix(side_options const& side, std::string_view name) {
    if (name.starts_with('@')) name.remove_prefix(1);
    auto const colon = name.find(':');
    if (colon == std::string_view::npos || !has_root(side.kind)) return {};
    auto const prefix = name.substr(0, colon);
    auto const& table = side.kind == format::soap ? side.soap.namespaces : side.xml.namespaces;
    if (side.kind == format::xml && table.empty()) return {};
    if (!is_xml_qualified_name(name))
        return quoted(name) +
               " is no name where there are namespaces; write 'prefix:name' or a name without a colon";
    if (prefix == "xml" || prefix == "xsi" || prefix == "xsd") return {};
    if (prefix == "soap" && side.kind == format::soap) return {};
    if (std::any_of(table.begin(), table.end(),
                    [&](xml_namespace const& entry) { return entry.prefix == prefix; }))
        return {};
    return "the prefix '" + std::string(prefix) +
           "' is not among the side's namespaces; say namespaces = { " + std::string(prefix) + " = \"URI\" }";
}

void check_root(side_options const& side, std::string const& root, std::string const& key,
                std::vector<option_error>& problems) {
    if (!has_root(side.kind)) {
        if (!root.empty())
            problems.push_back({key, "only xml and soap have a root element; leave 'root' out"});
    } else if (root.empty()) {
        problems.push_back({key, (side.kind == format::xml ? "an xml" : "a soap") +
                                     std::string(" side needs its root element's name: root = \"Order\"")});
    } else if (!is_xml_name(root)) {
        problems.push_back({key, "'" + root + "' cannot be the name of an XML element"});
    } else if (auto wrong = wrong_prefix(side, root); !wrong.empty()) {
        problems.push_back({key, std::move(wrong)});
    }
}

void check_type(side_options const& side, std::string const& type, std::string const& key,
                std::vector<option_error>& problems) {
    if (!has_types(side.kind)) {
        problems.push_back({key, "what a body of " + std::string(to_string(side.kind)) +
                                     " is called is a part of the format; leave it out"});
        return;
    }
    auto const slash = type.find('/');
    bool const printable =
        std::all_of(type.begin(), type.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
    if (!printable || slash == std::string::npos || slash == 0 || slash + 1 == type.size())
        problems.push_back({key, quoted(type) + " is no Content-Type; write one such as text/plain"});
    auto const charset = parameter_of(type, "charset");
    auto const spoken = side.charset ? side.charset->name() : std::string("utf-8");
    if (!charset.empty() && lower_case(charset) != lower_case(spoken))
        problems.push_back({key, quoted(type) + " says the charset '" + charset + "', and '" + spoken +
                                     "' is what is written; leave it out of the type, and say it as the "
                                     "side's 'charset'"});
}

/// Of a step that chooses an element those of its members.
std::vector<std::string> names_in(std::string const& step) {
    auto const choice = choice_of(step);
    if (!choice) return {step};
    std::vector<std::string> names;
    for (auto const& one : choice->conditions) names.push_back(one.member);
    return names;
}

/// How a side speaks where a path ends: in a document within a text as that says.
side_options const& spoken_at(mapping const& m, side_options const& side, std::size_t index,
                              field_path const& path) {
    auto const& steps = path.steps;
    auto const mark = std::find(steps.rbegin(), steps.rend(), document_step);
    for (auto const& one : m.documents())
        if (one.side == index && mark != steps.rend() && one.path.where == path.where &&
            std::equal(one.path.steps.begin(), one.path.steps.end(), steps.begin(), mark.base() - 1))
            return one.spoken;
    return side;
}

/// Of the names behind the last document's text; those before it are checked where that is.
std::string wrong_prefix(mapping const& m, side_options const& side, std::size_t index,
                         field_path const& path) {
    auto const& spoken = spoken_at(m, side, index, path);
    auto const begin = std::find(path.steps.rbegin(), path.steps.rend(), document_step).base();
    for (auto step = begin; step != path.steps.end(); ++step)
        for (auto const& name : names_in(*step))
            if (auto wrong = wrong_prefix(spoken, name); !wrong.empty()) return wrong;
    if (begin == path.steps.begin()) return {};
    field_path around = path;
    around.steps.assign(path.steps.begin(), begin - 1);
    return wrong_prefix(m, side, index, around);
}

void check_prefixes(mapping const& m, side_options const& side, std::size_t index,
                    std::vector<option_error>& problems) {
    for (auto const& field : m.fields()) {
        if (field.elements)
            for (auto const* variant : field.elements->variants())
                check_prefixes(*variant, spoken_at(m, side, index, field.paths[index]), index, problems);
        if (field.is_outside(index) || (field.constant_on && *field.constant_on != index)) continue;
        for (auto const* path : field.paths_on(index))
            if (auto wrong = wrong_prefix(m, side, index, *path); !wrong.empty())
                problems.push_back({field.key + (index == 0 ? ".legacy" : ".modern"), std::move(wrong)});
    }
}

void check_types(std::vector<field_options> const& fields, std::string const& key,
                 std::vector<option_error>& problems) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto const here = key + '[' + std::to_string(i) + ']';
        if (fields[i].xmlrpc)
            problems.push_back({here + ".xmlrpc", "neither side of this part speaks xmlrpc; leave it out"});
        check_types(fields[i].fields, here + ".fields", problems);
        check_types(fields[i].parts, here + ".parts", problems);
    }
}

/// What fields may not name in this part, and on sides without bodies.
void check_places(mapping const& m, part of, side_options const (&sides)[2],
                  std::vector<option_error>& problems) {
    auto const check = [&](field_path const& path, std::size_t side, std::string const& where) {
        if (of == part::response && path.where != place::body && path.where != place::header &&
            path.where != place::call && path.where != place::request)
            problems.push_back({where, "an answer has a body and headers alone; put this into "
                                       "request.fields, or repeat it: 'request:" +
                                           path.steps.front() + "'"});
        if (sides[side].kind == format::none && path.where == place::body)
            problems.push_back({where, "this side has no body there (format = \"none\"); say where the value "
                                       "lives, such as 'query:page'"});
    };
    for (auto const& field : m.fields())
        for (std::size_t side = 0; side < 2; ++side) {
            if (field.constant_on && *field.constant_on != side) continue;
            auto const where = field.key + (side == 0 ? ".legacy" : ".modern");
            for (auto const* path : field.paths_on(side)) check(*path, side, where);
        }
}

} // namespace

std::string wrong_prefix(side_options const& side, field_path const& path) {
    for (auto const& step : path.steps)
        for (auto const& name : names_in(step))
            if (auto wrong = wrong_prefix(side, name); path.where == place::body && !wrong.empty())
                return wrong;
    return {};
}

void check_side(side_options const& side, std::string const& key, std::vector<option_error>& problems) {
    check_root(side, side.root, key + ".root", problems);
    if (side.response_root && *side.response_root != side.root)
        check_root(side, *side.response_root, key + ".root.response", problems);
    auto const names =
        side.kind == format::soap ? check_soap(side.soap) : check_namespaces(side.xml.namespaces);
    if (!names) problems.push_back({key + ".namespaces." + names.error().where, names.error().message});
    for (auto const& block : side.soap.understands) {
        if (!is_xml_name(block))
            problems.push_back(
                {key + ".understands", "'" + block + "' cannot be the name of a header block"});
        else if (auto wrong = wrong_prefix(side, block); !wrong.empty())
            problems.push_back({key + ".understands", std::move(wrong)});
    }
    if (auto const action = quote_soap_action(side.soap.action); !action)
        problems.push_back({key + ".soap_action", action.error().message});
    if (side.kind == format::fixed && !side.fixed)
        problems.push_back(
            {key, "a fixed side needs its columns: columns = [ { name = \"sku\", width = 8 } ]"});
    if (side.kind == format::protobuf && !side.protobuf)
        problems.push_back({key, "a protobuf side needs its messages: descriptors = "
                                 "\"FILE\", message = \"package.Name\""});
    for (auto const& type : side.types) check_type(side, type, key + ".type", problems);
    bool const without =
        side.kind == format::multipart || side.kind == format::protobuf || side.kind == format::none;
    if (side.charset && without)
        problems.push_back({key + ".charset", side.kind == format::none
                                                  ? "there is no body that it could be of; leave it out"
                                              : side.kind == format::protobuf
                                                  ? "protobuf's texts are always UTF-8; leave it out"
                                                  : "a multipart's texts are UTF-8; leave it out"});
}

void check_fields(mapping const& m, std::vector<field_options> const& fields, part of,
                  side_options const (&sides)[2], std::string const& key,
                  std::vector<option_error>& problems) {
    std::vector<option_error> found;
    for (auto const* variant : m.variants()) {
        check_places(*variant, of, sides, found);
        for (std::size_t side = 0; side < 2; ++side) check_prefixes(*variant, sides[side], side, found);
    }
    // A field stands in all variants that it is of.
    for (auto& problem : found)
        if (std::none_of(problems.begin(), problems.end(), [&](option_error const& known) {
                return known.key == problem.key && known.message == problem.message;
            }))
            problems.push_back(std::move(problem));
    if (sides[0].kind != format::xmlrpc && sides[1].kind != format::xmlrpc)
        check_types(fields, key, problems);
}

std::vector<std::string> named_header_blocks(mapping const& m, std::size_t side) {
    std::vector<std::string> names;
    for (auto const* variant : m.variants()) {
        auto const& tree = variant->tree(side);
        auto const header = tree.find(path_tree::root, "soap:Header");
        if (header == path_tree::none) continue;
        for (auto const block : tree[header].children) names.push_back(tree[block].name);
    }
    return names;
}

} // namespace ficus::acl
