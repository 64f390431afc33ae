#include "rules/condition.hpp"

#include "rules/marks.hpp"
#include "rules/near_match.hpp"
#include "rules/values.hpp"

#include <array>
#include <memory_resource>

namespace ficus::rules {

namespace {

using subject = condition::subject;
using comparison = condition::comparison;

constexpr std::string_view forms = "write header:NAME=VALUE, cookie:NAME=VALUE, query:NAME=VALUE, method=GET "
                                   "or ip=10.0.0.0/8, with =, != or ~";

std::string_view word_for(subject s) {
    switch (s) {
    case subject::header: return "header";
    case subject::cookie: return "cookie";
    case subject::query: return "query";
    case subject::method: return "method";
    case subject::ip: return "ip";
    }
    return "";
}

std::string_view sign_of(comparison c) {
    switch (c) {
    case comparison::equals: return "=";
    case comparison::not_equals: return "!=";
    case comparison::matches: return "~";
    case comparison::present: return "";
    }
    return "";
}

bool has_name(subject s) {
    return s == subject::header || s == subject::cookie || s == subject::query;
}

error invalid(std::string message) {
    return {fault::invalid, std::move(message)};
}

/// What is wrong with the name that a condition is about, and how to mend it.
std::optional<std::string> wrong_name(subject about, std::string_view name) {
    if (name.empty()) return "it names no " + std::string(word_for(about));
    if (about == subject::query) {
        if (!is_utf8(name)) return "the parameter's name is not UTF-8";
        return std::nullopt;
    }
    if (!is_token(name))
        return "`" + std::string(name) + "` is no " + std::string(word_for(about)) +
               " name: letters, digits and !#$%&'*+-.^_`| only, no spaces";
    return std::nullopt;
}

/// `GET|POST` for `GET|POST` and `GET, POST`: what was meant as a list of methods; empty when it is none. `|`
/// may stand in a method's name, but no method has it.
std::string methods_listed(std::string_view text) {
    std::string pattern;
    std::size_t methods = 0;
    for (;;) {
        auto const end = text.find_first_of("|,");
        auto one = text.substr(0, end);
        while (one.starts_with(' ')) one.remove_prefix(1);
        if (!is_token(one)) return {};
        (pattern += methods++ == 0 ? "" : "|") += one;
        if (end == std::string_view::npos) return methods > 1 ? pattern : std::string();
        text.remove_prefix(end + 1);
    }
}

/// The same for a text that values are compared with.
std::optional<std::string> wrong_value(subject about, std::string_view value) {
    // Conditions are shown and stored as JSON, which is UTF-8; a pattern says `\xE9` where a byte is meant.
    if (!is_utf8(value)) return "the value is not UTF-8; compare bytes with a pattern: ~\\xE9";
    if (about == subject::query) return std::nullopt;
    for (char c : value)
        if (is_control(c) && c != '\t') return "the value holds a control character, which no request can";
    if (!value.empty() &&
        (value.front() == ' ' || value.front() == '\t' || value.back() == ' ' || value.back() == '\t'))
        return "the value begins or ends with a space, which no " + std::string(word_for(about)) +
               " value does; take it away";
    if (about == subject::cookie && value.find(';') != std::string_view::npos)
        return "the value holds `;`, which ends a cookie";
    if (about == subject::method) {
        if (auto const meant = method_meant(value); !meant.empty())
            return "methods are case-sensitive; write " + std::string(meant);
        if (auto const several = methods_listed(value); !several.empty())
            return "a condition compares with one method; write several as a pattern: method~^(" + several +
                   ")$";
        if (!is_token(value)) return "`" + std::string(value) + "` is no method; write one such as GET";
    }
    return std::nullopt;
}

} // namespace

boost::system::result<condition, error> condition::make(subject about, comparison how, std::string_view name,
                                                        std::string_view value) {
    condition made;
    made.subject_ = about;
    made.comparison_ = how;
    made.name_ = name;
    made.value_ = value;
    if (has_name(about))
        if (auto const wrong = wrong_name(about, name)) return invalid(*wrong);
    if (how == comparison::present) {
        if (!has_name(about))
            return invalid("presence alone says nothing of " + std::string(word_for(about)));
        return made;
    }
    if (how == comparison::matches) {
        if (!is_utf8(value)) return invalid("the pattern is not UTF-8; write bytes as \\xE9");
        if (value.empty())
            return invalid("the pattern is empty, which every value matches; ask for presence alone");
        auto compiled = pattern::compile(value);
        if (!compiled) return invalid("`" + std::string(value) + "` is no RE2 pattern: " + compiled.error());
        made.pattern_ = std::move(*compiled);
        return made;
    }
    if (about == subject::ip) {
        auto const block = network::parse(value);
        if (!block)
            return invalid("`" + std::string(value) +
                           "` is no address or network; write 10.1.2.3, 10.0.0.0/8 or "
                           "fd00::/8");
        made.network_ = *block;
        made.value_ = block->to_string();
        return made;
    }
    if (auto const wrong = wrong_value(about, value)) return invalid(*wrong);
    return made;
}

boost::system::result<condition, error> condition::parse(std::string_view text) {
    auto const refuse = [&](std::string const& why) {
        return invalid("condition `" + std::string(text) + "`: " + why);
    };
    auto const sign = text.find_first_of("=~");
    auto left = text.substr(0, sign);
    auto const value = sign == std::string_view::npos ? std::string_view{} : text.substr(sign + 1);
    auto how = comparison::present;
    if (sign != std::string_view::npos) {
        how = text[sign] == '~' ? comparison::matches : comparison::equals;
        if (how == comparison::equals && !left.empty() && left.back() == '!') {
            how = comparison::not_equals;
            left.remove_suffix(1);
        }
    }
    // `!` may end a name, but whoever writes `!~` means the opposite of `~`.
    if (how == comparison::matches && left.ends_with('!'))
        return refuse("there is no !~; put a rule for what the pattern finds before the one for all else");
    auto const colon = left.find(':');
    auto const kind = left.substr(0, colon);
    auto const name = colon == std::string_view::npos ? std::string_view{} : left.substr(colon + 1);
    for (auto about : {subject::header, subject::cookie, subject::query, subject::method, subject::ip}) {
        if (kind != word_for(about)) continue;
        if (has_name(about) != (colon != std::string_view::npos))
            return refuse(has_name(about)
                              ? "it names no " + std::string(kind) + "; write " + std::string(kind) + ":NAME"
                              : "nothing comes between `" + std::string(kind) + "` and its sign; write " +
                                    std::string(kind) + (about == subject::ip ? "=10.0.0.0/8" : "=GET"));
        auto made = make(about, how, name, value);
        if (!made) return refuse(made.error().message);
        return made;
    }
    if (auto const near = near_match(kind, {"header", "cookie", "query", "method", "ip"}))
        return refuse("it is about no `" + std::string(kind) + "`; did you mean `" + *near + "`?");
    return refuse("it is about none of header, cookie, query, method and ip; " + std::string(forms));
}

std::string condition::to_string() const {
    std::string text(word_for(subject_));
    if (has_name(subject_)) text += ':' + name_;
    text += sign_of(comparison_);
    text += value_;
    return text;
}

bool condition::satisfied_by(std::string_view value) const {
    switch (comparison_) {
    case comparison::equals: return value == value_;
    case comparison::not_equals: return value != value_;
    case comparison::matches: return pattern_->found_in(value);
    case comparison::present: return true;
    }
    return false;
}

bool condition::satisfied_by_query(std::string_view encoded) const {
    switch (comparison_) {
    case comparison::equals: return decodes_to(encoded, value_);
    case comparison::not_equals: return !decodes_to(encoded, value_);
    case comparison::present: return true;
    case comparison::matches: break;
    }
    if (encoded.find_first_of("%+") == std::string_view::npos) return pattern_->found_in(encoded);
    std::array<std::byte, 1024> room;
    std::pmr::monotonic_buffer_resource memory(room.data(), room.size());
    std::pmr::string decoded(&memory);
    decoded.reserve(encoded.size());
    decode_query(encoded, decoded);
    return pattern_->found_in(decoded);
}

bool condition::holds(facts const& request) const {
    bool present = false;
    auto const test = [&](std::string_view value) {
        present = true;
        return satisfied_by(value);
    };
    auto const absent_is_enough = [&] { return !present && comparison_ == comparison::not_equals; };
    switch (subject_) {
    case subject::header: return any_header(request, name_, test) || absent_is_enough();
    case subject::cookie: return any_cookie(request, name_, test) || absent_is_enough();
    case subject::query:
        return any_query(request, name_,
                         [&](std::string_view encoded) {
                             present = true;
                             return satisfied_by_query(encoded);
                         }) ||
               absent_is_enough();
    case subject::method: return satisfied_by(request.method);
    case subject::ip: break;
    }
    if (network_) return network_->contains(request.client) == (comparison_ == comparison::equals);
    std::array<char, 46> buffer;
    return satisfied_by(request.client.to_chars(buffer));
}

marks condition::needs() const {
    if (comparison_ == comparison::not_equals) return 0;
    switch (subject_) {
    case subject::header: return mark_of_header(name_);
    case subject::cookie: return mark_of_header("cookie");
    case subject::query: return mark_of_query;
    case subject::method: return comparison_ == comparison::equals ? mark_of_method(value_) : 0;
    case subject::ip: return network_ ? network_->mark() : 0;
    }
    return 0;
}

bool operator==(condition const& a, condition const& b) {
    return a.subject_ == b.subject_ && a.comparison_ == b.comparison_ && a.value_ == b.value_ &&
           (a.subject_ == subject::header ? equals_without_case(a.name_, b.name_) : a.name_ == b.name_);
}

} // namespace ficus::rules
