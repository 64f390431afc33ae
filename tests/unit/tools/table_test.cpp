#include "tools/table.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace ficus::tools;

TEST_CASE("columns stand under each other, numbers to the right, and no line ends in spaces") {
    table rows({{"FEATURE"}, {"SHARE", align::right}, {"REASON"}});
    rows.add({"orders", "12.5%", "first customers"});
    rows.add({"a", "0%"});
    std::ostringstream out;
    rows.print(out, false);
    CHECK(out.str() == "FEATURE  SHARE  REASON\n"
                       "orders   12.5%  first customers\n"
                       "a           0%\n");
}

TEST_CASE("widths are those that a terminal shows") {
    CHECK(display_width("orders") == 6);
    CHECK(display_width("Größe") == 5);
    CHECK(display_width("注文") == 4);
    CHECK(display_width("e\xCC\x81") == 1); // e and a combining accent
    CHECK(display_width("a\xFF\xFE") == 3); // not UTF-8: a column each
    CHECK(display_width("") == 0);

    table rows({{"NAME"}, {"N"}});
    rows.add({"Größe", "1"});
    rows.add({"注文", "2"});
    std::ostringstream out;
    rows.print(out, false);
    CHECK(out.str() == "NAME   N\nGröße  1\n注文   2\n");
}

TEST_CASE("colour is in the headings alone, and only when asked for") {
    table rows({{"A"}});
    rows.add({"x"});
    std::ostringstream out;
    rows.print(out, true);
    CHECK(out.str() == "\x1b[1mA\x1b[0m\nx\n");
}

TEST_CASE("what somebody wrote cannot drive the terminal") {
    CHECK(printable("red \x1b[31m\x7f") == "red ?[31m?");
    CHECK(printable("200\r\n\r\n{}\t") == "200\\r\\n\\r\\n{}\\t");
    CHECK(printable("\xC2\x9B"
                    "31m é") == "?31m é");
    table rows({{"A"}});
    rows.add({"\x1b[2J"});
    std::ostringstream out;
    rows.print(out, false);
    CHECK(out.str() == "A\n?[2J\n");
}
