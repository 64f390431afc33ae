#include "acl/csv_columns.hpp"
#include "acl/format.hpp"
#include "acl/side_check.hpp"
#include "acl/translator_compiled.hpp"

#include <algorithm>
#include <charconv>

namespace ficus::acl {
namespace {

/// The requests that answers are of: a path of one side is of the client's whom that side has answered, which
/// is the other's.
std::vector<named_call> named_requests(side_options const (&sides)[2]) {
    return {{"request", dialect_of(sides[1]), 0, true}, {"request", dialect_of(sides[0]), 1, true}};
}

/// What fields of an answer may name; what is wrong with calls is said when they are compiled.
std::vector<named_call> names_of_answer(std::vector<call_options> const& calls,
                                        side_options const& modern_answer,
                                        side_options const (&requests)[2]) {
    auto names = named_requests(requests);
    for (auto const& one : calls) names.push_back({one.name, dialect_of(one.spoken.value_or(modern_answer))});
    return names;
}

/// A request has none that it could name.
bool names_request(field_options const& field) {
    auto const is_of = [](std::string const& path) { return path.starts_with("request:"); };
    auto const asks = [&](std::size_t side) {
        return std::any_of(field.when.side(side).begin(), field.when.side(side).end(),
                           [&](auto const& condition) { return is_of(condition.first); });
    };
    return is_of(field.legacy) || is_of(field.modern) || asks(0) || asks(1) ||
           std::any_of(field.parts.begin(), field.parts.end(), names_request) ||
           std::any_of(field.copies.legacy.begin(), field.copies.legacy.end(), is_of) ||
           std::any_of(field.copies.modern.begin(), field.copies.modern.end(), is_of);
}

bool names_any_request(std::vector<field_options> const& fields) {
    return std::any_of(fields.begin(), fields.end(), [](field_options const& f) {
        return names_request(f) || (f.lies_around() && names_any_request(f.fields));
    });
}

bool names_call(field_options const& field, std::vector<call_options> const& calls) {
    auto const is_of = [](std::string const& path, call_options const& c) {
        return path.starts_with(c.name + ':');
    };
    return std::any_of(calls.begin(), calls.end(), [&](call_options const& c) {
        return is_of(field.modern, c) ||
               std::any_of(field.when.modern.begin(), field.when.modern.end(),
                           [&](auto const& condition) { return is_of(condition.first, c); });
    });
}

/// Of an answer alone.
bool names_of_answer(field_options const& field, std::vector<call_options> const& calls) {
    return names_call(field, calls) || names_request(field);
}

void refuse_requests(std::vector<field_options> const& fields, std::string const& key,
                     std::vector<option_error>& problems) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto const here = key + '[' + std::to_string(i) + ']';
        if (names_request(fields[i]))
            problems.push_back({here, "'request:...' is of the request that an answer is of; put this into "
                                      "response.fields, or write 'body:request:...' for a member so called"});
        if (fields[i].lies_around()) refuse_requests(fields[i].fields, here + ".fields", problems);
    }
}

/// Fields that could only mean a call and stand where none has answered.
void check_call_fields(translator_options const& options, std::vector<option_error>& problems) {
    auto const refuse = [&](auto const& self, std::vector<field_options> const& fields,
                            std::string const& key, std::string const& why) -> void {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            auto const here = key + '[' + std::to_string(i) + ']';
            if (names_call(fields[i], options.calls))
                problems.push_back({here + ".modern", "'" + fields[i].modern + "' is of a call; " + why});
            if (fields[i].lies_around()) self(self, fields[i].fields, here + ".fields", why);
        }
    };
    if (options.request.fields) refuse_requests(*options.request.fields, "request.fields", problems);
    if (options.request.fields)
        refuse(refuse, *options.request.fields, "request.fields", "put this into response.fields");
    for (std::size_t i = 0; i < options.outcomes.size(); ++i)
        refuse(refuse, options.outcomes[i].fields, "outcomes[" + std::to_string(i) + "].fields",
               "answers of a kind of their own have the main one alone; leave the field out");
}

/// A group's fields without those of answers alone: each leaves a group of none, so that the others keep
/// their numbers.
void empty_answers(std::vector<field_options>& fields, when_options const& around,
                   std::vector<call_options> const& calls) {
    for (auto& field : fields) {
        if (names_of_answer(field, calls)) {
            field = {};
            field.when = around;
        } else if (field.is_group()) {
            empty_answers(field.fields, field.when, calls);
        }
    }
}

