#pragma once

#include "acl/body_facts.hpp"
#include "facade/http/head.hpp"
#include "rules/body_facts.hpp"
#include "rules/table.hpp"

#include <optional>
#include <string_view>

namespace ficus::pipeline {

/// What acl finds in a request's body, as rules ask for it. The body must stay as long as this.
class operation_facts final : public rules::body_facts {
public:
    explicit operation_facts(std::string_view body) : body_(body) {}

    bool any(rules::operation what, std::string_view name, test const& holds) const override;
    acl::body_facts const& body() const { return body_; }
    /// Reads the body where nobody has asked yet.
    bool is_readable() const;

private:
    acl::body_facts body_;
};

/// What a request is refused with whose body cannot be read, for that `why` (as in
/// ficus_match_body_unread_total); nothing where it goes on as what it is without it.
std::optional<http::refusal> refusal_of_unread(rules::table const& table, rules::facts const& request,
                                               std::string_view why, rules::table::scratch& buffers);

} // namespace ficus::pipeline
