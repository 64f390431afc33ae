#pragma once

#include "acl/boolean_rule.hpp"
#include "acl/charset.hpp"
#include "acl/csv.hpp"
#include "acl/decimal_rule.hpp"
#include "acl/fixed.hpp"
#include "acl/nested_form.hpp"
#include "acl/nothing_policy.hpp"
#include "acl/paging.hpp"
#include "acl/protobuf.hpp"
#include "acl/scalar_type.hpp"
#include "acl/script_options.hpp"
#include "acl/soap.hpp"
#include "acl/text_list.hpp"
#include "acl/text_rule.hpp"
#include "acl/value.hpp"
#include "acl/value_table.hpp"
#include "acl/xml_names.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ficus::acl {

/// How a body is written. `none`: this side has no bodies.
enum class format : std::uint8_t {
    json,
    xml,
    soap,
    xmlrpc,
    form,
    multipart,
    csv,
    fixed,
    text,
    protobuf,
    none
};

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
    std::optional<fixed_layout> fixed = {}; ///< always there where the format is that
    bool empty_object_is_list = false;      ///< json: `[]` for an object of no members, as PHP writes it
    std::optional<protobuf_message> protobuf = {}; ///< always there where the format is that
    /// Content-Types besides the format's own; the first one is what is written.
    std::vector<std::string> types = {};
};

struct time_options {
    std::string legacy = "rfc3339"; ///< a strftime pattern, or `rfc3339`
    std::string modern = "rfc3339";
    std::string zone = "UTC"; ///< the zone of the side that states none
    /// Patterns that are read besides, by side.
    std::array<std::vector<std::string>, 2> also = {};
};

/// What one side always says.
struct constant_options {
    std::string text;
    scalar_type type = scalar_type::string; ///< as a typed side holds it
    std::vector<typed_text> others = {};    ///< of `when`: read as this one, and never written
    bool absent = false;                    ///< of a field's `when` alone: there is nothing, and no text
    bool denies = false;                    ///< of `when`: there is none of these texts, or nothing at all
    std::optional<kind> empty = {};         ///< of a `when`: an object, or an array, without anything in it
    bool is_condition = false;              ///< of `when`; otherwise all of it is a text

    /// Of `when`: that something is there, whatever it is.
    bool asks_presence() const {
        return text == "*" && type == scalar_type::string && others.empty() && !denies;
    }
    /// Of `when`: `~` and a regular expression that is found in what is there.
    bool asks_pattern() const {
        return text.starts_with('~') && type == scalar_type::string && others.empty() && !denies;
    }
};

/// What a side is told where the other one has no value.
struct default_options {
    std::optional<std::string> legacy = {}, modern = {};
};

/// The side that writes a list as one text, and how: one of the two.
struct split_options {
    std::optional<text_list_options> legacy = {}, modern = {};
};

/// Other places of a side that say the same value.
struct copies_options {
    std::vector<std::string> legacy = {}, modern = {};

    bool is_empty() const { return legacy.empty() && modern.empty(); }
};

/// A field's text is a document of its own there, in which `fields` name what is mapped.
struct document_options {
    std::optional<side_options> legacy = {}, modern = {};

    auto const& side(std::size_t index) const { return index == 0 ? legacy : modern; }
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
    bool link = false;     ///< a URL: of a side's own it becomes the other side's
    default_options missing = {};
    std::optional<nothing_options> nothing = {}; ///< how each side says that there is no value
    std::optional<scalar_type> type = {};        ///< the modern one. Unset: a string, whatever it holds
    std::optional<scalar_type> legacy_type = {}; ///< what a typed legacy side holds, where it is another
    std::optional<text_options> text = {};       ///< `trim`, `prefix`, `suffix`, `pad`, `base64` and `case`
    std::vector<std::pair<std::string, std::string>> values =
        {}; ///< legacy value, modern value; in the file's order
    otherwise_options otherwise = {};
    also_options also = {};
    ignored_case ignore_case = {}; ///< of `values`, by side
    std::optional<boolean_options> boolean = {};
    std::optional<decimal_options> decimal = {};
    std::optional<scale_options> scale = {};
    std::optional<time_options> time = {};
    std::optional<paging_options> paging = {}; ///< pages on one side, elements on the other
    std::optional<acl::note> xmlrpc = {};      ///< as which of its types an xmlrpc side writes it
    lua_options lua = {};                      ///< instead of all that says what becomes of the value
    std::vector<field_options> fields = {};    ///< of a list's elements, or of a group
    std::optional<split_options> split = {};
    std::array<bool, 2> single = {}; ///< by side: a list of one element is that alone
    /// The texts, `{last}, {first}`, that one side makes of several values of the other, whose path is empty
    /// here: the first that has the parts which are there is written, the first that fits is read.
    std::vector<std::string> templates = {};
    std::vector<std::string> part_names = {};
    std::vector<field_options> parts = {}; ///< by name: the path on that other side, and its scalar options
    when_options when = {};
    copies_options copies = {};
    /// A mapping's own: one of the two paths is a place in an element where the field of this key, which lies
    /// around the list, says its value. Else empty.
    std::string around = {};
    /// The `fields` lie in this document, and on a side that has none where this field lies itself.
    std::optional<document_options> document = {};

