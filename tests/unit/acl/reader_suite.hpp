#pragma once

#include "acl/error.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>
#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

/// What parsers of a format are known to differ in, as tables: names that begin with `y_` are of documents
/// that must be read, with `n_` of those that must be refused, with `i_` of those that a reader may decide
/// about. Each is read in bounded time.
namespace ficus::acl::testing {

struct suite_case {
    std::string_view name;
    std::string text;
};

struct open_case {
    suite_case one;
    bool is_read; ///< by ours
    std::string_view why;
};

inline std::string times(std::size_t count, std::string_view piece) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += piece;
    return all;
}

/// With the NULs in it.
inline std::string bytes(std::string_view text) {
    return std::string(text);
}

/// Reads within a time that no machine of ours needs for a megabyte.
template<class Format>
boost::system::result<document, error> read_soon(suite_case const& one) {
    auto const begun = std::chrono::steady_clock::now();
    auto made = Format::read(one.text);
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(2));
    return made;
}

/// All are read, and what is written of each is read as the same. `Format` has `read(text)` and
/// `write(tree)`.
template<class Format>
void check_accepted(std::vector<suite_case> const& all) {
    for (auto const& one : all) {
        CAPTURE(one.name);
        CHECK(one.name.starts_with("y_"));
        auto const first = read_soon<Format>(one);
        if (!first) UNSCOPED_INFO(first.error().where << ": " << first.error().message);
        CHECK(first.has_value());
        if (!first) continue;
        auto const text = Format::write(*first);
        auto const second = Format::read(text);
        REQUIRE(second.has_value());
        CHECK(Format::write(*second) == text);
    }
}

template<class Format>
void check_refused(std::vector<suite_case> const& all) {
    for (auto const& one : all) {
        CAPTURE(one.name);
        CHECK(one.name.starts_with("n_"));
        auto const made = read_soon<Format>(one);
        CHECK(made.has_error());
        if (made.has_error()) CHECK_FALSE(made.error().message.empty());
    }
}

template<class Format>
void check_left_open(std::vector<open_case> const& all) {
    for (auto const& [one, is_read, why] : all) {
        CAPTURE(one.name, why);
        CHECK(one.name.starts_with("i_"));
        CHECK(read_soon<Format>(one).has_value() == is_read);
    }
}

} // namespace ficus::acl::testing
