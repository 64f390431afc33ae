#pragma once

#include <boost/container/static_vector.hpp>

#include <cstddef>

namespace ficus::upstream {

/// The endpoints that have failed a request already: it goes to another one as long as there is one.
class tried_endpoints {
public:
    /// As many as there may be retries, and the first attempt; what is more is not remembered.
    static constexpr std::size_t most = 11;

    void add(std::size_t endpoint) {
        if (!has(endpoint) && all_.size() < most) all_.push_back(endpoint);
    }
    bool has(std::size_t endpoint) const {
        for (auto const one : all_)
            if (one == endpoint) return true;
        return false;
    }
    bool none() const { return all_.empty(); }
    /// Whether one of an upstream's `count` endpoints is left.
    bool leave_one_of(std::size_t count) const { return all_.size() < count; }
    /// All have failed: they are asked anew, the one that failed last behind the others.
    void forget_but(std::size_t last) { all_.assign(1, last); }
    void clear() { all_.clear(); }

private:
    boost::container::static_vector<std::size_t, most> all_;
};

} // namespace ficus::upstream
