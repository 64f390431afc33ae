#pragma once

#include "acl/compare_body.hpp"
#include "acl/compare_options.hpp"
#include "acl/compare_shape.hpp"
#include "acl/header_view.hpp"
#include "acl/option_error.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// One side's answer, in the contract's dialect. Views into memory that the caller keeps while it compares.
struct answer {
    int status = 0;
    std::span<header_view const> headers;
    std::string_view content_type;
    std::string_view body; ///< decoded: no transfer or content coding left
};

/// Seen from legacy: `missing` is what modern lacks, `extra` what it has more.
enum class difference_kind : std::uint8_t { missing, extra, type, value };

std::string_view to_string(difference_kind kind);
std::optional<difference_kind> difference_kind_from(std::string_view text);

/// One place where two answers differ.
struct difference {
    /// `$.lines[*].sku`: list positions read `[*]`, and so does the element that one side lacks. Of a form
    /// `$.name`
    /// (`$.name[*]` where it is repeated), of text `$[*]` (a line). Besides paths into the body: `status`,
    /// `header:content-type`, `cookie:sid`, `cookie:sid.path`, and `body` where the bodies are compared as
    /// bytes.
    std::string path;
    difference_kind kind = difference_kind::value;
    /// The values for a person to read: clipped, valid UTF-8, redacted parts masked; empty where a side has
    /// none.
    std::string legacy;
    std::string modern;
    volatile_shape shape = volatile_shape::none; ///< of values alone; none where one is redacted
};

/// What compare() found.
struct comparison {
    static constexpr std::size_t most_listed = 200;
    std::vector<difference> differences; ///< in the order of legacy's document; at most `most_listed`
    std::size_t count = 0;               ///< of all differences, listed or not
    /// Pairing unordered lists took more work than is allowed, and nothing besides them differs: whether the
    /// answers are equal is not known.
    bool too_complex = false;
    body_way way = body_way::none; ///< none: the bodies were not looked into
    /// Counts it, and lists it while there is room.
    void add(difference&& one);
    bool equal() const { return count == 0 && !too_complex; }
};

/// Compares two answers by `[features.NAME.compare]`. Immutable once compiled and cheap to copy; any number
/// of threads at once.
///
/// - Bodies are compared by structure where both are JSON, XML or forms, texts by their lines, all else by
/// its bytes.
///   Members have no order, nor have differently named fields of a form. Numbers are decimals of any size: 1
///   equals 1.0, unless they are compared as they are written; a number never equals a string (`type`).
/// - In XML `$` is the root element, `$.a` a child element, `$.a.@id` an attribute. Elements of a repeated
/// name are a list
///   (`$.a[*]`); rules may be written with `[*]` or without. The order of differently named siblings counts
///   only beside text.
/// - Lists are aligned, so that an inserted element is one difference. `unordered` lists pair what is equal;
/// `keyed`
///   lists pair what has the same key.
/// - Unordered lists cost a bounded amount of work. What they differ in past it is left out, since it may be
/// equal;
///   see `comparison::too_complex`.
/// - A tolerance holds for numbers, and for strings that read as numbers; its bound is included. Where a
/// value is
///   normalized, it holds for what becomes of it.
/// - Bodies are compared only where both statuses are of the same class: an error page differs everywhere.
/// - What is ignored may be a cookie, too: `cookie:NAME`, `cookie:NAME.ATTRIBUTE`, NAME with `*` at its end
/// for all
///   that begin so.
class comparer {
public:
    /// All that is wrong, not the first. Keys such as `ignore[1]`, `keyed."$.lines"`.
    static boost::system::result<comparer, std::vector<option_error>> compile(compare_options const& options);

    /// `now_ms` since 1970: times near it are told by their shape; 0: none is.
    comparison compare(answer const& legacy, answer const& modern, std::int64_t now_ms = 0) const;

    /// The body as it may be stored: redacted parts masked, at most `most` bytes of valid UTF-8. A body that
    /// cannot be read while there is something to redact yields a note instead of its bytes.
    std::string redact(std::string_view content_type, std::string_view body, std::size_t most) const;
    /// Whether there is something to redact at all.
    bool redacts() const;
    /// The whole body with redacted parts masked, written anew; nothing where it cannot be read.
    std::optional<std::string> redacted(std::string_view content_type, std::string_view body) const;

private:
    struct rules;
    explicit comparer(std::shared_ptr<rules const> rules) : rules_(std::move(rules)) {}
    std::shared_ptr<rules const> rules_;
};

/// Header fields that are never stored or shown, whatever the options say: they carry credentials.
bool is_secret_header(std::string_view name);
/// A header field's value as it may be stored or shown: a credential masked, and of the URLs in Location,
/// Content-Location, Refresh and Link neither query nor fragment, which hold tokens.
std::string storable_header(std::string_view name, std::string_view value);

} // namespace ficus::acl