    bool ignores_case() const { return ignore_case[0] || ignore_case[1]; }
    /// Its `fields` are of the list that it stands in itself.
    bool lies_around() const { return is_group() || document; }
    bool is_group() const { return legacy.empty() && modern.empty() && !when.is_empty() && !constant; }

    /// Something is said that only a scalar has.
    bool says_scalar() const {
        return type || legacy_type || text || !values.empty() || otherwise.legacy || otherwise.modern ||
               !also.is_empty() || ignores_case() || boolean || decimal || scale || time || xmlrpc ||
               constant || required || link || paging || missing.legacy || missing.modern ||
               !copies.is_empty();
    }
    /// Something is said of what becomes of the value, besides its type, that is no script.
    bool says_conversion() const {
        return text || !values.empty() || otherwise.legacy || otherwise.modern || !also.is_empty() ||
               ignores_case() || boolean || decimal || scale || time || xmlrpc;
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
    std::optional<lua_options> lua;                   ///< replaces the translator's scripts for this part
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
    std::vector<std::string> without = {}; ///< paths at which there is nothing in the body
};

/// Answers of one kind: a legacy 200 that says `<error code="17">`, and a modern 404.
struct outcome_options {
    outcome_side_options legacy;
    outcome_side_options modern;
    std::vector<field_options> fields; ///< instead of those of other answers

    outcome_side_options const& side(std::size_t index) const { return index == 0 ? legacy : modern; }
};

/// What a call that has failed means for the answer.
enum class call_failure : std::uint8_t {
    fail,    ///< there is none
    absent,  ///< what it would have said is not there
    stand_in ///< it is as if the call had said `stand_in`
};

/// A modern GET beside the main request, or behind its answer, for one legacy answer that is put together
/// from several modern ones. Fields say `NAME:path` for what is in its answer.
struct call_options {
    std::string name = {};
    std::string path = {}; ///< in origin form: `/v2/customers/{id}?lang={lang}`
    /// Of a name in `path`: where its value is, `query:id` of the modern request or `answer:customer.id`.
    /// Unsaid: `path:NAME`.
    std::vector<std::pair<std::string, std::string>> from = {};
    std::string upstream = {};               ///< empty: the one that the main request goes to
    std::optional<side_options> spoken = {}; ///< unset: as the modern side's other answers
    /// For all of the call; unset: the upstream's response_timeout.
    std::optional<std::chrono::milliseconds> timeout = {};
    call_failure on_failure = call_failure::fail;
    std::string stand_in = {};                 ///< a body
    std::vector<unsigned> absent = {404, 410}; ///< statuses that say that there is no such thing: no failure
};

struct translator_options {
    std::string name;
    side_options legacy;
    side_options modern;
    std::vector<field_options> fields;
    part_options request;
    part_options response;
    std::optional<nothing_options> nothing = {}; ///< of the scalar fields that say none themselves
    std::vector<outcome_options> outcomes = {};  ///< the first one that an answer is of counts
    std::vector<call_options> calls = {};        ///< besides the main request, in the file's order
    lua_options lua = {};                        ///< of bodies, after what is declared
    script_limits scripts = {};                  ///< for all scripts of one message
    bool keep_rest = false;                      ///< `rest = "keep"`
    bool reject = false; ///< `on_error = "reject"`; otherwise the contract's side serves
};

} // namespace ficus::acl
