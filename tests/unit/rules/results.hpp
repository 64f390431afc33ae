#pragma once

#include "rules/error.hpp"
#include "rules/option_error.hpp"

#include <boost/system/result.hpp>
#include <catch2/catch.hpp>

#include <string>
#include <type_traits>
#include <vector>

namespace ficus::test {

inline std::string said(rules::error const& e) {
    return std::string(name_of(e.code)) + ": " + e.message;
}

inline std::string said(std::vector<rules::option_error> const& errors) {
    std::string text;
    for (auto const& e : errors) text += (text.empty() ? "" : "; ") + e.key + ": " + e.message;
    return text;
}

inline std::string said(std::string const& e) {
    return e;
}

/// The value; a test that gets an error instead ends and shows it.
template<class T, class E>
T ok(boost::system::result<T, E> result) {
    INFO((result.has_value() ? std::string() : said(result.error())));
    REQUIRE(result.has_value());
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

} // namespace ficus::test

namespace Catch {

template<class T, class E>
struct StringMaker<boost::system::result<T, E>> {
    static std::string convert(boost::system::result<T, E> const& result) {
        return result.has_value() ? std::string("a value") : ficus::test::said(result.error());
    }
};

} // namespace Catch
