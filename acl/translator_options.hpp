#pragma once

#include "acl/boolean_rule.hpp"
#include "acl/charset.hpp"
#include "acl/csv.hpp"
#include "acl/decimal_rule.hpp"
#include "acl/nested_form.hpp"
#include "acl/protobuf.hpp"
#include "acl/soap.hpp"
#include "acl/text_rule.hpp"
#include "acl/value.hpp"
#include "acl/value_table.hpp"
#include "acl/xml_names.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ficus::acl {

/// How a body is written. `none`: this side has no bodies.
enum class format : std::uint8_t { json, xml, soap, xmlrpc, form, multipart, csv, text, protobuf, none };

struct side_options {
    format kind = format::json;
    std::string root = {};                         ///< xml, soap: the root element's name
    std::optional<std::string> response_root = {}; ///< of answers, where it is another one than of requests
    /// What is written, and what is read where a message names none. Unset: UTF-8.
    std::optional<acl::charset> charset = {};
    // Of one format each.
    xml_options xml = {};
    soap_options soap = {};
    std::optional<nested_form_options> nested = {}; ///< form: names have brackets
    csv_options csv = {};
    std::optional<protobuf_message> protobuf = {}; ///< always there where the format is that
};

/// The modern type of a scalar. Unset: a string, whatever it holds.
enum class scalar_type : std::uint8_t { string, integer, number, boolean };

struct time_options {
    std::string legacy = "rfc3339"; ///< a strftime pattern, or `rfc3339`
    std::string modern = "rfc3339";
    std::string zone = "UTC"; ///< the zone of the side that states none
};

/// What one side always says.
struct constant_options {
    std::string text;
    scalar_type type = scalar_type::string; ///< as a typed side holds it
};

/// What a side is told where the other one has no value.
struct default_options {
    std::optional<std::string> legacy = {}, modern = {};
};

/// What a side says where a field, or a group of them, is mapped at all: path and what is said there.
struct when_options {
    std::vector<std::pair<std::string, constant_options>> legacy = {}, modern = {};

    auto const& side(std::size_t index) const { return index == 0 ? legacy : modern; }
    bool is_empty() const { return legacy.empty() && modern.empty(); }
};

/// One correspondence; both directions follow from it. One with neither path, but with `when`, is a group:
/// its `fields` lie where it lies itself.
struct field_options {
    std::string legacy = {}; ///< path in the legacy model
    std::string modern = {}; ///< path in the modern model
    /// One of the two paths is empty: that side says this, and must have said it on the way back.
    std::optional<constant_options> constant = {};
    bool required = false; ///< a message without it is an error, whichever way it goes
    default_options missing = {};
    std::optional<scalar_type> type = {};
    std::optional<text_options> text = {}; ///< `trim`, `prefix`, `suffix`, `pad` and `case`
    std::vector<std::pair<std::string, std::string>> values =
        {}; ///< legacy value, modern value; in the file's order
    otherwise_options otherwise = {};
    std::optional<boolean_options> boolean = {};
    std::optional<decimal_options> decimal = {};
    std::optional<scale_options> scale = {};
    std::optional<time_options> time = {};
    std::optional<acl::note> xmlrpc = {};   ///< as which of its types an xmlrpc side writes it
    std::vector<field_options> fields = {}; ///< of a list's elements, or of a group
    when_options when = {};

    bool is_group() const { return legacy.empty() && modern.empty() && !when.is_empty() && !constant; }

    /// Something is said that only a scalar has.
    bool says_scalar() const {
        return type || text || !values.empty() || otherwise.legacy || otherwise.modern || boolean ||
               decimal || scale || time || xmlrpc || constant || required || missing.legacy || missing.modern;
    }
};

struct header_options {
    std::string legacy;
    std::string modern;
};

/// What is said for requests or for responses alone.
struct part_options {
    std::optional<std::pair<std::string, std::string>>
        path; ///< legacy template, modern template (requests only)
    /// legacy and modern method (requests only): what comes by the one goes by the other, any other stays.
    std::optional<std::pair<std::string, std::string>> method;
    std::vector<header_options> headers;
    std::optional<std::vector<field_options>> fields; ///< replaces the translator's fields for this part
    std::optional<side_options> legacy;               ///< replaces the translator's side for this part
    std::optional<side_options> modern;
};

/// How one side has answers of one kind.
struct outcome_side_options {
    std::vector<unsigned> statuses = {}; ///< the first one is what is written; none: any of 2xx, as it came
    std::string root = {};               ///< where it is not the one of other answers
    std::optional<side_options> spoken = {}; ///< replaces the side's format for these answers
    std::string type = {};                   ///< Content-Type; empty: the format's own
    std::vector<std::pair<std::string, constant_options>> when = {}; ///< path and what is said there
};

/// Answers of one kind: a legacy 200 that says `<error code="17">`, and a modern 404.
struct outcome_options {
    outcome_side_options legacy;
    outcome_side_options modern;
    std::vector<field_options> fields; ///< instead of those of other answers

    outcome_side_options const& side(std::size_t index) const { return index == 0 ? legacy : modern; }
};

struct translator_options {
    std::string name;
    side_options legacy;
    side_options modern;
    std::vector<field_options> fields;
    part_options request;
    part_options response;
    std::vector<outcome_options> outcomes = {}; ///< the first one that an answer is of counts
    bool keep_rest = false;                     ///< `rest = "keep"`
    bool reject = false; ///< `on_error = "reject"`; otherwise the contract's side serves
};

} // namespace ficus::acl
