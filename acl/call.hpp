#pragma once

#include "acl/error.hpp"
#include "acl/field_path.hpp"
#include "acl/option_error.hpp"
#include "acl/path_template.hpp"
#include "acl/reading_limits.hpp"
#include "acl/translator_options.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::acl {

/// As many calls as one answer may be put together from, besides the main one.
inline constexpr std::size_t most_calls = 8;

/// What is to be asked for a call. With neither of these, there is nothing that it could ask for.
struct due_call {
    std::string target = {};              ///< in origin form; empty: nothing is asked
    std::string why = {};                 ///< it has failed before it was made
    bool waits = false;                   ///< for the main answer, which it asks about
    std::vector<std::string> values = {}; ///< by call::sources(): what has been found so far
};

/// One modern GET whose answer is a source of the legacy answer besides the main one. Immutable. Carries
/// nothing: says what to ask for, and what an answer counts as.
class call {
public:
    /// What else of the translator a call depends on.
    struct setting {
        side_options const& request;   ///< the modern side's
        side_options const& answer;    ///< the modern side's
        path_mapping const* templates; ///< null: there are none
    };
    /// Keys of the errors are below `key`.
    static boost::system::result<call, std::vector<option_error>>
    compile(call_options const& options, setting const& within, std::string const& key);

    std::string const& name() const { return options_.name; }
    std::string const& upstream() const { return options_.upstream; }
    std::optional<std::chrono::milliseconds> timeout() const { return options_.timeout; }
    call_failure on_failure() const { return options_.on_failure; }
    /// What it is as if a call had said that failed; null where that is not its way to fail.
    value const* stand_in() const { return stand_in_ == nullptr ? nullptr : stand_in_->root(); }
    side_options const& side() const { return side_; }
    /// It asks for what the main answer says, so that it goes out behind that.
    bool needs_answer() const { return needs_answer_; }

    enum class verdict : std::uint8_t { answer, nothing, failure };
    /// What an answer with that status is.
    verdict judge(unsigned status) const;
    /// The answer's body; an error where that is none of its format.
    boost::system::result<document, error> read(std::string_view body, std::string_view content_type,
                                                reading_limits const& limits = {}) const;

    /// Where the value of a name in the path is found.
    struct source {
        std::string name;
        field_path path; ///< of the modern request, or of the main answer
        bool in_answer = false;
        bool in_query = false; ///< of the call's path: it is written into the query
        bool takes_rest = false;
    };
    std::vector<source> const& sources() const { return sources_; }
    /// The target with these values, decoded, by sources(). An error names the one that cannot be written.
    boost::system::result<std::string, error> target(std::vector<std::string> const& values) const;

private:
    void parse_target(std::string const& key, std::vector<option_error>& problems);
    void find_sources(setting const& within, std::string const& key, std::vector<option_error>& problems);

    call_options options_;
    side_options side_;
    std::shared_ptr<document const> stand_in_;
    bool needs_answer_ = false;
    std::vector<source> sources_;
    std::vector<std::string> literals_; ///< before each source, and behind the last one
};

/// The text of a scalar of any format; nothing where it is null or no scalar.
std::optional<std::string> scalar_text_of(value const& scalar);

} // namespace ficus::acl
