#include "unit/acl/protobuf_bytes.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;
using namespace std::string_literals;

// What is no message of a type, on the way in and on the way out, and what costs too much.

TEST_CASE("numbers that a field of protobuf cannot hold are refused, and none is rounded") {
    struct example {
        std::string_view json, error;
    };
    auto const given = GENERATE(
        example{R"({"an_int32":1.5})", "an_int32: 1.5 is not whole, and int32 holds whole numbers"},
        example{R"({"an_int32":-0})", "an_int32: -0 would lose its sign as int32; send 0"},
        example{R"({"an_int32":1099511627776})",
                "an_int32: 1099511627776 is past what a signed 32-bit integer (int32) holds"},
        example{R"({"an_int32":2147483648})",
                "an_int32: 2147483648 is past what a signed 32-bit integer (int32) holds"},
        example{R"({"a_sfixed32":-2147483649})",
                "a_sfixed32: -2147483649 is past what a signed 32-bit integer (sfixed32) holds"},
        example{R"({"a_uint32":-1})", "a_uint32: -1 is past what an unsigned 32-bit integer (uint32) holds"},
        example{R"({"a_uint64":18446744073709551616})",
                "a_uint64: 18446744073709551616 is past what an unsigned 64-bit integer (uint64) holds"},
        example{R"({"an_int64":9223372036854775808})",
                "an_int64: 9223372036854775808 is past what a signed 64-bit integer (int64) holds"},
        example{R"({"an_int64":1e999999999999999999})",
                "an_int64: 1e999999999999999999 is past what a signed 64-bit integer (int64) holds"},
        example{R"({"numbers":[1,2,0.5]})", "numbers[2]: 0.5 is not whole, and sint32 holds whole numbers"},
        example{R"({"a_double":1e400})", "a_double: 1e400 is past what a double holds"},
        example{R"({"a_float":1e39})", "a_float: 1e39 is past what a float holds"},
        example{R"({"a_double":9007199254740993})", "a_double: 9007199254740993 has more digits than a "
                                                    "double holds; it would become 9007199254740992"},
        example{R"({"a_float":16777217})",
                "a_float: 16777217 has more digits than a float holds; it would become 16777216"},
        example{R"({"a_float":0.123456789})",
                "a_float: 0.123456789 has more digits than a float holds; it would become 0.12345679"},
        example{R"({"state":2147483648})",
                "state: 2147483648 is past what a signed 32-bit integer (enum) holds"});
    CHECK(as_bytes(given.json) == given.error);
}

TEST_CASE("what is no field of a message, or of another kind than it, is refused with its place") {
    struct example {
        std::string_view json, error;
    };
    auto const given = GENERATE(
        example{R"([])", "the document: is a list where there must be an object, as each message is"},
        example{R"({"lines":[{},{"colour":"red"}]})", "lines[1].colour: shop.v1.Line has no such field"},
        example{R"({"lines":{}})", "lines: is an object where there must be a list"},
        example{R"({"lines":[[]]})", "lines[0]: is a list where there must be an object, as shop.v1.Line is"},
        example{R"({"first":{"qty":null}})",
                "first.qty: is null, which protobuf does not have; leave it out"},
        example{R"({"names":["a",null]})", "names[1]: is null, which protobuf does not have; leave it out"},
        example{R"({"order_id":7})", "order_id: is a number where there must be text"},
        example{R"({"an_int32":"7"})", "an_int32: is text where there must be a number (int32)"},
        example{R"({"a_double":"7"})", "a_double: is text where there must be a number (double)"},
        example{R"({"a_bool":1})", "a_bool: is a number where there must be true or false"},
        example{R"({"some_bytes":"YQ"})", "some_bytes: not base64, as a field of bytes needs it"},
        example{R"({"some_bytes":"YR=="})", "some_bytes: not base64, as a field of bytes needs it"},
        example{R"({"some_bytes":"_w=="})", "some_bytes: not base64, as a field of bytes needs it"},
        example{R"({"state":"LOST"})",
                "state: 'LOST' is no value of shop.v1.State, which has GONE, NEW, PAID"},
        example{R"({"state":true})",
                "state: is a boolean where there must be a name or a number of shop.v1.State"},
        example{R"({"labels":[]})", "labels: is a list where there must be an object"},
        example{R"({"labels":{"a":1}})", "labels.a: is a number where there must be text"},
        example{R"({"by_number":{"01":{}}})", "by_number.01: the keys of this map are whole numbers (int32)"},
        example{R"({"by_number":{"-0":{}}})", "by_number.-0: the keys of this map are whole numbers (int32)"},
        example{R"({"by_number":{"2147483648":{}}})",
                "by_number.2147483648: 2147483648 is past what a signed 32-bit integer (int32) holds"},
        example{R"({"by_truth":{"yes":"PAID"}})", "by_truth.yes: the keys of this map are true and false"},
        example{R"({"card":"4","cash":5})",
                "cash: cannot be there besides 'card': only one of 'payment' can"});
    CHECK(as_bytes(given.json) == given.error);
}

