#include "acl/fixed.hpp"
#include "acl/json.hpp"
#include "acl/proof.hpp"
#include "taken.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

namespace {

using where = padding_options::where;

fixed_options const stock{{{"sku", {4, " ", where::right}}, {"qty", {3, "0", where::left}}}};

std::string as_json(std::string_view text, fixed_options const& options = stock,
                    reading_limits const& limits = {}) {
    auto const layout = taken(fixed_layout::compile(options));
    auto const read = read_fixed(text, layout, limits);
    if (!read) return read.error().where + ": " + read.error().message;
    std::string out;
    write_json(*read->root(), out);
    return out;
}

std::string as_fixed(std::string_view json, fixed_options const& options = stock) {
    auto const read = read_json(json);
    REQUIRE(read.has_value());
    std::string out;
    auto const written = write_fixed(*read->root(), taken(fixed_layout::compile(options)), out);
    if (!written) return written.error().where + ": " + written.error().message;
    return out;
}

std::string wrong(fixed_options const& options) {
    auto const made = fixed_layout::compile(options);
    std::string all;
    if (!made)
        for (auto const& problem : made.error()) all += problem.key + ": " + problem.message + "\n";
    return all;
}

} // namespace

TEST_CASE("lines of fixed width are objects of their columns, without the padding") {
    CHECK(as_json("A-1 012\nB  b000\n") == R"([{"sku":"A-1","qty":"12"},{"sku":"B  b","qty":"0"}])");
    CHECK(as_json(" A  123\r\n    001") == R"([{"sku":" A","qty":"123"},{"sku":"","qty":"1"}])");
    CHECK(as_json("\xef\xbb\xbf"
                  "A   001\n") == R"([{"sku":"A","qty":"1"}])");
    CHECK(as_json("") == "[]");
    INFO("a width is of characters");
    CHECK(as_json("Zoë€001\n") == R"([{"sku":"Zoë€","qty":"1"}])");
}

TEST_CASE("objects are written as lines of fixed width, whatever the order of their members") {
    CHECK(as_fixed(R"([{"qty":12,"sku":"A"},{"sku":"Zoë€","qty":"0"}])") == "A   012\nZoë€000\n");
    CHECK(as_fixed("[]") == "");
    auto crlf = stock;
    crlf.line_end = line_end::crlf;
    CHECK(as_fixed(R"([{"sku":"A","qty":true}])", {{{"qty", {5}}, {"sku", {1}}}, line_end::crlf}) ==
          "true A\r\n");
}

TEST_CASE("filler is padding when written, and counted when it is none and left out") {
    fixed_options const filled{{{"a", {1}}, {"", {3, "-", where::right}}, {"b", {1}}, {"", {2}}}};
    CHECK(as_json("x---y  \n", filled) == R"([{"a":"x","b":"y"}])");
    CHECK(as_fixed(R"([{"a":"x","b":"y"}])", filled) == "x---y  \n");
    auto const read = taken(read_fixed("x---y  \nx-?-y  \nx   y !\n", taken(fixed_layout::compile(filled))));
    CHECK(read.dropped() == 3);
    CHECK(as_fixed(R"([{"a":"x","b":"y","":"z"}])", filled) == "[0].: is none of the columns");
}

TEST_CASE("records that are not as wide as their columns, and other texts that are none, name the row") {
    CHECK(as_json("A   001\nB  001\n") == "row 2: 6 characters where the columns have 7");
    CHECK(as_json("A   0012\n") == "row 1: 8 characters where the columns have 7");
    CHECK(as_json("A   001\n\n") == "row 2: 0 characters where the columns have 7");
    CHECK(as_json("A \r 001\n") == "row 1: a CR without its LF");
    CHECK(as_json("A   001\r") == "row 1: a CR without its LF");
    CHECK(as_json("A\xff  001\n") == "byte 2: not UTF-8");
}

