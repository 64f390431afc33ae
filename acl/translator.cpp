#include "acl/format.hpp"
#include "acl/mapping_run.hpp"
#include "acl/media_type.hpp"
#include "acl/outside.hpp"
#include "acl/quoted.hpp"
#include "acl/translator_compiled.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

constexpr std::string_view xsi_namespace = "http://www.w3.org/2001/XMLSchema-instance";

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
        if (is_same_header(header.name, soap_action_field)) to.removed.emplace_back("soapaction");
}

/// Another name for the type of a body, which is in the same charset.
std::string with_charset_of(std::string const& type, std::string_view written) {
    auto const charset = parameter_of(written, "charset");
    if (charset.empty() || !parameter_of(type, "charset").empty()) return type;
    return type + "; charset=" + charset;
}

/// Where the body is what the side speaks under another name.
std::string mend_of_type(side_options const& speaks, std::size_t side, std::string_view called) {
    if (!has_types(speaks.kind)) return {};
    return std::string("; if its body is ") + std::string(to_string(speaks.kind)) +
           " all the same, add type = \"" + media_type_of(called) + "\" to the side '" +
           (side == 0 ? "legacy" : "modern") + "'";
}

/// About as many bytes as the tree can take in any format: a name twice as XML has it, and before each name
/// those around it as a nested form has them.
std::size_t longest_writing(value const& v, std::size_t around = 0) {
    auto const names = around + v.name.size() + 4;
    auto total = 2 * names + v.text.size();
    for (auto const* child = v.first; child != nullptr; child = child->next)
        total += longest_writing(*child, names);
    return total;
}

void drop_body(message& to) {
    to.body.clear();
    to.content_type.clear();
}

std::size_t most_written(std::size_t sent) {
    constexpr std::size_t always = 64UL * 1024;
    constexpr std::size_t times = 64;
    return always + times * sent;
}

/// What validates the main answer says nothing of one that is put together from others too.
void leave_out_validators(direction way, part of, message& to) {
    if (of == part::request && way == direction::to_modern) {
        to.removed.emplace_back("if-none-match");
        to.removed.emplace_back("if-modified-since");
    } else if (of == part::response && way == direction::to_legacy) {
        to.removed.emplace_back("etag");
        to.removed.emplace_back("last-modified");
    }
}

} // namespace

struct translator::speech {
    side_options const& theirs;
    side_options const& ours;
    mapping const* map; ///< null: no fields are named
    /// Fields that both parts share say nothing of a message that has no body; those of one part mean it.
    bool speaks_for_itself;
    bool makes_body = false;       ///< even of nothing
    script const* whole = nullptr; ///< runs after what is declared
    mapping_trace* trace = nullptr;
    xml_prefixes const* prefixes = nullptr; ///< of names that nobody may have declared
};

boost::system::result<message, error> translator::translate(direction way, part of, message_view const& from,
                                                            reading_limits const& limits,
                                                            mapping_trace* trace) const {
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
    std::vector<std::string> not_met;
    auto const* kind = of == part::response
                           ? find_outcome(way, from, limits, trace != nullptr ? &not_met : nullptr)
                           : nullptr;
    for (std::size_t i = 0; i < not_met.size(); ++i) {
        trace_step step;
        step.what = trace_step::did::not_met;
        step.source = "outcomes[" + std::to_string(i) + ']';
        step.rules = std::move(not_met[i]);
        trace->add(std::move(step));
    }
    if (kind == nullptr) {
        if (of == part::response && from.status != 0 && !is_success(from.status)) {
            to.body = from.body;
            to.unchanged = true;
            return to;
        }
        auto spoken = speech_of(way, of);
        spoken.trace = trace;
        if (auto done = translate_body(way, of, from, to, limits, spoken); !done)
            return shortened(done.error());
        if (!compiled_->calls.empty()) leave_out_validators(way, of, to);
        if (of == part::response && is_bodiless(to.status)) drop_body(to);
        return to;
    }
    auto const side = source_index(way);
    // An answer that has no body where others have one is told by nothing in it: none is made up of nothing.
    bool const makes_body =
        kind->asks_body(1 - side) || kind->side(side).kind == format::none || is_bodiless(from.status);
    speech const spoken{
        kind->side(side),        kind->side(1 - side), &kind->mapping(), true, makes_body, nullptr, trace,
        kind->prefixes(1 - side)};
    if (auto done = translate_body(way, of, from, to, limits, spoken); !done) return shortened(done.error());
    if (from.status != 0) to.status = kind->status(1 - side, from.status);
    if (auto const& type = kind->type(1 - side); !to.body.empty() && !type.empty())
        to.content_type = with_charset_of(type, to.content_type);
    if (is_bodiless(to.status)) drop_body(to);
    return to;
}

