#pragma once

#include "rules/facts.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ficus::test {

/// A request's head, as tests write it.
struct request {
    std::string target = "/";
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string method = "GET";
    std::string host = "shop.example.com";
    std::string client = "192.0.2.7";
};

/// The facts of a request that outlives them.
class seen {
public:
    explicit seen(request head) : head_(std::move(head)) {
        for (auto const& [name, value] : head_.headers) fields_.push_back({name, value});
        auto const target = std::string_view(head_.target);
        auto const mark = target.find('?');
        facts_.method = head_.method;
        facts_.host = head_.host;
        facts_.path = target.substr(0, mark);
        facts_.has_query = mark != std::string_view::npos;
        if (facts_.has_query) facts_.query = target.substr(mark + 1);
        facts_.fields = fields_;
        facts_.client = rules::ip_address::parse(head_.client).value();
    }
    seen(seen const&) = delete;
    seen& operator=(seen const&) = delete;

    rules::facts const& facts() const { return facts_; }

private:
    request head_;
    std::vector<rules::field_view> fields_;
    rules::facts facts_;
};

} // namespace ficus::test
