#include "acl/translator.hpp"

#include "acl/format.hpp"
#include "acl/header_mapping.hpp"
#include "acl/mapping.hpp"
#include "acl/mapping_run.hpp"
#include "acl/outcome.hpp"
#include "acl/outside.hpp"
#include "acl/path_template.hpp"
#include "acl/side_check.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

constexpr std::string_view xsi_namespace = "http://www.w3.org/2001/XMLSchema-instance";

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return (x >= 'A' && x <= 'Z' ? x + 32 : x) == (y >= 'A' && y <= 'Z' ? y + 32 : y);
    });
}

/// Of the fields that both parts share, those that an answer can have.
std::vector<field_options> without_request_places(std::vector<field_options> fields) {
    auto const is_of_request = [](std::string const& path) {
        return path.starts_with("path:") || path.starts_with("query:") || path.starts_with("cookie:");
    };
    std::erase_if(fields,
                  [&](field_options const& f) { return is_of_request(f.legacy) || is_of_request(f.modern); });
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

/// Every name of the target's template needs a value.
boost::system::result<void, error> finish_path(path_mapping const& templates, std::size_t side,
                                               std::vector<field_path> const& named,
                                               path_mapping::captures const& captures,
                                               std::vector<std::string> const& written, message& to) {
    auto values = templates.views(captures);
    for (auto const& path : named) {
        if (path.where != place::path) continue;
        auto const at = templates.index_of(side, path.name);
        if (written[at].empty() && !templates.is_rest(side, path.name))
            return error{error_code::unmapped, path.steps.front(),
                         "the path needs a value here, and the request has none for it"};
        values[at] = written[at];
    }
    to.path = templates.build(side, values);
    return {};
}

/// What the client's format had besides its body is gone with it.
void remove_format_fields(message_view const& from, side_options const& theirs, side_options const& ours,
                          message& to) {
    if (theirs.kind != format::soap && ours.kind != format::soap) return;
    for (auto const& header : from.headers)
        if (same_name(header.name, soap_action_field)) to.removed.emplace_back("soapaction");
}

void add_all(std::vector<option_error>& problems, std::string const& prefix,
             std::vector<option_error> found) {
    for (auto& problem : found) problems.push_back({prefix + problem.key, std::move(problem.message)});
}

} // namespace

struct translator::compiled {
    translator_options options;
    std::shared_ptr<mapping const> mappings[2]; ///< of requests and responses; null: no fields are named
    header_mapping headers[2];
    std::optional<path_mapping> path;
    side_options sides[2][2]; ///< by part and side
    std::string content_types[2][2];
    std::vector<outcome> outcomes;
};

struct translator::speech {
    side_options const& theirs;
    side_options const& ours;
    mapping const* map; ///< null: no fields are named
    /// Fields that both parts share say nothing of a message that has no body; those of one part mean it.
    bool speaks_for_itself;
    bool makes_body = false; ///< even of nothing
};

