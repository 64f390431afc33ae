#include "unit/acl/protobuf_bytes.hpp"

#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/util/json_util.h>

using namespace ficus::acl;
using namespace ficus::acl::testing;
using namespace std::string_literals;

TEST_CASE("a protobuf message is an object of the names in its .proto") {
    CHECK(as_json("") == "{}");
    CHECK(as_json(from_hex("0a 03 412d31")) == R"({"order_id":"A-1"})");
    CHECK(as_bytes(R"({"order_id":"A-1"})") == from_hex("0a 03 412d31"));
    // Members come as the .proto declares them, fields as they are numbered.
    auto const both = from_hex("8a01 05 | 0a 01 41 | 10 02 | 9201 03 | 0a 01 42");
    CHECK(as_json(both) == R"({"first":{"sku":"B"},"lines":[{"sku":"A","qty":2}]})");
    CHECK(as_bytes(R"({"first":{"sku":"B"},"lines":[{"qty":2,"sku":"A"}]})") == both);
    auto const by_json = compiled({.message = "shop.v1.Order", .json_names = true});
    CHECK(as_json(from_hex("0a 01 41 | 20 05"), by_json) == R"({"orderId":"A","anInt32":5})");
    CHECK(as_bytes(R"({"orderId":"A","anInt32":5})", by_json) == from_hex("0a 01 41 | 20 05"));
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
    CHECK(as_bytes(R"({"an_int32":150})") == from_hex("20 9601"));
    CHECK(as_bytes(R"({"an_int32":-2})") == from_hex("20 feffffffffffffffff01"));
    CHECK(as_bytes(R"({"a_sint32":-2})") == from_hex("40 03"));
    CHECK(as_bytes(R"({"a_fixed32":1})") == from_hex("55 01000000"));
    CHECK(as_bytes(R"({"a_sfixed64":-2})") == from_hex("69 feffffffffffffff"));
    CHECK(as_bytes(R"({"a_double":1})") == from_hex("11 000000000000f03f"));
    CHECK(as_bytes(R"({"a_float":-0.5})") == from_hex("1d 000000bf"));
    CHECK(as_bytes(R"({"state":"GONE"})") == from_hex("8001 ffffffffffffffffff01"));
    CHECK(as_bytes(R"({"numbers":[3,-1,150]})") == from_hex("9a01 04 | 06 01 ac02"));
    CHECK(as_bytes(R"({"names":["a",""]})") == from_hex("b201 01 61 | b201 00"));
    CHECK(as_bytes(R"({"loose":[1,0]})") == from_hex("b801 01 | b801 00"));
    CHECK(as_bytes(R"({"labels":{"a":""}})") == from_hex("c201 05 | 0a 01 61 | 12 00"));
}

TEST_CASE("a field without presence that is zero is absent, one with presence is there") {
    CHECK(as_json(from_hex("20 00 | 0a 00 | 70 00 | 8001 00 | 11 0000000000000000")) == "{}");
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

TEST_CASE("the last of several values counts, and those of a message are merged, as protobuf has it") {
    CHECK(as_json(from_hex("20 01 | 20 02")) == R"({"an_int32":2})");
    CHECK(as_json(from_hex("20 01 | 20 00")) == "{}");
    CHECK(as_json(from_hex("9201 03 0a0141 | 20 05 | 9201 02 1007 | 9201 03 0a0142")) ==
          R"({"an_int32":5,"first":{"sku":"B","qty":7}})");
    CHECK(as_json(from_hex("da01 01 41 | e001 05")) == R"({"cash":5})");
    CHECK(as_json(from_hex("ea01 03 0a0141 | e001 05 | ea01 02 1007")) == R"({"swap":{"qty":7}})");
    CHECK(as_json(from_hex("9a01 01 06 | 9801 01 | 9a01 02 0103")) == R"({"numbers":[3,-1,-1,-2]})");
    CHECK(as_json(from_hex("ba01 02 0102 | b801 03")) == R"({"loose":[1,2,3]})");
    CHECK(as_json(from_hex("c201 06 0a0161 120178 | c201 06 0a0162 120179 | c201 06 0a0161 12017a")) ==
          R"({"labels":{"a":"z","b":"y"}})");
}

TEST_CASE("protobuf's maps are objects, whatever their keys and values") {
    CHECK(as_json(from_hex("c201 00 | ca01 00 | d201 00")) ==
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
    auto const read = taken(read_protobuf(from_hex("11 0000000000000840 | 7a 01 ff"), order()));
    CHECK(read.root()->find("a_double")->note == note::real);
    CHECK(read.root()->find("a_double")->text == "3");
    CHECK(read.root()->find("some_bytes")->note == note::base64);
}

TEST_CASE("fields that the schema does not know are counted") {
    auto const sent = from_hex("a006 01 | 0a 01 41 | aa06 02 ffff | a106 0000000000000000 | a506 00000000 | "
                               "a306 0801 ab06 ac06 a406 | 8a01 05 c83e 05 1007");
    auto const read = taken(read_protobuf(sent, order()));
    // The group and what is in it are one.
    CHECK(read.dropped() == 6);
    CHECK(as_json(sent) == R"({"order_id":"A","lines":[{"qty":7}]})");
}

TEST_CASE("negative numbers of five bytes, as old encoders write them, are read") {
    CHECK(as_json(from_hex("20 ffffffff0f")) == R"({"an_int32":-1})");
    CHECK(as_json(from_hex("8001 ffffffff0f")) == R"({"state":"GONE"})");
}

TEST_CASE("messages of proto2 have required fields, groups and lists that are not packed") {
    CHECK(as_bytes(R"({"id":0,"loose":[1,2],"tight":[1,2]})", old()) ==
          from_hex("08 00 | 18 01 | 18 02 | 22 02 0102"));
    auto const json =
        R"({"id":1,"note":"none","item":[{"sku":"A","inner":{"n":1}},{"sku":"B"}],"kind":"SMALL","words":{"a":""},"next":{"id":2}})"s;
    CHECK(there_and_back(json, old()) == json);
    CHECK(as_bytes(R"({"id":1,"item":[{"sku":"A","inner":{"n":1}}]})", old()) ==
          from_hex("08 01 | 2b 0a 01 41 13 08 01 14 2c"));
    CHECK(as_json(from_hex("08 01"), old()) == R"({"id":1})");
    CHECK(as_json(from_hex("30 07 | 08 01"), old()) == R"({"id":1,"kind":7})");
    CHECK(as_json(from_hex("08 01 | 3a 00"), old()) == R"({"id":1,"words":{"":""}})");
    CHECK(as_json("", old()) == "id: is required, and the message does not have it");
    CHECK(as_json(from_hex("08 01 | 2b 2c"), old()) ==
          "item[0].sku: is required, and the message does not have it");
    CHECK(as_json(from_hex("08 01 | 2b 0a 01 41"), old()) == "item: the group 5 has no end (byte 7)");
    CHECK(as_bytes("{}", old()) == "id: Old requires it");
    CHECK(as_bytes(R"({"id":1,"item":[{}]})", old()) == "item[0].sku: Old.Item requires it");
}

TEST_CASE("protobuf's own library reads the same out of what is written") {
    namespace pb = google::protobuf;
    auto const files = known_files();
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
