#pragma once

#include "acl/charset.hpp"
#include "acl/dialect.hpp"
#include "acl/error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/translator_options.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace ficus::acl {

using reading = boost::system::result<document, error>;
using writing = boost::system::result<void, error>;

/// A body, and what its message says of it.
struct body_text {
    std::string_view text;
    std::string_view content_type;
    charset const* sent_in; ///< null: UTF-8, or what the body itself says
    reading_limits const& limits;
};

/// Where a body is written.
struct output {
    std::string& text;
    std::string& content_type; ///< for what only the content can say
    std::string_view plain;    ///< document::plain(), of what is written
};

/// How one format is read and written, and what it is called.
struct codec {
    std::string_view name;
    acl::dialect dialect;
    std::string_view media_type;
    bool says_charset; ///< always, not only where it is another one than UTF-8
    /// Where other charsets come in: around the format, inside of it, there by a declaration, or nowhere.
    enum class charsets : std::uint8_t { none, around, inside, declared } charsets;
    bool (*fits)(std::string_view media_type);
    reading (*read)(side_options const&, body_text const&);
    writing (*write)(side_options const&, value const&, output const&);
};

/// Null: UTF-8.
inline charset const* charset_of(side_options const& side) {
    return side.charset ? &*side.charset : nullptr;
}

codec const& codec_of(side_options const& side);
codec const& codec_of(format f);

} // namespace ficus::acl
