#include "facade/config/problem.hpp"

#include <stdexcept>

namespace ficus::config {

std::string problem::to_string() const {
    std::string out = file;
    if (line != 0) out += ':' + std::to_string(line) + ':' + std::to_string(column);
    if (!out.empty()) out += ": ";
    if (!key.empty()) out += key + ": ";
    return out + message;
}

void throw_exception_from_error(problem const& error, boost::source_location const& where) {
    throw_exception_from_error(std::vector<problem>{error}, where);
}

void throw_exception_from_error(std::vector<problem> const& errors, boost::source_location const&) {
    std::string text;
    for (auto const& error : errors) text += (text.empty() ? "" : "\n") + error.to_string();
    throw std::runtime_error{text};
}

} // namespace ficus::config
