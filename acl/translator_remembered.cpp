#include "acl/call.hpp"
#include "acl/format.hpp"
#include "acl/outside.hpp"
#include "acl/rest_carrier.hpp"
#include "acl/side_check.hpp"
#include "acl/translator_compiled.hpp"
#include "acl/utf8.hpp"

#include <algorithm>

// What answers repeat of their requests.

namespace ficus::acl {

/// Notes what fields of answers name of requests, by the requests' side, and says what is wrong with it.
void translator::compiled::note_remembered(mapping const& answers, std::vector<option_error>& problems) {
    auto const note = [&](std::size_t client, field_path const& named, std::string const& key) {
        auto& known = repeated[client];
        auto const& step = named.steps.front();
        if (std::any_of(known.begin(), known.end(), [&](repeated_value const& r) { return r.step == step; }))
            return;
        auto const& spoken = sides[0][client];
        auto path = parse_field_path(dialect_of(spoken).shape, named.name);
        if (!path) return problems.push_back({key, path.error()});
        if (path->where == place::path && (!this->path || !this->path->find(client, path->name)))
            problems.push_back({key, "request.path has no {" + path->name + "} of the " +
                                         (client == 0 ? "legacy" : "modern") +
                                         " side; name one of its template's"});
        if (path->where == place::body && spoken.kind == format::none)
            problems.push_back({key, "those requests have no body (format = \"none\"); say where the value "
                                     "lives, such as 'request:query:id'"});
        if (auto wrong = wrong_prefix(spoken, *path); !wrong.empty()) problems.push_back({key, wrong});
        // A header block that is repeated is understood.
        if (auto& blocks = sides[0][client].soap.understood;
            blocks && path->steps.size() > 1 && path->steps.front() == "soap:Header")
            blocks->push_back(path->steps[1]);
        known.push_back({step, std::move(*path)});
    };
    // A field's path of one side stands for the request of the other: of whom the answer is for.
    for (auto const* variant : answers.variants())
        for (auto const& field : variant->fields())
            for (std::size_t side = 0; side < 2; ++side) {
                if (field.constant_on && *field.constant_on != side) continue;
                for (auto const* named : field.paths_on(side))
                    if (named->where == place::request)
                        note(1 - side, *named, field.key + (side == 0 ? ".legacy" : ".modern"));
            }
}

std::shared_ptr<remembered> translator::remember(direction way, message_view const& from,
                                                 reading_limits const& limits) const {
    auto const side = source_index(way);
    auto const& wanted = compiled_->repeated[side];
    if (wanted.empty()) return nullptr;
    auto const& spoken = this->side(part::request, side);
    std::optional<boost::system::result<document, error>> read;
    if (!from.body.empty() && std::any_of(wanted.begin(), wanted.end(), [](repeated_value const& r) {
            return r.path.where == place::body;
        })) {
        std::string_view called;
        for (auto const& header : from.headers)
            if (is_same_header(header.name, "content-type")) called = header.value;
        if (accepts(spoken, called))
            read.emplace(read_body(spoken, from.body, called, limits));
        else
            read.emplace(error{error_code::malformed, {}, std::string(called) + " is not what is read"});
    }
    auto const unread = read && !*read ? std::optional(read->error()) : std::nullopt;
    return remember(side, from, read && *read ? (**read).root() : nullptr, unread ? &*unread : nullptr);
}

std::shared_ptr<remembered> translator::remember(std::size_t side, message_view const& from,
                                                 value const* body, error const* unread) const {
    auto made = std::make_shared<remembered>();
    bool const typed = dialect_of(this->side(part::request, side)).typed;
    std::optional<path_mapping::captures> captures;
    if (compiled_->path) captures = compiled_->path->match(side, from.path);
    document memory(512);
    for (auto const& [step, path] : compiled_->repeated[side]) {
        value const* found = nullptr;
        if (path.where == place::path) {
            if (!captures) continue;
            auto const text = decode_segments((*captures)[*templates()->find(side, path.name)]);
            if (find_invalid_utf8(text) == std::string_view::npos)
                found = memory.make_string(text);
            else
                made->lose(step, {error_code::malformed, step, "not UTF-8"});
        } else if (path.where != place::body) {
            auto beside = read_outside(from, {&path, 1}, nullptr, side, nullptr, memory);
            if (beside)
                found = (*beside)->first;
            else
                made->lose(step, beside.error());
        } else if (unread != nullptr) {
            made->lose(step, {unread->code, step, "the request cannot be read: " + unread->message});
        } else if (body != nullptr) {
            found = find_at(body, path.steps);
        }
        if (found == nullptr) continue;
        if (path.where != place::body || typed) {
            made->add(step, *found);
        } else if (auto const text = scalar_text_of(*found)) {
            made->add(step, *memory.make_string(*text));
        } else if (found->kind != kind::null && !is_nil(*found)) {
            made->lose(step, {error_code::wrong_type, step, "no text, which is all that an answer repeats"});
        }
    }
    return made;
}

std::size_t translator::repeated_alone(mapping const& m, std::size_t side, remembered const& kept) const {
    if (compiled_->options.keep_rest) return 0;
    auto const is_dropped = [&](mapping const& by, std::vector<std::string> const& steps) {
        auto const& tree = by.tree(side);
        auto at = path_tree::root;
        for (std::size_t i = 0; i + 1 < steps.size() && at != path_tree::none; ++i)
            at = tree.find(at, steps[i]);
        return at != path_tree::none && !steps.empty() && tree.find(at, steps.back()) == path_tree::none;
    };
    std::size_t members = 0;
    for (auto const& [step, path] : compiled_->repeated[side]) {
        if (path.where != place::body || kept.find(step) == nullptr) continue;
        auto const all = m.variants();
        members += static_cast<std::size_t>(
            std::all_of(all.begin(), all.end(),
                        [&, &steps = path.steps](mapping const* one) { return is_dropped(*one, steps); }));
    }
    return members;
}

} // namespace ficus::acl
