#include "acl/format.hpp"
#include "acl/mapping_run.hpp"
#include "acl/outside.hpp"
#include "acl/translator_compiled.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

bool is_removed(message const& made, std::string_view name) {
    return std::any_of(made.removed.begin(), made.removed.end(),
                       [&](std::string const& gone) { return is_same_header(gone, name); });
}

/// What the values of calls are looked for in. Each body is read once, and only where a call asks for it.
class found_values {
public:
    found_values(message_view const& message, side_options const& side, path_mapping const* templates,
                 reading_limits const& limits)
        : message_(message), side_(side), limits_(limits) {
        if (templates != nullptr && message.path.starts_with('/')) {
            templates_ = templates;
            captures_ = templates->match(1, message.path);
        }
    }

    /// The value's text; nothing where there is none.
    boost::system::result<std::optional<std::string>, error> find(field_path const& path) {
        if (path.where == place::body) return in_body(path);
        if (path.where == place::path) {
            auto const at = templates_ == nullptr ? std::nullopt : templates_->find(1, path.name);
            if (!captures_ || !at) return std::optional<std::string>();
            return std::optional(decode_segments((*captures_)[*at]));
        }
        auto const read = read_outside(message_, {&path, 1}, nullptr, 1, nullptr, memory_);
        if (!read) return read.error();
        auto const* first = (*read)->first;
        return first == nullptr ? std::optional<std::string>() : std::optional(std::string(first->text));
    }

private:
    boost::system::result<std::optional<std::string>, error> in_body(field_path const& path) {
        if (message_.body.empty()) return std::optional<std::string>();
        if (!body_) {
            std::string_view type;
            for (auto const& header : message_.headers)
                if (is_same_header(header.name, "content-type")) type = header.value;
            auto read = read_body(side_, message_.body, type, limits_);
            if (!read) return read.error();
            body_ = std::move(*read);
        }
        auto const* const found = find_at(body_->root(), path.steps);
        if (found == nullptr || found->kind == kind::null) return std::optional<std::string>();
        auto text = scalar_text_of(*found);
        if (!text && found->kind != kind::element)
            return error{error_code::wrong_type, to_string(path, dialect_of(side_).shape),
                         "no single value, which a target needs"};
        return text;
    }

    message_view const& message_;
    side_options const& side_;
    reading_limits const& limits_;
    path_mapping const* templates_ = nullptr;
    std::optional<path_mapping::captures> captures_;
    std::optional<document> body_;
    document memory_{512};
};

/// Looks up the values that are in the request, or (`in_answer`) those in the main answer.
void find_values(call const& one, due_call& due, found_values& in, bool in_answer) {
    due.values.resize(one.sources().size());
    for (std::size_t i = 0; i < due.values.size(); ++i) {
        auto const& source = one.sources()[i];
        if (source.in_answer != in_answer) continue;
        auto text = in.find(source.path);
        // Nobody is asked about nothing.
        bool const nothing = text && (!*text || (*text)->empty());
        if (!text) due.why = '{' + source.name + "}: " + text.error().where + ": " + text.error().message;
        if (!text || nothing) {
            due.waits = false;
            return;
        }
        due.values[i] = std::move(**text);
    }
    if (!in_answer && one.needs_answer()) return;
    due.waits = false;
    auto target = one.target(due.values);
    if (target)
        due.target = std::move(*target);
    else
        due.why = target.error().where + ": " + target.error().message;
}

std::string call_step(call const& one) {
    return one.name() + ':';
}

} // namespace

std::vector<call> const& translator::calls() const {
    return compiled_->calls;
}

std::vector<due_call> translator::due_calls(message_view const& from, message const& made,
                                            reading_limits const& limits) const {
    std::vector<header_view> headers;
    for (auto const& header : from.headers) {
        if (is_removed(made, header.name) || is_same_header(header.name, "content-type")) continue;
        headers.push_back({map_header(direction::to_modern, part::request, header.name).value_or(header.name),
                           header.value});
    }
    for (auto const& header : made.added) headers.push_back({header.name, header.value});
    if (!made.content_type.empty()) headers.push_back({"Content-Type", made.content_type});
    message_view request;
    request.path = made.path;
    request.query = made.query;
    request.has_query = made.has_query;
    request.headers = headers;
    request.body = made.body;
    found_values values(request, side(part::request, 1), templates(), limits);
    std::vector<due_call> all;
    for (std::size_t i = 0; i < compiled_->calls.size(); ++i) {
        auto const& one = compiled_->calls[i];
        auto& due = all.emplace_back();
        due.waits = one.needs_answer();
        find_values(one, due, values, false);
    }
    return all;
}

void translator::complete_calls(std::vector<due_call>& due, message_view const& answer,
                                reading_limits const& limits) const {
    found_values values(answer, side(part::response, 1), nullptr, limits);
    for (std::size_t i = 0; i < due.size(); ++i)
        if (due[i].waits) find_values(compiled_->calls[i], due[i], values, true);
}

bool translator::puts_together(message_view const& answer, reading_limits const& limits) const {
    auto const* map = mapping_of(part::response);
    return map != nullptr && map->reaches_calls() && is_success(answer.status) &&
           find_outcome(direction::to_legacy, answer, limits) == nullptr;
}

boost::system::result<value*, error> translator::join_calls(message_view const& from, document& into) const {
    auto* const joined = into.make(kind::object);
    for (std::size_t i = 0; i < compiled_->calls.size() && i < from.calls.size(); ++i) {
        auto const& one = compiled_->calls[i];
        auto const& came = from.calls[i];
        if (came.came == call_answer::state::failed && one.on_failure() == call_failure::fail)
            return error{error_code::missing, one.name(), "the call has failed"};
        auto const* said = came.came == call_answer::state::answered ? came.document
                           : came.came == call_answer::state::failed ? one.stand_in()
                                                                     : nullptr;
        if (said == nullptr) continue;
        // Its root gets another name here; what is below it is nobody's to change.
        auto* const root = into.make(said->kind);
        *root = *said;
        root->next = nullptr;
        document::append(*joined, *root, into.keep(call_step(one)));
    }
    return joined;
}

void translator::rewrite_call_links(message_view const& from, mapping_run& by) const {
    for (std::size_t i = 0; i < compiled_->calls.size() && i < from.calls.size(); ++i)
        if (auto const* links = from.calls[i].links)
            by.rewrite_links_of(call_step(compiled_->calls[i]), *links);
}

void translator::write_calls(value const& documents, message& to) const {
    to.calls.resize(compiled_->calls.size());
    for (std::size_t i = 0; i < compiled_->calls.size(); ++i) {
        auto const& one = compiled_->calls[i];
        auto const* found = documents.find(call_step(one));
        if (found == nullptr) continue;
        value root = *found;
        root.name = one.side().root;
        if (!write_body(one.side(), root, to.calls[i])) to.calls[i].clear();
    }
}

} // namespace ficus::acl
