#pragma once

#include <boost/system/result.hpp>
#include <catch2/catch.hpp>

#include <utility>

namespace ficus::acl::testing {

/// The value of a result, which has to be one; for errors that cannot be thrown.
template<class T, class E>
T taken(boost::system::result<T, E> made) {
    REQUIRE(made.has_value());
    return std::move(*made);
}

} // namespace ficus::acl::testing
