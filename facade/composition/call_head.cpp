#include "facade/composition/call_head.hpp"

#include "facade/translation/head_change.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace ficus::composition {

namespace {

bool is_about_the_main_one(std::string_view name) {
    constexpr std::array<std::string_view, 5> names{"If-Match", "If-None-Match", "If-Modified-Since",
                                                    "If-Unmodified-Since", "SOAPAction"};
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view known) { return http::iequals(known, name); });
}

} // namespace

std::string write_call_head(call_head const& of) {
    translation::head_change const change(of.translator, acl::direction::to_modern, acl::part::request,
                                          of.client, &of.main);
    http::rename_field const rename = [&](std::string_view name) -> std::optional<std::string_view> {
        if (is_about_the_main_one(name)) return std::nullopt;
        return change.rename()(name);
    };
    std::vector<http::extra_field> extra;
    if (of.of_copy) extra = {{"X-Ficus-Shadow", "1"}, {"Accept-Encoding", "identity"}};
    for (auto const& field : of.main.added)
        if (!is_about_the_main_one(field.name)) extra.push_back({field.name, field.value});
    http::request_edit edit;
    edit.method = "GET";
    edit.target = of.target;
    edit.host = of.host;
    edit.via = of.via;
    edit.identity = true;
    edit.drop_expect = true;
    edit.other_body = true;
    edit.translated = true;
    edit.rename = &rename;
    edit.extra = extra;
    http::scratch out;
    http::write_request_head(out, of.client, edit);
    return std::string(std::string_view(out));
}

} // namespace ficus::composition
