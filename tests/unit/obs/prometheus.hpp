#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::test {

/// A page in Prometheus' text format (version 0.0.4), read strictly and by nobody else's code.
struct metrics_page {
    /// `name{a="b",c="d"}`, labels sorted by name, to its value.
    std::map<std::string, double> samples;
    std::map<std::string, std::string> types; ///< of each family
    std::vector<std::string> errors; ///< what is against the format or its conventions, with the line

    double operator[](std::string const& series) const;
    bool has(std::string const& series) const { return samples.contains(series); }
};

metrics_page read_metrics(std::string_view text);

} // namespace ficus::test
