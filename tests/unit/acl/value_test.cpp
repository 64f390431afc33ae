#include "acl/value.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;

TEST_CASE("a copy outlives the document that it was made from") {
    document copy;
    {
        document original;
        auto* root = original.make(kind::object);
        document::append(*root, *original.make_number("12.50"), original.keep("total"));
        copy.set_root(copy.copy(*root));
    }
    REQUIRE(copy.root()->count == 1);
    CHECK(copy.root()->find("total")->text == "12.50");
    CHECK(copy.root()->find("absent") == nullptr);
}