namespace {

std::array<dialect, 2> dialects_of(side_options const (&sides)[2]) {
    return {dialect_of(sides[0]), dialect_of(sides[1])};
}

/// A header field is renamed, or is a field's place: not both, or it could be there twice.
void check_headers(mapping const& m, std::vector<header_options> const& renamed, std::string const& key,
                   std::vector<option_error>& problems) {
    for (std::size_t side = 0; side < 2; ++side)
        for (auto const& path : m.outside(side))
            for (std::size_t i = 0; path.where == place::header && i < renamed.size(); ++i)
                if (same_name(path.name, side == 0 ? renamed[i].legacy : renamed[i].modern))
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
                made->sides[i][side].soap.understood = named_header_blocks(made->mappings[i]->tree(side));
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

boost::system::result<message, error> translator::translate(direction way, part of, message_view const& from,
                                                            reading_limits const& limits) const {
    message to;
    to.path = from.path;
    to.query = from.query;
    to.has_query = from.has_query;
    to.status = from.status;
    to.method = from.method;
    if (auto const& method = compiled_->options.request.method;
        of == part::request && method && fits_path(way, from.path)) {
        bool const there = way == direction::to_modern;
        if (from.method == (there ? method->first : method->second))
            to.method = there ? method->second : method->first;
    }
    auto const* kind = of == part::response ? find_outcome(way, from, limits) : nullptr;
    if (kind == nullptr) {
        if (of == part::response && from.status != 0 && !is_success(from.status)) {
            to.body = from.body;
            to.unchanged = true;
            return to;
        }
        if (auto done = translate_body(way, of, from, to, limits, speech_of(way, of)); !done)
            return done.error();
        return to;
    }
    auto const side = source_index(way);
    speech const spoken{kind->side(side), kind->side(1 - side), &kind->mapping(), true, true};
    if (auto done = translate_body(way, of, from, to, limits, spoken); !done) return done.error();
    if (from.status != 0) to.status = kind->status(1 - side, from.status);
    if (!to.body.empty() && !kind->type(1 - side).empty()) to.content_type = kind->type(1 - side);
    // RFC 9110 §15.3.5, §15.4.5: these have no content.
    if (to.status == 204 || to.status == 304) {
        to.body.clear();
        to.content_type.clear();
    }
    return to;
}

/// The first one that fits. What cannot be read is none of them.
outcome const* translator::find_outcome(direction way, message_view const& from,
                                        reading_limits const& limits) const {
    auto const side = source_index(way);
    std::string_view called;
    for (auto const& header : from.headers)
        if (same_name(header.name, "content-type")) called = header.value;
    std::optional<document> read;
    std::optional<format> read_as;
    for (auto const& one : compiled_->outcomes) {
        if (!one.takes(side, from.status)) continue;
        auto const& speaks = one.side(side);
        if (!from.body.empty() && read_as != speaks.kind) {
            read.reset();
            read_as = speaks.kind;
            if (accepts(speaks, called))
                if (auto made = read_body(speaks, from.body, called, limits)) read = std::move(*made);
        }
        if (!from.body.empty() && !read) continue;
        document memory(512);
        auto beside = read_outside(from, one.mapping().outside(side), nullptr, side, nullptr, memory);
        if (beside && one.is_said(side, read ? read->root() : nullptr, *beside)) return &one;
    }
    return nullptr;
}

bool translator::has_outcome_for(direction way, unsigned status) const {
    return std::any_of(compiled_->outcomes.begin(), compiled_->outcomes.end(),
                       [&](outcome const& one) { return one.names(source_index(way), status); });
}

bool translator::reads_answer(direction way, unsigned status) const {
    return is_success(status) || has_outcome_for(way, status);
}

translator::speech translator::speech_of(direction way, part of) const {
    auto const& options = of == part::request ? compiled_->options.request : compiled_->options.response;
    return {side(of, source_index(way)), side(of, target_index(way)), mapping_of(of),
            options.fields.has_value(), false};
}

boost::system::result<void, error> translator::translate_body(direction way, part of,
                                                              message_view const& from, message& to,
                                                              reading_limits const& limits,
                                                              speech const& spoken) const {
    auto const side = source_index(way);
    auto const& [theirs, ours, map, speaks_for_itself, makes_body] = spoken;
    auto const* templates = of == part::request && compiled_->path ? &*compiled_->path : nullptr;
    std::optional<path_mapping::captures> captures;
    if (templates != nullptr) captures = templates->match(side, from.path);
    // Another operation's request: what is mapped of path and query could only be wrong.
    if (templates != nullptr && !captures && map != nullptr && map->reaches_outside())
        return error{error_code::unmapped, "the path",
                     "it does not fit the template " + (side == 0 ? compiled_->options.request.path->first
                                                                  : compiled_->options.request.path->second)};
    std::string_view called;
    if (!from.body.empty() || can_be_empty(theirs))
        for (auto const& header : from.headers)
            if (same_name(header.name, "content-type")) {
                called = header.value;
                if (!accepts(theirs, called))
                    return error{error_code::malformed, "Content-Type",
                                 std::string(called) + " is not what the translator reads"};
            }
    bool const has_body = !from.body.empty() || !called.empty();
    if (map == nullptr) {
        if (captures) to.path = templates->build(1 - side, templates->views(*captures));
        if (!has_body) return {};
        if (!speak_alike(theirs, ours))
            return error{error_code::unmapped, "the document",
                         std::string("the translator names no fields for ") +
                             (of == part::request ? "requests" : "responses") +
                             ", so a body cannot be translated"};
        to.body = from.body;
        to.content_type = called.empty() ? content_type(way, of) : called;
        if (of == part::request && !ours.soap.action.empty()) {
            remove_format_fields(from, theirs, ours, to);
            add_format_fields(ours, to);
        }
        return {};
    }
    auto read = has_body ? read_body(theirs, from.body, called, limits)
                         : boost::system::result<document, error>(document(1024));
    if (!read) return read.error();
    if (of == part::request) remove_format_fields(from, theirs, ours, to);
    auto const* const source = read->root();
    if (source != nullptr && dialect_of(theirs).shape == shape::xml && source->name != theirs.root)
        return error{error_code::malformed, std::string(source->name),
                     "the root element is '" + std::string(source->name) + "', not '" + theirs.root + "'"};

    auto const shape = dialect_of(ours).shape;
    bool const list =
        shape == shape::json && (map->is_list(1 - side) || map->tree(1 - side)[path_tree::root].is_tuple);
    auto* const target = read->make(shape == shape::xml ? kind::element : list ? kind::array : kind::object);
    target->name = ours.root;
    value* head_target = nullptr;
    value const* head_source = nullptr;
    if (map->reaches_outside()) {
        auto made =
            read_outside(from, map->outside(side), templates, side, captures ? &*captures : nullptr, *read);
        if (!made) return made.error();
        head_source = *made;
        head_target = read->make(kind::object);
        remove_outside(from, map->outside(side), map->outside(1 - side), to);
    }
    mapping_run run(way, *map, compiled_->options.keep_rest, *read);
    if (auto failure = run.run(*map, {source, head_source, speaks_for_itself}, {target, head_target})) {
        if (failure->where.empty()) failure->where = "the document";
        return std::move(*failure);
    }
    to.dropped += run.dropped() + read->dropped();
    std::vector<std::string> written(templates == nullptr ? 0 : templates->names());
    if (head_target != nullptr)
        if (auto done = write_outside(*head_target, map->outside(1 - side), templates, 1 - side, written, to);
            !done)
            return done.error();
    if (captures)
        if (auto done = finish_path(*templates, 1 - side, map->outside(1 - side), *captures, written, to);
            !done)
            return done.error();
    if (source == nullptr && target->first == nullptr && !makes_body) return {};
    if (run.wrote_nil() && ours.kind == format::xml && target->find("@xmlns:xsi") == nullptr)
        document::append(*target, *read->make_string(xsi_namespace), "@xmlns:xsi");
    to.body.reserve(from.body.size() + from.body.size() / 2);
    auto written_type = write_body(ours, *target, to.body);
    if (!written_type) return written_type.error();
    to.content_type = std::move(*written_type);
    if (of == part::request) add_format_fields(ours, to);
    return {};
}

boost::system::result<translator::translation, error>
translator::translate(direction way, part of, std::string_view body, reading_limits const& limits) const {
    message_view from;
    from.body = body;
    auto to = translate(way, of, from, limits);
    if (!to) return to.error();
    return translation{std::move(to->body), to->dropped};
}

boost::system::result<std::string, error> translator::translate_body(direction way, part of,
                                                                     std::string_view body) const {
    auto translated = translate(way, of, body);
    if (!translated) return translated.error();
    return std::move(translated->body);
}

std::string_view translator::content_type(direction way, part of) const {
    return compiled_->content_types[static_cast<std::size_t>(of)][target_index(way)];
}

bool translator::fits_path(direction way, std::string_view raw_path) const {
    return !compiled_->path || compiled_->path->match(source_index(way), raw_path).has_value();
}

side_options const& translator::side(part of, std::size_t index) const {
    return compiled_->sides[static_cast<std::size_t>(of)][index];
}

std::optional<std::string_view> translator::map_header(direction way, part of, std::string_view name) const {
    return compiled_->headers[static_cast<std::size_t>(of)].map(source_index(way), name);
}

std::string const& translator::name() const {
    return compiled_->options.name;
}

bool translator::rejects() const {
    return compiled_->options.reject;
}

translator_options const& translator::options() const {
    return compiled_->options;
}

path_mapping const* translator::templates() const {
    return compiled_->path ? &*compiled_->path : nullptr;
}

std::vector<outcome> const& translator::outcomes() const {
    return compiled_->outcomes;
}

mapping const* translator::mapping_of(part of) const {
    return compiled_->mappings[static_cast<std::size_t>(of)].get();
}

} // namespace ficus::acl
