#pragma once

#include <boost/assert/source_location.hpp>

#include <string>
#include <vector>

namespace ficus::config {

/// One thing that is wrong (or, as a warning, doubtful) in a configuration, where it stands and how to mend
/// it.
struct problem {
    std::string file;    ///< as it was named to the reader; empty where no file is to blame
    unsigned line = 0;   ///< from 1; 0 where the file as a whole is meant (it cannot be read, say)
    unsigned column = 0; ///< from 1, in characters; 0 with line 0
    std::string key;     ///< `features.orders.match[0].path`; empty for errors of syntax
    std::string message; ///< what is wrong and how to mend it, without a full stop

    /// `ficus.toml:12:3: facade.listen: message`, without the parts that are empty.
    std::string to_string() const;

    friend bool operator==(problem const&, problem const&) = default;
};

/// What `result::value()` throws where nobody looked: std::runtime_error with every problem on a line of its
/// own.
[[noreturn]] void throw_exception_from_error(problem const& error, boost::source_location const& where);
[[noreturn]] void throw_exception_from_error(std::vector<problem> const& errors,
                                             boost::source_location const& where);

} // namespace ficus::config
