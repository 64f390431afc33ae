#pragma once

#include "acl/error.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace ficus::acl {

/// A character set that the C library's iconv knows. Nothing is replaced, transliterated or left out: what
/// does not fit is an error. Copied cheaply; any thread may use one, as each call has a conversion of its
/// own.
class charset {
public:
    /// By its IANA name or one that iconv has for it (`ISO-8859-15`, `windows-1252`, `Shift_JIS`,
    /// `UTF-16`...), in any case. Names with iconv's own suffixes (`//TRANSLIT`) and names whose meaning is
    /// the machine's (`char`, `UCS-2`...) are errors.
    static boost::system::result<charset, error> find(std::string_view name);

    /// By a name that a message says. It is one of a list (charset_names.hpp), so that nobody but the
    /// operator decides what is loaded from the disk for it, or that of `spoken`, the side's own; nothing is
    /// opened.
    static boost::system::result<charset, error> find_sent(std::string_view name, charset const* spoken);

    std::string const& name() const { return name_; }
    bool operator==(charset const&) const = default;

    /// The same text as UTF-8. A sequence that is none of the character set is an error that names its byte
    /// (from 1). UTF-16 and UTF-32 begin with a byte order mark, which is left off; their LE and BE forms
    /// keep one.
    boost::system::result<std::string, error> decode(std::string_view bytes) const;

    /// Appends UTF-8 text in this character set, such that `decode` gives the same again. A character that it
    /// has not is an error that names it.
    boost::system::result<void, error> encode(std::string_view text, std::string& out) const;

private:
    explicit charset(std::string name) : name_(std::move(name)) {}
    std::string name_;
    bool utf8_ = false, needs_mark_ = false;
    bool has_ascii_ = false; ///< printable ASCII is written as itself, in any place
};

} // namespace ficus::acl