TEST_CASE("what a record cannot say is refused with its place and column") {
    CHECK(as_fixed(R"([{"sku":"A","qty":1},{"sku":"ABCDE","qty":1}])") ==
          "[1].sku: 'ABCDE' has 5 characters, and the column 4");
    CHECK(as_fixed(R"([{"sku":"A","qty":1000}])") == "[0].qty: '1000' has 4 characters, and the column 3");
    CHECK(as_fixed(R"([{"sku":"A ","qty":1}])") ==
          "[0].sku: 'A ' ends in ' ', which could not be told from the padding");
    CHECK(as_fixed(R"([{"sku":"A","qty":-1}])") ==
          "[0].qty: '-1' has a sign, which zeros cannot stand before");
    CHECK(
        as_fixed(R"([{"sku":"A\nB","qty":1}])").ends_with("has a line end in it, and a record is one line"));
    CHECK(as_fixed(R"([{"sku":"A"}])") == "[0].qty: is absent, and a record has no way to say so");
    CHECK(as_fixed(R"([{"sku":null,"qty":1}])") == "[0].sku: a record cannot hold null");
    CHECK(as_fixed(R"([{"sku":[],"qty":1}])") == "[0].sku: a record cannot hold lists or objects");
    CHECK(as_fixed(R"([{"sku":"A","qty":1,"no":1}])") == "[0].no: is none of the columns");
    CHECK(as_fixed(R"([[]])") == "[0]: a record is an object of its columns");
    CHECK(as_fixed(R"({})") == "the document: only a list can be written as records of fixed width");
    CHECK(as_fixed("[{\"sku\":\"\xef\xbb\xbf\",\"qty\":1}]") ==
          "[0].sku: begins with a byte order mark, which a reader skips");
}

TEST_CASE("records keep to the limits") {
    reading_limits limits;
    limits.max_members = 6;
    CHECK(as_json("A   001\n", stock, limits) == R"([{"sku":"A","qty":"1"}])");
    CHECK(as_json("A   001\nB   001\n", stock, limits) ==
          "row 2: more values than are accepted in one document");
    limits = {};
    limits.max_bytes = 7;
    CHECK(as_json("A   001\n", stock, limits) ==
          "the document: 8 bytes are more than the 7 that are accepted");
    limits = {};
    limits.max_depth = 1;
    CHECK(as_json("A   001\n", stock, limits) == "the document: nested deeper than is accepted");
}

TEST_CASE("every mistake in columns is told, with its key") {
    CHECK(wrong({}).starts_with("columns: say which columns a record has"));
    CHECK(wrong({{{"", {3}}}}).starts_with("columns: say which columns a record has"));
    CHECK(wrong({{{"a", {1}}, {"a", {0}}, {"b", {1, "ab"}}, {"c", {1, "\n"}}}}) ==
          "columns[1].name: 'a' is the name of another column; give each its own\n"
          "columns[1].width: say how wide the text is, in characters: 1 to 65536\n"
          "columns[2].pad: 'ab' is not one character\n"
          "columns[3].pad: a line end cannot stand in a record\n");
}

TEST_CASE("records and JSON are mapped both ways, in the side's charset, and proven") {
    auto sku = field("sku", "sku");
    auto qty = field("qty", "quantity", scalar_type::integer);
    sku.required = qty.required = true;
    auto o = mapped(format::fixed, format::json, {list("[]", "[]", {sku, qty})});
    o.legacy.root = {};
    o.legacy.fixed = taken(fixed_layout::compile(stock));
    o.legacy.charset = taken(charset::find("ISO-8859-1"));
    auto const t = make(o);
    CHECK(to_modern(t, "Zo\xeb 012\n") == R"([{"sku":"Zoë","quantity":12}])");
    CHECK(to_legacy(t, R"([{"sku":"Zoë","quantity":12}])") == "Zo\xeb 012\n");
    CHECK(to_legacy(t, R"([{"sku":"Zoë","quantity":1200}])") ==
          "[0].qty: '1200' has 4 characters, and the column 3");

    INFO("what must be there stands in every example");
    auto const lost = prove(t);
    REQUIRE(lost.size() == 1);
    // No record at all is an empty body, which says nothing of a list.
    CHECK(lost[0].message.starts_with("an empty list comes back as none"));

    auto without = o;
    without.legacy.fixed.reset();
    CHECK(problems(without).find("legacy: a fixed side needs its columns") != std::string::npos);
}
