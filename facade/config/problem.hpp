#pragma once

#include <string>

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

} // namespace ficus::config
