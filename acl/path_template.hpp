#pragma once

#include "acl/error.hpp"
#include "acl/option_error.hpp"

#include <boost/system/result.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::acl {

/// Two templates of one path: `/api/orders/{id}` and `/v2/orders/{id}`, with a final `{name...}` for the
/// rest.
class path_mapping {
public:
    /// `own`: of legacy and modern, the names that fields address (`path:id`); the other names are those of
    /// both. Keys of the errors are `legacy` and `modern`.
    static boost::system::result<path_mapping, std::vector<option_error>>
    compile(std::string const& legacy, std::string const& modern,
            std::array<std::vector<std::string>, 2> const& own = {});

    /// What a path of a side holds at each name, as it was sent.
    struct captures {
        std::string path;                                       ///< without dot segments
        std::vector<std::pair<std::size_t, std::size_t>> parts; ///< of it: offset and size
        std::string_view operator[](std::size_t name) const {
            return std::string_view(path).substr(parts[name].first, parts[name].second);
        }
    };
    /// Nothing where the path does not fit the side's template.
    std::optional<captures> match(std::size_t side, std::string_view raw_path) const;
    /// Where the value of a side's own name stands among the captures; the name is one of `own`.
    std::size_t index_of(std::size_t side, std::string_view name) const;
    /// The same of any name that a side's template has, or nothing.
    std::optional<std::size_t> find(std::size_t side, std::string_view name) const;
    /// Whether that name takes the rest of the path.
    bool is_rest(std::size_t side, std::string_view name) const;
    /// The side's path with these values, which are percent-encoded already.
    std::string build(std::size_t side, std::vector<std::string_view> const& values) const;
    std::size_t names() const { return names_; }
    /// All of the captures, for build().
    std::vector<std::string_view> views(captures const& of) const;

    /// The path of the other side (0: legacy, 1: modern, is the side that `raw_path` is of), or nothing when
    /// it does not fit that side's template. The path is read as routing reads it: dot segments are removed
    /// first, doubled slashes and encoded ones stay. Literal segments match however they are percent-encoded;
    /// what a name captured goes over byte for byte, unless a server could find a dot segment in it, which
    /// fits nothing.
    std::optional<std::string> map(std::size_t from_side, std::string_view raw_path) const;

private:
    struct segment {
        std::string literal;        ///< as written on the wire
        std::string plain;          ///< percent-decoded
        std::size_t capture = npos; ///< position among the names, shared by both templates
        bool rest = false;
        static constexpr std::size_t npos = static_cast<std::size_t>(-1);
    };
    using segments = std::vector<segment>;
    static boost::system::result<segments, std::string> parse(std::string_view text,
                                                              std::vector<std::string>& names);
    std::optional<std::vector<std::string_view>> match(segments const& wanted, std::string_view path) const;

    std::size_t names_ = 0;
    std::vector<std::string> shared_; ///< names of both templates, as they stand among the captures
    segments sides_[2];
    std::vector<std::pair<std::string, std::size_t>> own_[2]; ///< where a side's own names stand
};

/// One segment of a path, or with `rest` several: what a template's name holds, decoded, and back. Encoding
/// fails where a server could find no segment, or a dot segment, in the text.
std::string decode_segments(std::string_view raw);
boost::system::result<std::string, error> encode_segments(std::string_view text, bool rest);

} // namespace ficus::acl
