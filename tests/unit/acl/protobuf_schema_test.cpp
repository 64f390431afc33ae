#include "acl/protobuf.hpp"
#include "unit/acl/protobuf_sets.hpp"

#include <catch2/catch.hpp>

using namespace ficus::acl;
using namespace std::string_literals;

namespace {

std::string compile_error(std::string_view set, std::string const& message, bool json_names = false) {
    auto const made = protobuf_message::compile(set, {.message = message, .json_names = json_names});
    return made ? "compiled" : made.error().key + ": " + made.error().message;
}

} // namespace

TEST_CASE("descriptor sets that cannot be used say how they are made") {
    auto const mend = "; write it with: protoc --include_imports --descriptor_set_out=FILE the.proto"s;
    CHECK(compile_error("", "Old") == "descriptors: is no set of protobuf descriptors" + mend);
    CHECK(compile_error("syntax = \"proto3\";", "Old") ==
          "descriptors: is no set of protobuf descriptors" + mend);
    auto set = testing::known_files();
    CHECK(compile_error(set.SerializeAsString(), "shop.v1.Ordr") ==
          "message: there is no message 'shop.v1.Ordr' in the descriptors; they have shop.v1.Line, "
          "shop.v1.Order, Old");
    set.mutable_file(1)->add_dependency("google/protobuf/timestamp.proto");
    CHECK(compile_error(set.SerializeAsString(), "Old") ==
          "descriptors: 'old.proto' imports 'google/protobuf/timestamp.proto', which is not there" + mend);
    set = testing::known_files();
    *set.add_file() = testing::old_file();
    CHECK(compile_error(set.SerializeAsString(), "Old") == "descriptors: 'old.proto' is there twice" + mend);
    set = testing::known_files();
    set.mutable_file(0)->mutable_message_type(0)->mutable_field(2)->set_type_name(".shop.v1.Gone");
    CHECK(compile_error(set.SerializeAsString(), "Old") ==
          "descriptors: cannot be used: shop.proto: shop.v1.Line.parts: \".shop.v1.Gone\" is not defined.");
    set = testing::known_files();
    set.mutable_file(1)->mutable_message_type(0)->mutable_field(1)->set_json_name("id");
    CHECK(compile_error(set.SerializeAsString(), "Old", true) ==
          "json_names: two fields of Old would be called 'id'; leave json_names out");
}

TEST_CASE("files of a descriptor set may come in any order") {
    auto set = testing::known_files();
    set.mutable_file(0)->add_dependency("later.proto");
    auto& later = *set.add_file();
    later.set_name("later.proto");
    CHECK(compile_error(set.SerializeAsString(), "shop.v1.Order") == "compiled");
}