/// Of documents within texts what a part can have of them, `left` of their fields; none of which nothing is.
template<class F>
void filter_documents(std::vector<field_options>& fields, F const& left) {
    std::erase_if(fields, [&](field_options& f) {
        if (!f.document || f.fields.empty()) return false;
        f.fields = left(std::move(f.fields));
        return f.fields.empty();
    });
}

/// Of the fields that both parts share, those that a request can have.
std::vector<field_options> without_answers(std::vector<field_options> fields,
                                           std::vector<call_options> const& calls) {
    std::erase_if(fields, [&](field_options const& f) { return names_of_answer(f, calls); });
    filter_documents(
        fields, [&](std::vector<field_options> inner) { return without_answers(std::move(inner), calls); });
    for (auto& field : fields)
        if (field.is_group()) empty_answers(field.fields, field.when, calls);
    return fields;
}

/// What is said of fields[i] of those, said of the number that it has among all.
std::string numbered_among_all(std::string text, translator_options const& options) {
    constexpr std::string_view list = "fields[";
    // A path that is quoted in it may be called so, too.
    auto at = text.starts_with(list) ? 0 : text.find(" fields[");
    bool const all = options.calls.empty() && !names_any_request(options.fields);
    if (all || at == std::string::npos) return text;
    if (at > 0) ++at;
    auto const digits = at + list.size();
    std::size_t left = 0;
    auto const* const first = text.data() + digits;
    if (std::from_chars(first, text.data() + text.size(), left).ptr == first) return text;
    std::size_t i = 0;
    while (i + 1 < options.fields.size() && (names_of_answer(options.fields[i], options.calls) || left-- > 0))
        ++i;
    return text.replace(digits, text.find(']', digits) - digits, std::to_string(i));
}

/// Of the fields that both parts share, those that an answer can have.
std::vector<field_options> without_request_places(std::vector<field_options> fields) {
    auto const is_of_request = [](std::string const& path) {
        return path.starts_with("path:") || path.starts_with("query:") || path.starts_with("cookie:");
    };
    auto const asks_request = [&](field_options const& f, std::size_t side) {
        return std::any_of(f.when.side(side).begin(), f.when.side(side).end(),
                           [&](auto const& condition) { return is_of_request(condition.first); });
    };
    auto const lives_there = [&](field_options const& f) {
        return is_of_request(f.legacy) || is_of_request(f.modern) || asks_request(f, 0) || asks_request(f, 1);
    };
    std::erase_if(fields, [&](field_options const& f) {
        return lives_there(f) || std::any_of(f.parts.begin(), f.parts.end(), lives_there);
    });
    for (auto& field : fields)
        if (field.is_group()) field.fields = without_request_places(std::move(field.fields));
    filter_documents(fields, without_request_places);
    return fields;
}

/// What the translator says of nothing holds for scalars that say no other thing themselves.
std::vector<field_options> with_nothing(std::vector<field_options> fields,
                                        std::optional<nothing_options> const& said) {
    if (!said) return fields;
    for (auto& field : fields) {
        field.fields = with_nothing(std::move(field.fields), said);
        bool const scalar = field.fields.empty() && field.parts.empty() && field.templates.empty() &&
                            !field.split && !field.constant && !field.legacy.ends_with("[]") &&
                            !field.modern.ends_with("[]");
        if (field.nothing || !scalar) continue;
        field.nothing = said;
        field.nothing->inherited = true;
    }
    return fields;
}

