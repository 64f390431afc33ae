#pragma once

#include "acl/translator.hpp"
#include "facade/http/edit.hpp"
#include "facade/http/head.hpp"
#include "facade/translation/own_origin.hpp"

#include <vector>

namespace ficus::translation {

/// A head's fields as a translator reads them. Views of the head's bytes.
std::vector<acl::header_view> header_views(http::head const& head);

/// Gives the fields that an answer's mapping names the values that they came with: what of them becomes the
/// client's is the mapping's to say. `mended`: fields of that head (own_origin.hpp).
void restore_named(std::vector<acl::header_view>& fields, std::vector<replaced_field> const& mended,
                   acl::translator const& by, acl::direction way);

/// What a translator does to the header fields of one message, in the terms in which heads are written.
/// A field that is renamed takes the place of any that came under its new name: who reads the first of them,
/// and who reads the last, read the same. Refers to the translator, the head and the message.
class head_change {
public:
    /// `made`: what the message became; null where only the names of its fields are translated.
    head_change(acl::translator const& by, acl::direction way, acl::part of, http::head const& from,
                acl::message const* made);
    head_change(head_change const&) = delete;
    head_change& operator=(head_change const&) = delete;

    http::rename_field const& rename() const { return rename_; }
    /// The fields that are added, Content-Type among them where there is a body.
    std::vector<http::extra_field> const& added() const { return added_; }

private:
    std::vector<std::string_view> taken_; ///< names that renamed fields have
    http::rename_field rename_;
    std::vector<http::extra_field> added_;
};

/// `where: message`, for logs and problem documents.
std::string sentence_of(acl::error const& error);

} // namespace ficus::translation
