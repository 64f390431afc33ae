#include "acl/proof.hpp"
#include "conditions.hpp"
#include "translators.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;

// Outcomes that are never chosen.

namespace {

outcome_options outcome_of(outcome_side_options legacy, unsigned modern, std::string kind = {}) {
    outcome_options made;
    made.legacy = std::move(legacy);
    made.modern.statuses = {modern};
    if (!kind.empty()) made.modern.when = {{"kind", said(std::move(kind))}};
    return made;
}

outcome_side_options with_status(std::vector<unsigned> statuses, constant_options ack = said("")) {
    outcome_side_options made;
    made.statuses = std::move(statuses);
    if (!ack.text.empty()) made.when = {{"ack", std::move(ack)}};
    return made;
}

/// `key: message` of what is said of outcomes, a line each.
std::string found(std::vector<outcome_options> outcomes) {
    auto o = mapped(format::json, format::json, {field("a", "a")});
    o.outcomes = std::move(outcomes);
    std::string all;
    for (auto const& one : prove(make(o)))
        if (one.key.starts_with("outcomes")) all += one.key + ": " + one.message + "\n";
    return all;
}

std::string never(std::string const& key, std::string const& earlier) {
    return key + ": it is never chosen: " + earlier +
           " is met by all that it is met by, and the first that fits counts; let it stand first, or say "
           "what "
           "else tells it\n";
}

} // namespace

TEST_CASE("an outcome before which another one is met by the same is said to be never chosen") {
    CHECK(found({outcome_of(with_status({500}), 404), outcome_of(with_status({500}), 400)}) ==
          never("outcomes[1].legacy", "outcomes[0]"));
    CHECK(found({outcome_of(with_status({500}, said("A")), 404), outcome_of(with_status({501}), 404)}) ==
          never("outcomes[1].modern", "outcomes[0]"));
}

TEST_CASE(
    "an outcome that asks for more than the one before it is never chosen, and one that asks for less is") {
    auto either = said("A");
    either.others.emplace_back("B", scalar_type::string);
    auto other = said("C");
    other.denies = true;
    auto const narrow = outcome_of(with_status({500}, said("A")), 404);
    CHECK(found({outcome_of(with_status({500, 501}), 400), narrow}) ==
          never("outcomes[1].legacy", "outcomes[0]"));
    // Of several texts the first one is written, which is said as well.
    CHECK(found({outcome_of(with_status({500}, either), 400), narrow})
              .starts_with(never("outcomes[1].legacy", "outcomes[0]")));
    CHECK(found({outcome_of(with_status({500}, said("*")), 400), narrow}) ==
          never("outcomes[1].legacy", "outcomes[0]"));
    CHECK(found({outcome_of(with_status({500}, other), 400), narrow}) ==
          never("outcomes[1].legacy", "outcomes[0]"));
    CHECK(found({narrow, outcome_of(with_status({500}), 400)}).find("never chosen") == std::string::npos);
    CHECK(found({narrow, outcome_of(with_status({500}, said("B")), 400)}).empty());
    CHECK(found({narrow, outcome_of(with_status({500}, either), 400)}).find("never chosen") ==
          std::string::npos);
}

TEST_CASE("outcomes that differ in what they are without, or in how they are read, are told apart") {
    auto without = with_status({500});
    without.without = {"error"};
    CHECK(found({outcome_of(without, 404), outcome_of(with_status({500}), 400)}).find("never chosen") ==
          std::string::npos);
    auto read = with_status({500});
    read.spoken.emplace();
    read.spoken->kind = format::text;
    auto text = outcome_of(read, 404);
    text.fields = {field("text", "text")};
    CHECK(found({text, outcome_of(with_status({500}), 400)}).find("never chosen") == std::string::npos);
}
