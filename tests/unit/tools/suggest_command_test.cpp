#include "facade/shadow/batch.hpp"
#include "facade/shadow/store.hpp"
#include "support/temp_dir.hpp"
#include "tools/commands.hpp"

#include <catch2/catch.hpp>

#include <sstream>

using namespace ficus;
using namespace ficus::tools;

// `ficus suggest --feature`: from the answers that shadowing stored.

namespace {

/// Two features, `orders` and the translated `users`, and what was stored of them.
class desk {
public:
    desk() {
        folder_.write(
            "ficus.toml",
            "[facade]\nlegacy = \"monolith\"\ndata_dir = \"" + folder_.path().string() +
                "\"\n[upstreams.monolith]\nendpoints = [\"http://127.0.0.1:9001\"]\n"
                "[features.orders]\nmatch = [ { path = \"/orders\" } ]\nmodern = \"monolith\"\n"
                "[features.users]\nmatch = [ { path = \"/users\" } ]\nmodern = \"monolith\"\n"
                "translator = \"users\"\n"
                "[translators.users]\nlegacy = { format = \"json\" }\nmodern = { format = \"json\" }\n"
                "[[translators.users.fields]]\nlegacy = \"a\"\nmodern = \"b\"\n");
        common_.config = folder_ / "ficus.toml";
    }

    void store(std::vector<std::pair<shadow::stored_answer, shadow::stored_answer>> const& answers) {
        auto into = shadow::store::open_to_write(folder_ / "shadow.db");
        REQUIRE(into.has_value());
        shadow::batch all;
        auto const window = std::make_shared<shadow::window_key const>(shadow::window_key{"orders", "", ""});
        auto const operation = std::make_shared<std::string const>("GET /orders");
        for (auto const& [legacy, modern] : answers) {
            shadow::comparison_record record;
            record.window = window;
            record.operation = operation;
            record.at = shadow::time_point(std::chrono::milliseconds(1'767'225'600'000));
            record.legacy_status = legacy.status;
            record.modern_status = modern.status;
            record.kept = std::make_unique<shadow::comparison_record::pair>(
                shadow::comparison_record::pair{"GET", "/orders", legacy, modern});
            record.differences = {{"$.No", acl::difference_kind::missing, "7", "", {}},
                                  {"$.id", acl::difference_kind::extra, "", "7", {}}};
            all.add(std::move(record));
        }
        REQUIRE(into->write(all).has_value());
    }

    int suggest(std::string const& feature) {
        out_.str("");
        err_.str("");
        suggest_command command;
        command.translator = "orders";
        command.feature = feature;
        auto const outcome = tools::run(command, common_, around_);
        if (outcome) return static_cast<int>(*outcome);
        err_ << outcome.error().messages.front();
        return static_cast<int>(outcome.error().status);
    }

    std::string out() const { return out_.str(); }
    std::string err() const { return err_.str(); }

private:
    test::temp_dir folder_;
    common_options common_;
    std::istringstream in_;
    std::ostringstream out_, err_;
    surroundings around_{.in = in_,
                         .out = out_,
                         .err = err_,
                         .environment = [](std::string const&) { return std::nullopt; },
                         .clocks = {},
                         .program = "",
                         .who = "",
                         .typed = ""};
};

shadow::stored_answer answer(int status, std::string body) {
    using namespace std::chrono_literals;
    return {status, 1ms, {}, "application/json", std::move(body)};
}

bool says(std::string const& text, std::string_view part) {
    return text.find(part) != text.npos;
}

} // namespace

TEST_CASE("the pairs of successful answers that were stored make a proposal, each once") {
    desk d;
    d.store({{answer(200, R"({"No":7,"Who":"Ann"})"), answer(200, R"({"id":7,"name":"Ann"})")},
             {answer(200, R"({"No":8,"Who":"Bob"})"), answer(200, R"({"id":8,"name":"Bob"})")},
             {answer(404, R"({"error":"gone"})"), answer(200, R"({"id":9,"name":"Cy"})")}});
    CHECK(d.suggest("orders") == 0);
    CHECK(says(d.out(), "2 fields, from 2 pairs of documents"));
    CHECK(says(d.out(), "legacy = \"Who\"\nmodern = \"name\"\n"));
}

TEST_CASE("where nothing was stored, or only what is translated already, the way out is told") {
    desk d;
    CHECK(d.suggest("orders") == 1);
    CHECK(says(d.err(), "`ficus shadow orders 1%` makes some"));
    CHECK(d.suggest("users") == 2);
    CHECK(says(d.err(), "have gone through its translator 'users' already"));
    CHECK(d.suggest("order") == 2);
    CHECK(says(d.err(), "orders"));
}
