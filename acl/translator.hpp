#pragma once

#include "acl/direction.hpp"
#include "acl/error.hpp"
#include "acl/option_error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/translator_options.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

class mapping;

/// The anti-corruption layer between two models, made from one declaration that holds for both directions.
/// Immutable, and cheap to copy: copies share what was compiled. Used from any thread.
class translator {
public:
    struct translation {
        std::string body;
        std::size_t dropped = 0; ///< members that no field names and that were not kept
    };

    /// All that is wrong with the options, or the translator. Keys are paths below the translator's own, such
    /// as `fields[2].time.zone` or `request.path.modern`.
    static boost::system::result<translator, std::vector<option_error>>
    compile(translator_options const& options);

    /// A body in the source's format, written in the target's. An empty body passes as it is. A part for
    /// which the translator names no fields passes as it is when both formats are the same one, and is an
    /// error otherwise.
    boost::system::result<translation, error> translate(direction way, part of, std::string_view body,
                                                        reading_limits const& limits = {}) const;
    /// The same, for those who do not count.
    boost::system::result<std::string, error> translate_body(direction way, part of,
                                                             std::string_view body) const;

    /// Of what translate() writes.
    std::string_view content_type(direction way) const;
    /// Whether a body of this Content-Type is in the source's format. An empty one says nothing and is
    /// accepted.
    bool accepts(direction way, std::string_view content_type) const;

    /// A request's path (without query) as the other side calls it, or nothing: there is no template, or the
    /// path does not fit it, and it goes over as it is. Dot segments are removed before, as routing does it. Captures keep their percent-encoding.
    std::optional<std::string> map_path(direction way, std::string_view raw_path) const;
    /// The other side's name of a header field, or nothing when it keeps its own.
    std::optional<std::string_view> map_header(direction way, part of, std::string_view name) const;

    std::string const& name() const;
    /// `on_error = "reject"`.
    bool rejects() const;
    translator_options const& options() const;
    /// What the bodies of a part are mapped by; null when the translator names no fields for it.
    mapping const* mapping_of(part of) const;

private:
    struct compiled;
    explicit translator(std::shared_ptr<compiled const> made) : compiled_(std::move(made)) {}
    std::shared_ptr<compiled const> compiled_;
};

} // namespace ficus::acl