translator::speech translator::speech_of(direction way, part of) const {
    auto const& options = of == part::request ? compiled_->options.request : compiled_->options.response;
    auto const& script = compiled_->scripts[static_cast<std::size_t>(of)][source_index(way)];
    auto const& prefixes = compiled_->prefixes[static_cast<std::size_t>(of)][target_index(way)];
    auto const* map = mapping_of(of);
    // Scripts may be all there is, and there may be none this way.
    if (map != nullptr && map->is_empty() && !compiled_->options.keep_rest && !script) map = nullptr;
    return {side(of, source_index(way)),
            side(of, target_index(way)),
            map,
            options.fields.has_value(),
            false,
            script ? &*script : nullptr,
            nullptr,
            prefixes ? &*prefixes : nullptr};
}

boost::system::result<void, error> translator::translate_body(direction way, part of,
                                                              message_view const& from, message& to,
                                                              reading_limits const& limits,
                                                              speech const& spoken) const {
    auto const side = source_index(way);
    auto const& [theirs, ours, map, speaks_for_itself, makes_body, whole, trace, prefixes] = spoken;
    auto const* templates = of == part::request && compiled_->path ? &*compiled_->path : nullptr;
    std::optional<path_mapping::captures> captures;
    if (templates != nullptr) captures = templates->match(side, from.path);
    // Another operation's request: what is mapped of path and query could only be wrong.
    if (templates != nullptr && !captures && map != nullptr && map->reaches_outside())
        return error{error_code::unmapped, "the path",
                     std::string(from.path.empty() ? "there is none, which a whole message has; it is to fit "
                                                     "the template "
                                                   : "it does not fit the template ") +
                         (side == 0 ? compiled_->options.request.path->first
                                    : compiled_->options.request.path->second)};
    std::string_view called;
    if (!from.body.empty() || can_be_empty(theirs))
        for (auto const& header : from.headers)
            if (is_same_header(header.name, "content-type")) {
                called = header.value;
                if (!accepts(theirs, called))
                    return error{error_code::malformed, "Content-Type",
                                 std::string(called) + " is not what the translator reads" +
                                     mend_of_type(theirs, side, called)};
            }
    bool const has_body = !from.body.empty() || !called.empty();
    if (map == nullptr) {
        if (captures) to.path = templates->build(1 - side, templates->views(*captures));
        if (of == part::request) to.request = remember(way, from, limits);
        if (!has_body) return {};
        if (!speak_alike(theirs, ours) || (of == part::response && is_outcome_due(way, from.status)))
            return no_fields_for(way, of, from, limits);
        to.body = from.body;
        to.content_type = called.empty() ? content_type(way, of) : called;
        if (!called.empty() && (!ours.types.empty() || !theirs.types.empty()))
            to.content_type = with_charset_of(media_type_of(content_type(way, of)), called);
        if (of == part::request && !ours.soap.action.empty()) {
            // The body stays in the charset that it came in.
            auto const charset = parameter_of(to.content_type, "charset");
            if (auto type = soap_content_type(ours.soap.version, ours.soap.action,
                                              charset.empty() ? "utf-8" : charset))
                to.content_type = std::move(*type);
            remove_format_fields(from, theirs, ours, to);
            add_format_fields(ours, to);
        }
        return {};
    }
    auto read = has_body ? read_body(theirs, from.body, called, limits)
                         : boost::system::result<document, error>(document(1024));
    if (!read) return read.error();
    if (of == part::request) remove_format_fields(from, theirs, ours, to);
    auto* const source = read->root();
    if (source != nullptr && dialect_of(theirs).shape == shape::xml && source->name != theirs.root)
        return error{error_code::malformed, std::string(source->name),
                     "the root element is " + quoted(source->name) + ", not '" + theirs.root + "'"};

    if (of == part::request && !compiled_->repeated[side].empty())
        to.request = remember(side, from, source, nullptr);
    auto const shape = dialect_of(ours).shape;
    bool const list =
        shape == shape::json && (map->is_list(1 - side) || map->tree(1 - side)[path_tree::root].is_array());
    auto* target = read->make(shape == shape::xml ? kind::element : list ? kind::array : kind::object);
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
    value const* calls_source = nullptr;
    value* calls_target = nullptr;
    if (map->reaches_calls() && way == direction::to_legacy) {
        auto joined = join_calls(from, *read);
        if (!joined) return joined.error();
        calls_source = *joined;
    } else if (map->reaches_calls()) {
        calls_target = read->make(kind::object);
    }
    std::optional<script_run> scripts;
    if (whole != nullptr || map->has_scripts()) scripts.emplace(compiled_->options.scripts, *read);
    mapping_run run(way, *map, compiled_->options.keep_rest, *read, scripts ? &*scripts : nullptr, trace,
                    limits.max_members);
    if (map->has_documents()) run.read_documents_within(limits, source);
    link_rewriter own;
    if (map->has_links()) {
        if (from.links == nullptr) own = [&](std::string_view url) { return translate_path(way, url); };
        run.rewrite_links(from.links == nullptr ? own : *from.links);
        if (calls_source != nullptr) rewrite_call_links(from, run);
    }
    // Where a script says it all, a body may be of any kind.
    bool const declares = !map->is_empty() || compiled_->options.keep_rest;
    if (declares)
        if (auto failure = run.run(*map, {source, head_source, speaks_for_itself, calls_source},
                                   {target, head_target, calls_target})) {
            if (failure->where.empty()) failure->where = "the document";
            return std::move(*failure);
        }
    if (whole != nullptr && source != nullptr) {
        auto changed = scripts->change(*whole, *source, dialect_of(theirs), *target, dialect_of(ours));
        if (!changed) return error{changed.error().code, "the document", changed.error().message};
        if (*changed != nullptr) target = *changed;
    }
    to.dropped += run.dropped() + read->dropped();
    if (to.request != nullptr && of == part::request)
        to.dropped -= std::min(to.dropped, repeated_alone(*map, side, *to.request));
    std::vector<std::string> written(templates == nullptr ? 0 : templates->names());
    if (head_target != nullptr)
        if (auto done = write_outside(*head_target, map->outside(1 - side), templates, 1 - side, written, to);
            !done)
            return done.error();
    if (captures)
        if (auto done = finish_path(*templates, 1 - side, map->outside(1 - side), *captures, written, to);
            !done)
            return done.error();
    if (calls_target != nullptr) write_calls(*calls_target, to);
    if (source == nullptr && target->first == nullptr && !makes_body) return {};
    if ((run.wrote_nil() || (scripts && scripts->wrote_nil())) && ours.kind == format::xml &&
        target->find("@xmlns:xsi") == nullptr)
        document::append(*target, *read->make_string(xsi_namespace), "@xmlns:xsi");
    // What no mapping names has names of the sender's, which may be written once for each element of a list;
    // and what a script puts in again and again shares one text.
    auto const called_for = calls_source != nullptr ? longest_writing(*calls_source) : 0;
    if ((compiled_->options.keep_rest || whole != nullptr) &&
        longest_writing(*target) > most_written(from.body.size() + called_for))
        return error{error_code::limit, "the document",
                     "its translation would be too many times as large as what was sent"};
    if (prefixes != nullptr)
        if (auto failure = prefixes->find_undeclared(*target)) return std::move(*failure);
    to.body.reserve(from.body.size() + from.body.size() / 2);
    auto written_type = write_body(ours, *target, to.body, read->plain());
    if (!written_type) {
        auto failure = written_type.error();
        // A member whose name is empty has a place, and no name for it.
        if (failure.where.empty()) failure.where = "the document";
        return failure;
    }
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
