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

void restore_named(std::vector<acl::header_view>& fields, std::vector<replaced_field> const& mended,
                   acl::translator const& by, acl::direction way) {
    for (auto const& [at, came] : mended)
        if (by.reads_header(way, fields[at].name)) fields[at].value = came;
}

head_change::head_change(acl::translator const& by, acl::direction way, acl::part of, http::head const& from,
                         acl::message const* made)
    : rename_([this, &by, way, of, made](std::string_view name) -> std::optional<std::string_view> {
          auto const is_it = [&](std::string_view other) { return http::iequals(other, name); };
          if (made != nullptr && std::any_of(made->removed.begin(), made->removed.end(), is_it))
              return std::nullopt;
          if (auto const other = by.map_header(way, of, name)) return other;
          if (std::any_of(taken_.begin(), taken_.end(), is_it)) return std::nullopt;
          return "";
      }) {
    for (auto const& f : from.fields)
        if (auto const other = by.map_header(way, of, f.name)) taken_.push_back(*other);
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
