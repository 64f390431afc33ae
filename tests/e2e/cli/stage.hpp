#pragma once

#include "support/facade_process.hpp"
#include "support/temp_dir.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace ficus::test {

/// A folder with a configuration of two features, `orders` and `invoices`, and the CLI run in it.
class cli_stage {
public:
    cli_stage();

    cli_result run(std::vector<std::string> arguments, std::map<std::string, std::string> environment = {},
                   std::string input = {}) const;
    /// The JSON document of a command that succeeds.
    boost::json::value json(std::vector<std::string> arguments) const;
    /// Of `ficus status`.
    boost::json::value feature(std::string const& name) const;

    temp_dir const dir;
};

bool says(std::string const& text, std::string const& part);

} // namespace ficus::test
