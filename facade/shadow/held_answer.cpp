#include "facade/shadow/held_answer.hpp"

#include "facade/http/content_coding.hpp"
#include "facade/translation/call_links.hpp"
#include "facade/translation/head_change.hpp"
#include "facade/translation/own_origin.hpp"

#include <algorithm>
#include <list>
#include <optional>

namespace ficus::shadow {

namespace {

acl::direction direction_to(rules::side side) {
    return side == rules::side::modern ? acl::direction::to_modern : acl::direction::to_legacy;
}

std::string_view header_of(std::vector<std::pair<std::string, std::string>> const& fields,
                           std::string_view name) {
    for (auto const& [n, value] : fields)
        if (http::iequals(n, name)) return value;
    return {};
}

void link_calls(composition::calls_under_way const& calls, job const& j, translation::link_view const& main,
                translation::call_links& into) {
    for (std::size_t i = 0; i < j.plan->call_names.size(); ++i) {
        auto seen = main;
        seen.asked_path = calls.target(i).substr(0, calls.target(i).find('?'));
        seen.translate = translation::target_by(j.plan->call_links[i], direction_to(j.plan->contract));
        into.add(j.plan->call_names[i].get(), std::move(seen));
    }
}

} // namespace

acl::answer held_answer::view(std::vector<acl::header_view>& memory) const {
    memory.clear();
    for (auto const& [name, value] : fields) memory.push_back({name, value});
    return {status, memory, header_of(fields, "Content-Type"), body};
}

unpacked unpack(http::head const& of, std::string& body, io::byte_budget::share& held,
                std::size_t max_bytes) {
    auto const codings = http::codings_of(of);
    if (codings.empty() || body.empty()) return unpacked::done;
    auto plain = http::decode(codings, body, {.max_bytes = max_bytes});
    if (!plain) return unpacked::unreadable;
    if (!held.grow(plain->capacity())) return unpacked::no_room;
    body = std::move(*plain);
    return unpacked::done;
}

obs::skip skip_for(unpacked failed) {
    return failed == unpacked::no_room ? obs::skip::budget : obs::skip::encoding;
}

std::variant<held_answer, obs::skip> hold(upstream::whole_answer& a, job& j, bool translate,
                                          copy_asked const& asked) {
    held_answer held;
    if (a.head.status == 206) return obs::skip::partial;
    std::list<std::string> mended;
    std::vector<translation::replaced_field> replaced;
    translation::link_view seen;
    acl::link_rewriter links;
    seen.scheme = translation::scheme_of(j.head, j.peer_trusted);
    seen.host = translation::host_of(j.head, j.peer_trusted, j.host);
    seen.client_path = j.path;
    seen.asked_path = asked.path;
    if (auto const* names = asked.names) {
        if (translate) seen.translate = translation::target_by(j.plan->links, direction_to(j.plan->contract));
        replaced = names->mend(a.head, seen, mended);
        if (names->rewrites_urls())
            links = [&, names](std::string_view url) { return names->url(url, seen); };
    }
    held.status = static_cast<int>(a.head.status);
    // How long a copy waited for its connection says nothing about the side that it went to.
    held.latency = std::chrono::duration_cast<std::chrono::microseconds>(a.head_took);
    auto const way = direction_to(j.plan->contract);
    bool const translating =
        translate && j.head.method != "HEAD" && j.plan->translator->reads_answer(way, a.head.status) &&
        (!a.body.empty() || j.plan->translator->reads_answer_without_body(way, a.head.status));
    std::optional<acl::message> made;
    if (translating) {
        auto headers = translation::header_views(a.head);
        translation::restore_named(headers, replaced, *j.plan->translator, way);
        acl::message_view from;
        from.status = a.head.status;
        from.headers = headers;
        from.body = a.body;
        std::vector<acl::call_answer> calls;
        translation::call_links call_links;
        if (asked.calls != nullptr) {
            calls = asked.calls->answers();
            link_calls(*asked.calls, j, seen, call_links);
            call_links.say(calls);
        }
        from.calls = calls;
        from.request = asked.request;
        if (links) from.links = &links;
        auto result =
            j.plan->translator->translate(direction_to(j.plan->contract), acl::part::response, from);
        if (!result) return obs::skip::translation_failed;
        made = std::move(*result);
        if (!j.held.grow(made->body.capacity())) return obs::skip::budget;
        held.status = static_cast<int>(made->status);
    }
    std::optional<translation::head_change> change;
    if (translate)
        change.emplace(*j.plan->translator, direction_to(j.plan->contract), acl::part::response, a.head,
                       made ? &*made : nullptr);
    bool const other_body = made && !made->unchanged;
    // To HEAD: what a GET would say.
    bool const as_get =
        translate && j.head.method == "HEAD" && j.plan->translator->reads_answer(way, a.head.status);
    auto const type =
        as_get ? j.plan->translator->content_type(way, acl::part::response) : std::string_view{};
    for (auto const& f : a.head.fields) {
        // It is in none any more.
        if (f.id == http::known::content_encoding) continue;
        if (other_body && f.id == http::known::content_type) continue;
        std::string_view name = f.name;
        if (change) {
            auto const other = change->rename()(name);
            if (!other) continue;
            if (!other->empty()) name = *other;
        }
        bool const retyped = !type.empty() && f.id == http::known::content_type;
        held.fields.emplace_back(name, retyped ? type : f.value);
    }
    if (made && !made->content_type.empty()) held.fields.emplace_back("Content-Type", made->content_type);
    if (made)
        for (auto const& f : made->added) held.fields.emplace_back(f.name, f.value);
    held.body = made ? std::move(made->body) : std::move(a.body);
    return held;
}

held_answer served_answer(job& j) {
    held_answer held{j.status, {}, std::move(j.answer_body), j.latency};
    for (auto const& f : j.answer_fields) held.fields.emplace_back(f.name, f.value);
    return held;
}

unpacked unpack_served(job& j, std::size_t max_bytes) {
    auto const names_coding = [](auto const& field) { return http::iequals(field.name, "Content-Encoding"); };
    http::head of;
    for (auto const& field : j.answer_fields)
        if (names_coding(field))
            of.fields.push_back({field.name, field.value, http::known::content_encoding});
    auto const found = unpack(of, j.answer_body, j.held, max_bytes);
    auto& fields = j.answer_fields;
    fields.erase(std::remove_if(fields.begin(), fields.end(), names_coding), fields.end());
    return found;
}

} // namespace ficus::shadow
