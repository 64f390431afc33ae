#include "acl/decimal_style.hpp"

#include "acl/utf8.hpp"

#include <algorithm>
#include <optional>

namespace ficus::acl {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::size_t count_digits(std::string_view text) {
    return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
}

bool is_one_character(std::string_view text) {
    return find_invalid_utf8(text) == std::string_view::npos &&
           std::count_if(text.begin(), text.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }) == 1;
}

std::optional<std::string> problem_of(std::string_view mark) {
    if (!is_one_character(mark)) return "'" + std::string(mark) + "' is not one character";
    if (is_digit(mark[0]) || mark == "-" || mark == "+" || static_cast<unsigned char>(mark[0]) < 0x20)
        return "'" + std::string(mark) +
               "' would be taken for a part of the number; write . or , or the like";
    return std::nullopt;
}

} // namespace

boost::system::result<decimal_style, std::vector<option_error>>
decimal_style::compile(decimal_style_options const& options) {
    std::vector<option_error> problems;
    if (auto problem = problem_of(options.point)) problems.push_back({"point", std::move(*problem)});
    if (!options.grouping.empty()) {
        if (auto problem = problem_of(options.grouping))
            problems.push_back({"grouping", std::move(*problem)});
        else if (options.grouping == options.point)
            problems.push_back({"grouping", "'" + options.grouping +
                                                "' is the decimal point, too; the two cannot be told apart"});
    }
    if (options.decimals.value_or(0) > most_decimals)
        problems.push_back(
            {"decimals", "at most " + std::to_string(most_decimals) + " decimals are written"});
    if (!problems.empty()) return problems;
    decimal_style made;
    made.point_ = options.point;
    made.grouping_ = options.grouping;
    made.decimals_ = options.decimals;
    return made;
}

bool decimal_style::read(std::string_view text, std::string& plain) const {
    if (text.starts_with('-')) {
        plain += '-';
        text.remove_prefix(1);
    }
    auto digits = count_digits(text);
    if (digits == 0 || (text[0] == '0' && digits > 1)) return false;
    auto const leading = digits;
    bool const starts_with_zero = text[0] == '0';
    plain += text.substr(0, digits);
    text.remove_prefix(digits);
    if (!grouping_.empty()) {
        if (leading > 3 || (starts_with_zero && text.starts_with(grouping_))) return false;
        while (text.starts_with(grouping_)) {
            text.remove_prefix(grouping_.size());
            if (count_digits(text) != 3) return false;
            plain += text.substr(0, 3);
            text.remove_prefix(3);
        }
    }
    if (text.empty()) return true;
    if (!text.starts_with(point_)) return false;
    text.remove_prefix(point_.size());
    if (text.empty() || count_digits(text) != text.size()) return false;
    plain += '.';
    plain += text;
    return true;
}

void decimal_style::write(std::string_view plain, std::string& out) const {
    if (plain.starts_with('-')) {
        out += '-';
        plain.remove_prefix(1);
    }
    auto const whole = plain.substr(0, plain.find('.'));
    auto const first = grouping_.empty() ? whole.size() : (whole.size() - 1) % 3 + 1;
    out += whole.substr(0, first);
    for (auto at = first; at < whole.size(); at += 3) {
        out += grouping_;
        out += whole.substr(at, 3);
    }
    if (whole.size() == plain.size()) return;
    out += point_;
    out += plain.substr(whole.size() + 1);
}

bool decimal_style::set_decimals(std::string& plain) const {
    if (!decimals_) return true;
    auto point = plain.find('.');
    if (point == std::string::npos) {
        point = plain.size();
        plain += '.';
    }
    auto const due = point + 1 + *decimals_;
    if (plain.size() > due && plain.find_first_not_of('0', due) != std::string::npos) return false;
    plain.resize(due, '0');
    if (*decimals_ == 0) plain.pop_back();
    return true;
}

std::string decimal_style::example() const {
    auto const whole = "1" + grouping_ + "234";
    if (!decimals_) return whole + point_ + "5";
    return *decimals_ == 0 ? whole : whole + point_ + "5" + std::string(*decimals_ - 1, '0');
}

} // namespace ficus::acl