TEST_CASE("a member that is there twice is not written as a message") {
    document tree;
    tree.set_root(tree.make(kind::object));
    for (auto const* text : {"a", "b"}) document::append(*tree.root(), *tree.make_string(text), "order_id");
    std::string out = "before";
    auto const written = write_protobuf(*tree.root(), order(), out);
    REQUIRE(!written.has_value());
    CHECK(written.error().code == error_code::repeated);
    CHECK(written.error().where == "order_id");
    CHECK(out == "before");
}

TEST_CASE("hostile bytes are refused with their place") {
    struct example {
        std::string_view hex, error;
    };
    auto const sent = GENERATE(
        example{"0a", "order_id: its bytes are not whole (byte 2)"},
        example{"0a 05 41", "order_id: its bytes are not whole (byte 2)"},
        example{"0a ffffffffffffffffff01", "order_id: its bytes are not whole (byte 2)"},
        example{"20 ff", "an_int32: its bytes are not whole (byte 2)"},
        example{"20 ffffffffffffffffffff01", "an_int32: its bytes are not whole (byte 2)"},
        example{"20 ffffffffffffffffff02", "an_int32: its bytes are not whole (byte 2)"},
        example{"20 8080808010", "an_int32: 4294967296 is past the 32 bits of int32 (byte 2)"},
        example{"30 8080808010", "a_uint32: 4294967296 is past the 32 bits of uint32 (byte 2)"},
        example{"11 00", "a_double: its bytes are not whole (byte 2)"},
        example{"0a 02 c328", "order_id: not UTF-8; a field of any bytes has the type bytes (byte 3)"},
        example{"c201 04 0a 02 c328",
                "labels.key: not UTF-8; a field of any bytes has the type bytes (byte 6)"},
        example{"00 01", "the document: there is no field where one is due (byte 1)"},
        example{"07", "the document: there is no field where one is due (byte 1)"},
        example{"8080808080 01", "the document: there is no field where one is due (byte 1)"},
        example{"0c", "the document: there is no field where one is due (byte 1)"},
        example{"0a 01 41 | a306", "the document: the group 100 has no end (byte 6)"},
        example{"a306 0801 ac06", "the document: the group 100 has no end (byte 5)"},
        example{"a006", "the document: the bytes of field 100 are not whole (byte 1)"},
        example{"08 01",
                "order_id: is sent as a varint, and as string it is bytes of some length; the sender's "
                ".proto is another one (byte 2)"},
        example{"ea01 01 0a | e001 05", "swap.sku: its bytes are not whole (byte 5)"},
        example{"a101 00", "reals: its bytes are not whole (byte 3)"},
        example{"a201 07 00000000000000", "reals: its bytes are not whole (byte 4)"},
        example{"8a01 02 0800",
                "lines[0].sku: is sent as a varint, and as string it is bytes of some length; the "
                "sender's .proto is another one (byte 5)"},
        example{"8a01 04 1a02 0a05", "lines[0].parts[0].sku: its bytes are not whole (byte 7)"});
    CHECK(as_json(from_hex(sent.hex)) == sent.error);
}

TEST_CASE("the limits of reading hold for protobuf") {
    std::string nested;
    for (int i = 0; i < 5; ++i) nested = "\x1a" + std::string(1, static_cast<char>(nested.size())) + nested;
    auto const line = compiled({.message = "shop.v1.Line"});
    CHECK(as_json(nested, line, {.max_depth = 11}) ==
          R"({"parts":[{"parts":[{"parts":[{"parts":[{"parts":[{}]}]}]}]}]})");
    CHECK(as_json(nested, line, {.max_depth = 10}) ==
          "parts[0].parts[0].parts[0].parts[0].parts[0]: nested deeper than the 10 levels that are accepted");
    // The root, the list and two items.
    CHECK(as_json(from_hex("1a00 1a00"), line, {.max_members = 4}) == R"({"parts":[{},{}]})");
    CHECK(as_json(from_hex("1a00 1a00"), line, {.max_members = 3}) ==
          "parts[1]: more values than are accepted in one document");
    CHECK(as_json(from_hex("9a01 03 020202"), order(), {.max_members = 4}) ==
          "numbers[2]: more values than are accepted in one document");
    CHECK(as_json("12345", line, {.max_bytes = 4}) ==
          "the document: 5 bytes are more than the 4 that are accepted");
    CHECK(as_json(std::string(20, '\x6b'), line, {.max_depth = 10}) ==
          "the document: nested deeper than the 10 levels that are accepted");
    CHECK(as_json(from_hex("6b 6b 6c 6c 6b 6c"), line, {.max_members = 2}) ==
          "the document: more groups than are accepted in one document");
}

TEST_CASE("what a hostile message says again and again is counted") {
    std::string pieces, changes;
    for (int i = 0; i < 1000; ++i) {
        pieces += from_hex("9201 00");
        changes += from_hex("ea01 00 | e001 05");
    }
    constexpr auto too_many = ": more values than are accepted in one document";
    CHECK(as_json(pieces, order(), {.max_members = 2000}) == R"({"first":{}})");
    CHECK(as_json(pieces, order(), {.max_members = 500}) == std::string("first") + too_many);
    CHECK(as_json(changes, order(), {.max_members = 5000}) == R"({"cash":5})");
    CHECK(as_json(changes, order(), {.max_members = 1500}).ends_with(too_many));
}
