#include "e2e/cli/stage.hpp"

#include <catch2/catch.hpp>

namespace ficus::test {

cli_stage::cli_stage() {
    dir.write("ficus.toml", R"([facade]
listen = ["127.0.0.1:0"]
admin = "127.0.0.1:0"
data_dir = "./data"
legacy = "monolith"

[upstreams.monolith]
endpoints = ["http://127.0.0.1:1"]

[upstreams.shop]
endpoints = ["http://127.0.0.1:2"]

[features.orders]
match = [ { path = "/api/orders/{id}" }, { path_prefix = "/orders" } ]
modern = "shop"
sticky = ["header:X-User-Id", "cookie:sid"]

[features.invoices]
match = [ { path_prefix = "/invoices" } ]
modern = "shop"
contract = "modern"
)");
}

cli_result cli_stage::run(std::vector<std::string> arguments, std::map<std::string, std::string> environment,
                          std::string input) const {
    cli_options options;
    options.folder = dir.path();
    options.environment = std::move(environment);
    options.input = std::move(input);
    return run_cli(arguments, options);
}

boost::json::value cli_stage::json(std::vector<std::string> arguments) const {
    arguments.push_back("--json");
    auto const result = run(std::move(arguments));
    INFO(result.errors);
    REQUIRE(result.status == 0);
    return result.json();
}

boost::json::value cli_stage::feature(std::string const& name) const {
    auto const status = json({"status", name});
    REQUIRE(status.at("features").as_array().size() == 1);
    return status.at("features").as_array().at(0);
}

bool says(std::string const& text, std::string const& part) {
    UNSCOPED_INFO(text);
    return text.find(part) != std::string::npos;
}

} // namespace ficus::test
