#include "facade/translation/head_change.hpp"

#include "facade/http/field_list.hpp"

#include <algorithm>

namespace ficus::translation {

std::vector<acl::header_view> header_views(http::head const& head) {
    std::vector<acl::header_view> views;
    views.reserve(head.fields.size());
    for (auto const& f : head.fields) views.push_back({f.name, f.value});
    return views;
}

head_change::head_change(acl::translator const& by, acl::direction way, acl::part of,
                         acl::message const* made)
    : rename_([&by, way, of, made](std::string_view name) -> std::optional<std::string_view> {
          if (made != nullptr &&
              std::any_of(made->removed.begin(), made->removed.end(),
                          [&](std::string const& gone) { return http::iequals(gone, name); }))
              return std::nullopt;
          return by.map_header(way, of, name).value_or("");
      }) {
    if (made == nullptr) return;
    for (auto const& field : made->added) added_.push_back({field.name, field.value});
    if (!made->content_type.empty()) added_.push_back({"Content-Type", made->content_type});
}

std::string sentence_of(acl::error const& error) {
    auto sentence = error.where.empty() ? error.message : error.where + ": " + error.message;
    // Names are the sender's, and may be megabytes.
    constexpr std::size_t longest = 600;
    if (sentence.size() <= longest) return sentence;
    auto end = longest;
    while (end > 0 && (static_cast<unsigned char>(sentence[end]) & 0xC0) == 0x80) --end;
    sentence.resize(end);
    return sentence + "...";
}

} // namespace ficus::translation
