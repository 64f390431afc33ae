#include "tools/progress.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace ficus::tools;

TEST_CASE("a bar is full when all is done, and no sooner") {
    CHECK(progress_bar(0, 10, 10) == "[----------]");
    CHECK(progress_bar(5, 10, 10) == "[#####-----]");
    CHECK(progress_bar(999'999, 1'000'000, 10) == "[#########-]");
    CHECK(progress_bar(10, 10, 10) == "[##########]");
    CHECK(progress_bar(0, 0, 10) == "[##########]");
}

TEST_CASE("a terminal sees one line that is drawn over, and in the end none") {
    std::ostringstream err;
    {
        progress bar(err, true);
        bar.show(1, 4, "1 sent");
        bar.show(4, 4, "4 sent");
    }
    CHECK(err.str() == "\r[######------------------]  25 %  1 sent\x1b[K"
                       "\r[########################] 100 %  4 sent\x1b[K"
                       "\r\x1b[K");
}

TEST_CASE("what is no terminal sees nothing") {
    std::ostringstream err;
    {
        progress bar(err, false);
        bar.show(1, 4, "1 sent");
    }
    CHECK(err.str().empty());
}
