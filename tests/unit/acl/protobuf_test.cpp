#include "acl/json.hpp"
#include "acl/protobuf.hpp"
#include "unit/acl/protobuf_sets.hpp"
#include "unit/acl/taken.hpp"

#include <catch2/catch.hpp>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/util/json_util.h>

using namespace ficus::acl;
using namespace std::string_literals;
using testing::taken;

namespace {

protobuf_message compiled(protobuf_options const& options) {
    auto made = protobuf_message::compile(testing::known_files().SerializeAsString(), options);
    if (!made) FAIL(made.error().key + ": " + made.error().message);
    return *made;
}

protobuf_message const& order() {
    static auto const made = compiled({.message = "shop.v1.Order"});
    return made;
}

protobuf_message const& old() {
    static auto const made = compiled({.message = "Old"});
    return made;
}

/// `0a 03 | 41` as bytes; bars and blanks are for the reader.
std::string bytes(std::string_view hex) {
    std::string digits, out;
    for (auto const c : hex)
        if (c != ' ' && c != '|') digits += c;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        out += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
    return out;
}

std::string as_json(std::string_view bytes, protobuf_message const& type = order(),
                    reading_limits const& limits = {}) {
    auto const read = read_protobuf(bytes, type, limits);
    if (!read) return read.error().where + ": " + read.error().message;
    std::string out;
    write_json(*read->root(), out);
    return out;
}

/// The bytes, or the error.
std::string as_bytes(std::string_view json, protobuf_message const& type = order()) {
    auto const tree = taken(read_json(json));
    std::string out;
    auto const written = write_protobuf(*tree.root(), type, out);
    if (!written) {
        CHECK(out.empty());
        return written.error().where + ": " + written.error().message;
    }
    return out;
}

/// Of a member alone, both ways.
std::string there_and_back(std::string_view json, protobuf_message const& type = order()) {
    auto const tree = taken(read_json(json));
    std::string out;
    auto const written = write_protobuf(*tree.root(), type, out);
    if (!written) return written.error().where + ": " + written.error().message;
    return as_json(out, type);
}

std::string compile_error(std::string_view set, std::string const& message, bool json_names = false) {
    auto const made = protobuf_message::compile(set, {.message = message, .json_names = json_names});
    return made ? "compiled" : made.error().key + ": " + made.error().message;
}

} // namespace

TEST_CASE("a protobuf message is an object of the names in its .proto") {
    CHECK(as_json("") == "{}");
    CHECK(as_json(bytes("0a 03 412d31")) == R"({"order_id":"A-1"})");
    CHECK(as_bytes(R"({"order_id":"A-1"})") == bytes("0a 03 412d31"));
    // Members come as the .proto declares them, fields as they are numbered.
    auto const both = bytes("8a01 05 | 0a 01 41 | 10 02 | 9201 03 | 0a 01 42");
    CHECK(as_json(both) == R"({"first":{"sku":"B"},"lines":[{"sku":"A","qty":2}]})");
    CHECK(as_bytes(R"({"first":{"sku":"B"},"lines":[{"qty":2,"sku":"A"}]})") == both);
    auto const by_json = compiled({.message = "shop.v1.Order", .json_names = true});
    CHECK(as_json(bytes("0a 01 41 | 20 05"), by_json) == R"({"orderId":"A","anInt32":5})");
    CHECK(as_bytes(R"({"orderId":"A","anInt32":5})", by_json) == bytes("0a 01 41 | 20 05"));
    CHECK(order().name() == "shop.v1.Order");
}

TEST_CASE("every scalar type of protobuf keeps its least and its largest value") {
    auto const json = GENERATE(
        R"({"a_double":1.7976931348623157e+308})", R"({"a_double":-5e-324})", R"({"a_double":0.1})",
        R"({"a_double":-0})", R"({"a_float":3.4028235e+38})", R"({"a_float":-1e-45})", R"({"a_float":0.1})",
        R"({"a_float":-0})", R"({"a_double":"NaN"})", R"({"a_double":"-Infinity"})", R"({"a_float":"NaN"})",
        R"({"a_float":"Infinity"})", R"({"an_int32":-2147483648})", R"({"an_int32":2147483647})",
        R"({"an_int64":-9223372036854775808})", R"({"an_int64":9223372036854775807})",
        R"({"a_uint32":4294967295})", R"({"a_uint64":18446744073709551615})", R"({"a_sint32":-2147483648})",
        R"({"a_sint32":2147483647})", R"({"a_sint32":-1})", R"({"a_sint64":-9223372036854775808})",
        R"({"a_sint64":9223372036854775807})", R"({"a_fixed32":4294967295})",
        R"({"a_fixed64":18446744073709551615})", R"({"a_sfixed32":-2147483648})",
        R"({"a_sfixed32":2147483647})", R"({"a_sfixed64":-9223372036854775808})",
        R"({"a_sfixed64":9223372036854775807})", R"({"a_bool":true})",
        R"({"order_id":"\u0000ü\ud83d\ude00"})", R"({"some_bytes":"AP8="})", R"({"some_bytes":"/w=="})",
        R"({"some_bytes":"+/+/"})", R"({"state":"PAID"})", R"({"state":"GONE"})", R"({"state":7})",
        R"({"state":-7})");
    auto const tree = taken(read_json(json));
    std::string first;
    write_json(*tree.root(), first);
    CHECK(there_and_back(json) == first);
}

