#include "rules/condition.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace ficus::rules;

void require(bool holds) {
    if (!holds) std::abort();
}

} // namespace

/// The first line is a condition, the second a query, the third a field's value. Whatever parses reads back
/// what it wrote;
/// `=` and `!=` are never both false, presence is what decides between `!=` and the rest for an absent name.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<char const*>(data), size);
    auto const line = [&rest] {
        auto const end = rest.find('\n');
        auto const found = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        return found;
    };
    auto const text = line();
    auto const parsed = condition::parse(text);
    if (!parsed) {
        require(parsed.error().code == fault::invalid && !parsed.error().message.empty());
        return 0;
    }
    auto const again = condition::parse(parsed->to_string());
    require(again.has_value() && *again == *parsed && again->to_string() == parsed->to_string());

    facts request;
    request.method = "GET";
    request.query = line();
    request.has_query = true;
    auto const value = line();
    field_view const fields[] = {{parsed->name(), value}, {"Cookie", value}, {"cookie", request.query}};
    request.fields = fields;
    request.client = ip_address::v4({10, 1, 2, 3});
    bool const holds = parsed->holds(request);

    using comparison = condition::comparison;
    using subject = condition::subject;
    if (parsed->what() == subject::method || parsed->what() == subject::ip) return 0;
    auto const other = [&](comparison how) {
        auto const made = condition::make(parsed->what(), how, parsed->name(),
                                          how == comparison::present ? "" : parsed->value());
        require(made.has_value());
        return made->holds(request);
    };
    bool const present = other(comparison::present);
    if (parsed->how() == comparison::equals) {
        require(present || !holds);
        require(holds || other(comparison::not_equals));
    }
    if (parsed->how() == comparison::not_equals) {
        require(present || holds);
        require(holds || other(comparison::equals));
    }
    if (parsed->how() == comparison::matches) require(present || !holds);

    facts none;
    none.method = "GET";
    require(parsed->holds(none) == (parsed->how() == comparison::not_equals));
    return 0;
}
