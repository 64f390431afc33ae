#pragma once

#include "facade/config/problem.hpp"
#include "facade/config/tree.hpp"

#include <string>
#include <vector>

namespace ficus::config {

/// What a message is about: a key and where it, or its value, stands.
struct place {
    position at;
    std::string key;
};

/// Collects all that is wrong with one file.
class diagnostics {
public:
    explicit diagnostics(std::string file) : file_(std::move(file)) {}

    /// The first error about a key is kept, later ones are not: they follow from it.
    void error(place const& where, std::string message);
    /// The same for what may follow from an error in a part of `where`: such a one is not kept.
    void consequence(place const& where, std::string message);
    void warning(place const& where, std::string message);

    /// In the file's order.
    std::vector<problem> take_errors();
    std::vector<problem> take_warnings();
    bool failed() const { return !errors_.empty(); }

private:
    problem make(place const& where, std::string message) const;
    std::string file_;
    std::vector<problem> errors_;
    std::vector<problem> warnings_;
};

} // namespace ficus::config