TEST_CASE("protobuf's bytes are those of the encoding's description") {
    CHECK(as_bytes(R"({"an_int32":150})") == bytes("20 9601"));
    CHECK(as_bytes(R"({"an_int32":-2})") == bytes("20 feffffffffffffffff01"));
    CHECK(as_bytes(R"({"a_sint32":-2})") == bytes("40 03"));
    CHECK(as_bytes(R"({"a_fixed32":1})") == bytes("55 01000000"));
    CHECK(as_bytes(R"({"a_sfixed64":-2})") == bytes("69 feffffffffffffff"));
    CHECK(as_bytes(R"({"a_double":1})") == bytes("11 000000000000f03f"));
    CHECK(as_bytes(R"({"a_float":-0.5})") == bytes("1d 000000bf"));
    CHECK(as_bytes(R"({"state":"GONE"})") == bytes("8001 ffffffffffffffffff01"));
    CHECK(as_bytes(R"({"numbers":[3,-1,150]})") == bytes("9a01 04 | 06 01 ac02"));
    CHECK(as_bytes(R"({"names":["a",""]})") == bytes("b201 01 61 | b201 00"));
    CHECK(as_bytes(R"({"loose":[1,0]})") == bytes("b801 01 | b801 00"));
    CHECK(as_bytes(R"({"labels":{"a":""}})") == bytes("c201 05 | 0a 01 61 | 12 00"));
}

TEST_CASE("a field without presence that is zero is absent, one with presence is there") {
    CHECK(as_json(bytes("20 00 | 0a 00 | 70 00 | 8001 00 | 11 0000000000000000")) == "{}");
    CHECK(
        as_bytes(R"({"an_int32":0,"order_id":"","a_bool":false,"state":"NEW","a_double":0,"some_bytes":""})")
            .empty());
    CHECK(as_bytes(R"({"lines":[],"labels":{},"numbers":[]})").empty());
    auto const json = GENERATE(R"({"maybe_text":""})", R"({"maybe_number":0})", R"({"maybe_truth":false})",
                               R"({"first":{}})", R"({"card":""})", R"({"cash":0})", R"({"swap":{}})");
    CHECK(there_and_back(json) == json);
}

TEST_CASE("with defaults = true protobuf's zeros, empty lists and maps are there") {
    auto const line = compiled({.message = "shop.v1.Line", .defaults = true});
    CHECK(as_json("", line) == R"({"sku":"","qty":0,"parts":[]})");
    auto const all = as_json("", compiled({.message = "shop.v1.Order", .defaults = true}));
    CHECK(all.find(R"("state":"NEW")") != std::string::npos);
    CHECK(all.find(R"("labels":{})") != std::string::npos);
    CHECK(all.find("maybe") == std::string::npos);
    CHECK(all.find("card") == std::string::npos);
    CHECK(all.find("first") == std::string::npos);
}

TEST_CASE("64-bit integers of protobuf are strings where that is asked") {
    auto const texts = compiled({.message = "shop.v1.Order", .int64_text = true});
    auto const json =
        R"({"an_int32":1,"an_int64":"-9223372036854775808","a_uint64":"18446744073709551615"})"s;
    CHECK(there_and_back(json, texts) == json);
    CHECK(there_and_back(json) ==
          R"({"an_int32":1,"an_int64":-9223372036854775808,"a_uint64":18446744073709551615})");
    CHECK(as_bytes(R"({"an_int32":"1"})", texts) == "an_int32: is text where there must be a number (int32)");
    CHECK(as_bytes(R"({"an_int64":"1.0"})", texts) ==
          "an_int64: is text where there must be a number (int64)");
}

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

