#pragma once

#include "acl/body_facts.hpp"
#include "rules/body_facts.hpp"

#include <string_view>

namespace ficus::pipeline {

/// What acl finds in a request's body, as rules ask for it. The body must stay as long as this.
class operation_facts final : public rules::body_facts {
public:
    explicit operation_facts(std::string_view body) : body_(body) {}

    bool any(rules::operation what, std::string_view name, test const& holds) const override;
    acl::body_facts const& body() const { return body_; }

private:
    acl::body_facts body_;
};

} // namespace ficus::pipeline