/// What the policy says of itself, whatever fields take it.
void check_nothing(std::optional<nothing_options> const& said, std::vector<option_error>& problems) {
    if (!said) return;
    auto const made = nothing_policy::compile(*said, {true, true});
    if (made) return;
    for (auto const& problem : made.error()) problems.push_back({"nothing." + problem.key, problem.message});
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

/// Scripts of whole bodies; a part's own replace those that both share, and what both share is found wrong
/// once.
void compile_whole_scripts(translator_options const& options, script_pair (&scripts)[2],
                           std::vector<option_error>& problems) {
    constexpr std::string_view parameters = "source, target";
    auto shared = compile_scripts(options.lua, "lua", parameters);
    if (!shared) add_all(problems, "", shared.error());
    part_options const* const parts[2] = {&options.request, &options.response};
    for (std::size_t i = 0; i < 2; ++i) {
        if (!parts[i]->lua) {
            if (shared) scripts[i] = *shared;
            continue;
        }
        auto own = compile_scripts(*parts[i]->lua, i == 0 ? "request.lua" : "response.lua", parameters);
        if (own)
            scripts[i] = std::move(*own);
        else
            add_all(problems, "", own.error());
    }
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

    bool const alike = options.calls.empty() && !names_any_request(options.fields) &&
                       !options.request.legacy && !options.request.modern && !options.response.legacy &&
                       !options.response.modern;
    compile_whole_scripts(options, made->scripts, problems);
    check_nothing(options.nothing, problems);
    auto const compile_fields = [&](std::vector<field_options> const& said, part of,
                                    std::string const& key) -> std::shared_ptr<mapping const> {
        auto const fields = with_nothing(said, options.nothing);
        auto const& scripts = made->scripts[static_cast<std::size_t>(of)];
        if (fields.empty() && !options.keep_rest && !scripts[0] && !scripts[1]) return nullptr;
        auto const& sides = made->sides[static_cast<std::size_t>(of)];
        auto compiled_fields =
            mapping::compile(fields, dialects_of(sides), key,
                             of == part::response ? names_of_answer(options.calls, sides[1], made->sides[0])
                                                  : std::vector<named_call>{});
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
                 !made->mappings[0]->reaches_outside() && (!options.fields.empty() || options.keep_rest))
            made->mappings[i] = made->mappings[0];
        else if (auto const before = problems.size(); i == 0 || problems.empty()) {
            made->mappings[i] = compile_fields(i == 1 ? without_request_places(options.fields)
                                                      : without_answers(options.fields, options.calls),
                                               static_cast<part>(i), "fields");
            for (auto at = before; i == 0 && at < problems.size(); ++at)
                problems[at] = {numbered_among_all(problems[at].key, options),
                                numbered_among_all(problems[at].message, options)};
        }
        // What is kept from SOAP to SOAP goes on to whoever has to know it.
        for (std::size_t side = 0; side < 2 && made->mappings[i]; ++side)
            if (!options.keep_rest || made->sides[i][1 - side].kind != format::soap)
                made->sides[i][side].soap.understood = named_header_blocks(*made->mappings[i], side);
        for (std::size_t side = 0; side < 2 && made->mappings[i]; ++side) {
            made->sides[i][side].csv.columns = named_columns(*made->mappings[i], side);
            made->prefixes[i][side] =
                xml_prefixes::needed(*made->mappings[i], side, made->sides[i][side], options.keep_rest);
        }
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
        auto kind = options.outcomes[i];
        kind.fields = with_nothing(std::move(kind.fields), options.nothing);
        auto compiled_outcome =
            outcome::compile(kind, {made->sides[1][0], made->sides[1][1]}, options.keep_rest,
                             named_requests(made->sides[0]), "outcomes[" + std::to_string(i) + ']');
        if (compiled_outcome)
            made->outcomes.push_back(std::move(*compiled_outcome));
        else
            add_all(problems, "", compiled_outcome.error());
    }
    if (made->mappings[1]) made->note_remembered(*made->mappings[1], problems);
    for (auto const& kind : made->outcomes) made->note_remembered(kind.mapping(), problems);
    check_call_fields(options, problems);
    if (options.calls.size() > most_calls)
        problems.push_back({"calls", "an answer is put together from at most " + std::to_string(most_calls) +
                                         " calls; ask for more with each, or have a service do it"});
    for (std::size_t i = 0; i < options.calls.size(); ++i) {
        auto const key = "calls[" + std::to_string(i) + ']';
        for (std::size_t before = 0; before < i; ++before)
            if (options.calls[before].name == options.calls[i].name)
                problems.push_back({key + ".name", "two calls have this name; give each its own"});
        auto one =
            call::compile(options.calls[i],
                          {made->sides[0][1], made->sides[1][1], made->path ? &*made->path : nullptr}, key);
        if (one)
            made->calls.push_back(std::move(*one));
        else
            add_all(problems, "", one.error());
    }
    bool const named = made->mappings[1] && made->mappings[1]->reaches_calls();
    if (!options.calls.empty() && !named && problems.empty())
        problems.push_back(
            {"calls", "no field names any of them; say what is to come of a call, as in modern = '" +
                          options.calls.front().name + ":name', or leave them out"});
    if (made->sides[0][0].kind != made->sides[0][1].kind &&
        made->sides[1][0].kind != made->sides[1][1].kind && !made->mappings[0] && !made->mappings[1] &&
        options.outcomes.empty() && problems.empty())
        problems.push_back({"fields", "the formats differ, but no field says what corresponds; name the "
                                      "fields, or say rest = \"keep\""});
    if (!problems.empty()) return problems;
    return translator(std::move(made));
}

} // namespace ficus::acl