TEST_CASE(
    "whole numbers of any spelling fit protobuf's integers, and doubles fit floats that they came from") {
    CHECK(there_and_back(R"({"an_int32":5.0})") == R"({"an_int32":5})");
    CHECK(there_and_back(R"({"an_int32":-12e2})") == R"({"an_int32":-1200})");
    CHECK(there_and_back(R"({"a_uint64":1.8446744073709551615e19})") ==
          R"({"a_uint64":18446744073709551615})");
    CHECK(there_and_back(R"({"a_double":1.50})") == R"({"a_double":1.5})");
    CHECK(there_and_back(R"({"a_float":0.10000000149011612})") == R"({"a_float":0.1})");
    CHECK(there_and_back(R"({"a_double":0.30000000000000004})") == R"({"a_double":0.30000000000000004})");
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

TEST_CASE("the last of several values counts, and those of a message are merged, as protobuf has it") {
    CHECK(as_json(bytes("20 01 | 20 02")) == R"({"an_int32":2})");
    CHECK(as_json(bytes("20 01 | 20 00")) == "{}");
    CHECK(as_json(bytes("9201 03 0a0141 | 20 05 | 9201 02 1007 | 9201 03 0a0142")) ==
          R"({"an_int32":5,"first":{"sku":"B","qty":7}})");
    CHECK(as_json(bytes("da01 01 41 | e001 05")) == R"({"cash":5})");
    CHECK(as_json(bytes("ea01 03 0a0141 | e001 05 | ea01 02 1007")) == R"({"swap":{"qty":7}})");
    CHECK(as_json(bytes("9a01 01 06 | 9801 01 | 9a01 02 0103")) == R"({"numbers":[3,-1,-1,-2]})");
    CHECK(as_json(bytes("ba01 02 0102 | b801 03")) == R"({"loose":[1,2,3]})");
    CHECK(as_json(bytes("c201 06 0a0161 120178 | c201 06 0a0162 120179 | c201 06 0a0161 12017a")) ==
          R"({"labels":{"a":"z","b":"y"}})");
}

TEST_CASE("protobuf's maps are objects, whatever their keys and values") {
    CHECK(as_json(bytes("c201 00 | ca01 00 | d201 00")) ==
          R"({"labels":{"":""},"by_number":{"0":{}},"by_truth":{"false":"NEW"}})");
    auto const json =
        R"({"labels":{"b":"1","a":"2"},"by_number":{"-5":{"sku":"A"},"7":{}},"by_truth":{"true":"PAID","false":9}})"s;
    CHECK(there_and_back(json) == json);
}

TEST_CASE("several names of one number of an enum are read as the first and written alike") {
    CHECK(as_bytes(R"({"state":"SETTLED"})") == as_bytes(R"({"state":"PAID"})"));
    CHECK(as_bytes(R"({"state":1})") == as_bytes(R"({"state":"PAID"})"));
    CHECK(there_and_back(R"({"states":["SETTLED","GONE",1,2]})") == R"({"states":["PAID","GONE","PAID",2]})");
}

TEST_CASE("bytes and real numbers of protobuf are noted as such") {
    auto const read = taken(read_protobuf(bytes("11 0000000000000840 | 7a 01 ff"), order()));
    CHECK(read.root()->find("a_double")->note == note::real);
    CHECK(read.root()->find("a_double")->text == "3");
    CHECK(read.root()->find("some_bytes")->note == note::base64);
}

TEST_CASE("fields that the schema does not know are counted") {
    auto const sent = bytes("a006 01 | 0a 01 41 | aa06 02 ffff | a106 0000000000000000 | a506 00000000 | "
                            "a306 0801 ab06 ac06 a406 | 8a01 05 c83e 05 1007");
    auto const read = taken(read_protobuf(sent, order()));
    // The group and what is in it are one.
    CHECK(read.dropped() == 6);
    CHECK(as_json(sent) == R"({"order_id":"A","lines":[{"qty":7}]})");
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
    CHECK(as_json(bytes(sent.hex)) == sent.error);
}

TEST_CASE("negative numbers of five bytes, as old encoders write them, are read") {
    CHECK(as_json(bytes("20 ffffffff0f")) == R"({"an_int32":-1})");
    CHECK(as_json(bytes("8001 ffffffff0f")) == R"({"state":"GONE"})");
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
    CHECK(as_json(bytes("1a00 1a00"), line, {.max_members = 4}) == R"({"parts":[{},{}]})");
    CHECK(as_json(bytes("1a00 1a00"), line, {.max_members = 3}) ==
          "parts[1]: more values than are accepted in one document");
    CHECK(as_json(bytes("9a01 03 020202"), order(), {.max_members = 4}) ==
          "numbers[2]: more values than are accepted in one document");
    CHECK(as_json("12345", line, {.max_bytes = 4}) ==
          "the document: 5 bytes are more than the 4 that are accepted");
    CHECK(as_json(std::string(20, '\x6b'), line, {.max_depth = 10}) ==
          "the document: nested deeper than the 10 levels that are accepted");
    CHECK(as_json(bytes("6b 6b 6c 6c 6b 6c"), line, {.max_members = 2}) ==
          "the document: more groups than are accepted in one document");
}

TEST_CASE("messages of proto2 have required fields, groups and lists that are not packed") {
    CHECK(as_bytes(R"({"id":0,"loose":[1,2],"tight":[1,2]})", old()) ==
          bytes("08 00 | 18 01 | 18 02 | 22 02 0102"));
    auto const json =
        R"({"id":1,"note":"none","item":[{"sku":"A","inner":{"n":1}},{"sku":"B"}],"kind":"SMALL","words":{"a":""},"next":{"id":2}})"s;
    CHECK(there_and_back(json, old()) == json);
    CHECK(as_bytes(R"({"id":1,"item":[{"sku":"A","inner":{"n":1}}]})", old()) ==
          bytes("08 01 | 2b 0a 01 41 13 08 01 14 2c"));
    CHECK(as_json(bytes("08 01"), old()) == R"({"id":1})");
    CHECK(as_json(bytes("30 07 | 08 01"), old()) == R"({"id":1,"kind":7})");
    CHECK(as_json(bytes("08 01 | 3a 00"), old()) == R"({"id":1,"words":{"":""}})");
    CHECK(as_json("", old()) == "id: is required, and the message does not have it");
    CHECK(as_json(bytes("08 01 | 2b 2c"), old()) ==
          "item[0].sku: is required, and the message does not have it");
    CHECK(as_json(bytes("08 01 | 2b 0a 01 41"), old()) == "item: the group 5 has no end (byte 7)");
    CHECK(as_bytes("{}", old()) == "id: Old requires it");
    CHECK(as_bytes(R"({"id":1,"item":[{}]})", old()) == "item[0].sku: Old.Item requires it");
}

TEST_CASE("protobuf's own library reads the same out of what is written") {
    namespace pb = google::protobuf;
    auto const files = testing::known_files();
    pb::DescriptorPool pool;
    for (auto const& file : files.file()) REQUIRE(pool.BuildFile(file) != nullptr);
    pb::DynamicMessageFactory factory;
    std::unique_ptr<pb::Message> const message(
        factory.GetPrototype(pool.FindMessageTypeByName("shop.v1.Order"))->New());
    auto const json =
        R"({"order_id":"A-1","a_double":0.1,"a_float":-2.5,"an_int32":-7,"an_int64":-8,"a_uint32":4294967295,"a_uint64":9,)"
        R"("a_sint32":-10,"a_sint64":-11,"a_fixed32":12,"a_fixed64":13,"a_sfixed32":-14,"a_sfixed64":-15,"a_bool":true,)"
        R"("some_bytes":"AP8=","state":"PAID","first":{"sku":"x"},"lines":[{"sku":"A","qty":2,"parts":[{"sku":"B"}]},{}],)"
        R"("numbers":[1,-2,3],"reals":[0.5,1e+100],"states":["PAID",5],"names":["ü",""],"loose":[1,2],)"
        R"("labels":{"k":"v"},"by_number":{"-3":{"qty":1}},"by_truth":{"true":"GONE"},"cash":0,"maybe_text":""})"s;
    auto const ours = as_bytes(json);
    REQUIRE(message->ParseFromString(ours));
    CHECK(message->GetReflection()->GetUnknownFields(*message).empty());
    CHECK(message->SerializeAsString() == ours);
    CHECK(as_json(message->SerializeAsString()) == json);
}

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

TEST_CASE("what a hostile message says again and again is counted") {
    std::string pieces, changes;
    for (int i = 0; i < 1000; ++i) {
        pieces += bytes("9201 00");
        changes += bytes("ea01 00 | e001 05");
    }
    constexpr auto too_many = ": more values than are accepted in one document";
    CHECK(as_json(pieces, order(), {.max_members = 2000}) == R"({"first":{}})");
    CHECK(as_json(pieces, order(), {.max_members = 500}) == std::string("first") + too_many);
    CHECK(as_json(changes, order(), {.max_members = 5000}) == R"({"cash":5})");
    CHECK(as_json(changes, order(), {.max_members = 1500}).ends_with(too_many));
}
