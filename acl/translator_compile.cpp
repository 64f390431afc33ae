#include "acl/format.hpp"
#include "acl/side_check.hpp"
#include "acl/translator_compiled.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

/// Of the fields that both parts share, those that an answer can have.
std::vector<field_options> without_request_places(std::vector<field_options> fields) {
    auto const is_of_request = [](std::string const& path) {
        return path.starts_with("path:") || path.starts_with("query:") || path.starts_with("cookie:");
    };
    auto const asks_request = [&](field_options const& f, std::size_t side) {
        return std::any_of(f.when.side(side).begin(), f.when.side(side).end(),
                           [&](auto const& condition) { return is_of_request(condition.first); });
    };
    std::erase_if(fields, [&](field_options const& f) {
        return is_of_request(f.legacy) || is_of_request(f.modern) || asks_request(f, 0) || asks_request(f, 1);
    });
    for (auto& field : fields)
        if (field.is_group()) field.fields = without_request_places(std::move(field.fields));
    return fields;
}

void check_request_line(translator_options const& options, std::vector<option_error>& problems) {
    auto const check = [&](std::string const& method, std::string const& key) {
        if (!is_header_name(method) || method == "CONNECT" || method == "TRACE" || method == "HEAD")
            problems.push_back(
                {key, "'" + method + "' cannot be a request's method; write one such as PATCH"});
    };
    if (options.response.path)
        problems.push_back({"response.path", "only requests have a path; put this into 'request'"});
    if (options.response.method)
        problems.push_back({"response.method", "only requests have a method; put this into 'request'"});
    if (!options.request.method) return;
    check(options.request.method->first, "request.method.legacy");
    check(options.request.method->second, "request.method.modern");
}

void add_all(std::vector<option_error>& problems, std::string const& prefix,
             std::vector<option_error> found) {
    for (auto& problem : found) problems.push_back({prefix + problem.key, std::move(problem.message)});
}

std::array<dialect, 2> dialects_of(side_options const (&sides)[2]) {
    return {dialect_of(sides[0]), dialect_of(sides[1])};
}

/// A header field is renamed, or is a field's place: not both, or it could be there twice.
void check_headers(mapping const& m, std::vector<header_options> const& renamed, std::string const& key,
                   std::vector<option_error>& problems) {
    for (std::size_t side = 0; side < 2; ++side)
        for (auto const& path : m.outside(side))
            for (std::size_t i = 0; path.where == place::header && i < renamed.size(); ++i)
                if (is_same_header(path.name, side == 0 ? renamed[i].legacy : renamed[i].modern))
                    problems.push_back(
                        {key + '[' + std::to_string(i) + ']',
                         "a field has 'header:" + path.name + "' for its place; leave one of the two out"});
}

} // namespace

boost::system::result<translator, std::vector<option_error>>
translator::compile(translator_options const& options) {
    auto made = std::make_shared<compiled>();
    made->options = options;
    std::vector<option_error> problems;
    part_options const* const parts[2] = {&options.request, &options.response};
    char const* const part_names[2] = {"request", "response"};
    check_side(options.legacy, "legacy", problems);
    check_side(options.modern, "modern", problems);
    for (int i = 0; i < 2; ++i) {
        std::optional<side_options> const* const overrides[2] = {&parts[i]->legacy, &parts[i]->modern};
        for (std::size_t side = 0; side < 2; ++side) {
            auto& made_side = made->sides[i][side];
            made_side = overrides[side]->value_or(side == 0 ? options.legacy : options.modern);
            if (*overrides[side])
                check_side(made_side, std::string(part_names[i]) + (side == 0 ? ".legacy" : ".modern"),
                           problems);
            if (i == 1 && made_side.response_root) made_side.root = *made_side.response_root;
            if (i == 1) made_side.soap.action.clear();
            made->content_types[i][side] = acl::content_type(made_side);
        }
    }

    bool const alike = !options.request.legacy && !options.request.modern && !options.response.legacy &&
                       !options.response.modern;
    auto const compile_fields = [&](std::vector<field_options> const& fields, part of,
                                    std::string const& key) -> std::shared_ptr<mapping const> {
        if (fields.empty() && !options.keep_rest) return nullptr;
        auto const& sides = made->sides[static_cast<std::size_t>(of)];
        auto compiled_fields = mapping::compile(fields, dialects_of(sides), key);
        if (compiled_fields) {
            check_fields(*compiled_fields, fields, of, sides, key, problems);
            auto const& spoken = of == part::request ? options.request : options.response;
            check_headers(*compiled_fields, spoken.headers,
                          of == part::request ? "request.headers" : "response.headers", problems);
            return std::make_shared<mapping const>(std::move(*compiled_fields));
        }
        add_all(problems, "", compiled_fields.error());
        return nullptr;
    };
    for (int i = 0; i < 2; ++i) {
        std::string const name = part_names[i];
        // What both parts share is compiled, and found wrong, once; but not what requests alone can have.
        if (parts[i]->fields)
            made->mappings[i] = compile_fields(*parts[i]->fields, static_cast<part>(i), name + ".fields");
        else if (i == 1 && alike && !options.request.fields && made->mappings[0] &&
                 !made->mappings[0]->reaches_outside())
            made->mappings[i] = made->mappings[0];
        else if (i == 0 || problems.empty())
            made->mappings[i] =
                compile_fields(i == 1 ? without_request_places(options.fields) : options.fields,
                               static_cast<part>(i), "fields");
        // What is kept from SOAP to SOAP goes on to whoever has to know it.
        for (std::size_t side = 0; side < 2 && made->mappings[i]; ++side)
            if (!options.keep_rest || made->sides[i][1 - side].kind != format::soap)
                made->sides[i][side].soap.understood = named_header_blocks(*made->mappings[i], side);
        auto headers = header_mapping::compile(parts[i]->headers);
        if (headers)
            made->headers[i] = std::move(*headers);
        else
            add_all(problems, name + ".headers", headers.error());
    }
    std::array<std::vector<std::string>, 2> own;
    if (made->mappings[0])
        for (std::size_t side = 0; side < 2; ++side)
            for (auto const& path : made->mappings[0]->outside(side))
                if (path.where == place::path) own[side].push_back(path.name);
    if (options.request.path) {
        auto path = path_mapping::compile(options.request.path->first, options.request.path->second, own);
        if (path)
            made->path = std::move(*path);
        else
            add_all(problems, "request.path.", path.error());
    } else if (!own[0].empty() || !own[1].empty()) {
        problems.push_back(
            {"request.path", "a field names 'path:" + (own[0].empty() ? own[1] : own[0]).front() +
                                 "', but there are no templates; say request.path = { legacy = "
                                 "\"...\", modern = \"...\" }"});
    }
    check_request_line(options, problems);
    for (std::size_t i = 0; i < options.outcomes.size(); ++i) {
        auto compiled_outcome = outcome::compile(options.outcomes[i], {made->sides[1][0], made->sides[1][1]},
                                                 "outcomes[" + std::to_string(i) + ']');
        if (compiled_outcome)
            made->outcomes.push_back(std::move(*compiled_outcome));
        else
            add_all(problems, "", compiled_outcome.error());
    }
    if (made->sides[0][0].kind != made->sides[0][1].kind &&
        made->sides[1][0].kind != made->sides[1][1].kind && !made->mappings[0] && !made->mappings[1] &&
        problems.empty())
        problems.push_back({"fields", "the formats differ, but no field says what corresponds; name the "
                                      "fields, or say rest = \"keep\""});
    if (!problems.empty()) return problems;
    return translator(std::move(made));
}

} // namespace ficus::acl
