#pragma once

#include "acl/asked.hpp"
#include "acl/field_path.hpp"
#include "acl/mapping.hpp"
#include "acl/message.hpp"
#include "acl/option_error.hpp"
#include "acl/translator_options.hpp"
#include "acl/xml_prefixes.hpp"

#include <boost/system/result.hpp>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace ficus::acl {

/// Answers of one kind: the statuses that they have on either side, what their bodies say, and what else of
/// them corresponds. Immutable.
class outcome {
public:
    /// `sides`: how answers are spoken otherwise. `keep_rest`: what no field names goes over too. `requests`:
    /// that the answers are of, as fields may name them. Keys of the errors are below `key`.
    static boost::system::result<outcome, std::vector<option_error>>
    compile(outcome_options const& options, std::array<side_options, 2> const& sides, bool keep_rest,
            std::vector<named_call> const& requests, std::string const& key);

    /// Whether answers of that side that have this status may be of this kind; zero: a body without an answer
    /// around it, which may be of any kind that its body tells.
    bool takes(std::size_t side, unsigned status) const;
    /// Whether this side names the status, in so many words.
    bool names(std::size_t side, unsigned status) const;
    /// Whether an answer says what answers of this kind say. `body`, `beside`: as in mapping_run; null: there
    /// is none.
    bool is_said(std::size_t side, value const* body, value const* beside) const;
    /// What speaks against an answer that is not of this kind, for people.
    std::string why_not(std::size_t side, value const* body, value const* beside) const;
    /// Answers of this kind are told by something in the body of that side: one without a body is none.
    bool asks_body(std::size_t side) const;

    /// Whether it says what is asked for beside what is written: presence and patterns.
    bool is_asked(std::size_t side, value const* body, value const* beside) const;
    /// What of a message besides its body is looked at on that side.
    std::vector<field_path> const& outside(std::size_t side) const { return outside_[side]; }

    /// The status that the side is told, where the other one's was `came`.
    unsigned status(std::size_t side, unsigned came) const;
    /// Of the body on that side; empty: the format's own.
    std::string const& type(std::size_t side) const { return types_[side]; }
    side_options const& side(std::size_t index) const { return sides_[index]; }
    /// Its bodies are read in another way than those of other answers.
    bool has_own_body(std::size_t side) const { return own_body_[side]; }
    acl::mapping const& mapping() const { return *mapping_; }
    /// Of names that are written there; null: all are the mapping's own.
    xml_prefixes const* prefixes(std::size_t side) const {
        return prefixes_[side] ? &*prefixes_[side] : nullptr;
    }

private:
    void read_without(std::size_t side, std::vector<std::string> const& paths, std::string const& key,
                      std::vector<option_error>& problems);

    void read_asked(std::size_t side, outcome_side_options const& options, std::string const& key,
                    std::vector<option_error>& problems);

    std::array<std::vector<unsigned>, 2> statuses_;
    std::array<std::string, 2> types_;
    std::array<side_options, 2> sides_;
    std::array<bool, 2> own_body_{};
    std::array<std::vector<field_path>, 2> without_;
    std::array<bool, 2> names_root_{};
    std::array<std::optional<xml_prefixes>, 2> prefixes_;
    std::array<std::vector<asked>, 2> asked_;
    std::array<std::vector<field_path>, 2> outside_;
    std::shared_ptr<acl::mapping const> mapping_;
    std::shared_ptr<acl::mapping const> said_; ///< what `when` says, as constants
};

constexpr bool is_success(unsigned status) {
    return status >= 200 && status < 300;
}

/// RFC 9110 §15.3.5, §15.4.5: these have no content.
constexpr bool is_bodiless(unsigned status) {
    return status == 204 || status == 304;
}

} // namespace ficus::acl
