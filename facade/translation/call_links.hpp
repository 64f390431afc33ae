#pragma once

#include "facade/translation/own_origin.hpp"

#include <deque>
#include <string>
#include <vector>

namespace ficus::translation {

/// How links in the answers of calls go over: by what each call's own upstream calls itself.
class call_links {
public:
    /// Of the next call: `names` may be null, and `seen.asked_path` is what the call asked for.
    void add(own_origin const* names, link_view seen);
    /// Into the answers, by the same order; this must outlive their use.
    void say(std::vector<acl::call_answer>& answers) const;

private:
    std::deque<acl::link_rewriter> all_;
};

} // namespace ficus::translation
