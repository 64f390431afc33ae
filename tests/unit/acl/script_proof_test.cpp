#include "acl/proof.hpp"
#include "acl/proof_unproven.hpp"
#include "scripts.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

// What scripts do is not proven; what is around them is.

namespace {

std::string unproven_of(translator_options const& options) {
    std::string all;
    for (auto const& each : find_unproven(options)) all += each.key + ": " + each.what + "\n";
    return all;
}

std::string findings(translator_options const& options) {
    std::string all;
    for (auto const& found : prove(make(options))) all += found.where + ": " + found.message + "\n";
    return all;
}

} // namespace

TEST_CASE("every script is named as not proven, wherever it is") {
    auto const script = [](char const* a, char const* b) { return scripted(field(a, b), "return value"); };
    auto o =
        mapped(format::json, format::json,
               {field("A", "a"), script("B", "b"), list("L[]", "l[]", {field("C", "c"), script("D", "d")})});
    CHECK(unproven_of(o) == "fields[1].lua: B <-> b\nfields[2].fields[1].lua: L[] <-> l[]: D <-> d\n");
    o.lua.to_modern = script_text{"target.x = 1", ""};
    o.request.fields = {script("E", "e")};
    o.response.lua = lua_options{{}, script_text{"target.x = 1", ""}};
    o.outcomes.resize(1);
    o.outcomes[0].fields = {script("F", "f")};
    CHECK(unproven_of(o) == "fields[1].lua: B <-> b\nfields[2].fields[1].lua: L[] <-> l[]: D <-> d\n"
                            "lua: the whole document\nrequest.fields[0].lua: E <-> e\n"
                            "response.lua: the whole document\noutcomes[0].fields[0].lua: F <-> f\n");
    CHECK(unproven_of(mapped(format::json, format::json, {field("A", "a")})).empty());
}

TEST_CASE("what is declared around a script is proven as if it were alone") {
    auto const loses = list("Line[]", "lines[]"); // no wrapper: an empty list comes back as none
    auto const script = scripted(field("A", "a"), "error('never')", "error('never')");
    CHECK(findings(mapped(format::xml, format::json, {script, field("B", "b")})).empty());
    CHECK_THAT(findings(mapped(format::xml, format::json, {script, loses})),
               Catch::Contains("lines: an empty list comes back as none"));
    auto whole_too = mapped(format::xml, format::json, {field("B", "b"), loses});
    whole_too.lua.to_modern = script_text{"error('never')", ""};
    CHECK_THAT(findings(whole_too), Catch::Contains("lines: an empty list comes back as none"));
    CHECK(findings(whole(format::xml, format::json, "error('never')")).empty());
    CHECK(findings(mapped(format::xml, format::json, {script})).empty());
}

TEST_CASE("a list stays a list of what it was, whatever of its elements has a script") {
    auto const script = scripted(field("A", "a"), "error('never')", "error('never')");
    CHECK(findings(mapped(format::xml, format::json, {list("L/I[]", "l[]", {script})})).empty());
    CHECK(findings(mapped(format::xml, format::json, {list("L/I[]", "l[]", {script, field("B", "b")})}))
              .empty());
}

TEST_CASE("a path that needs a value from a script is proven with the value itself") {
    auto o = mapped(format::json, format::json, {});
    o.request.path = {"/order.php", "/v2/orders/{id}"};
    o.request.fields = {scripted(field("id", "path:id"), "error('never')", "error('never')"),
                        field("A", "a")};
    CHECK(findings(o).empty());
    auto required = scripted(field("A", "a"), "error('never')", "error('never')");
    required.required = true;
    CHECK(findings(mapped(format::xml, format::json, {required, field("B", "b")})).empty());
}
