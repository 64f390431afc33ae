#include "facade/config/substitute.hpp"

namespace ficus::config {

namespace {

bool is_name(std::string_view text) {
    auto const letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    if (text.empty() || !letter(text[0])) return false;
    for (char c : text)
        if (!letter(c) && !(c >= '0' && c <= '9')) return false;
    return true;
}

} // namespace

parsed<std::string> substitute(std::string_view text, environment const& env) {
    std::string out;
    while (true) {
        auto const start = text.find("${");
        if (start == std::string_view::npos) return {boost::system::in_place_value, out.append(text)};
        if (start > 0 && text[start - 1] == '$') {
            out.append(text.substr(0, start - 1)).append("${");
            text.remove_prefix(start + 2);
            continue;
        }
        out.append(text.substr(0, start));
        auto const end = text.find('}', start);
        if (end == std::string_view::npos)
            return mistake{in_quotes(text.substr(start)) +
                           " does not end in \"}\"; write \"${NAME}\", or \"$${\" for the characters "
                           "\"${\" themselves"};
        auto const inside = text.substr(start + 2, end - start - 2);
        auto const separator = inside.find(":-");
        auto const name = std::string{inside.substr(0, separator)};
        if (!is_name(name))
            return mistake{
                in_quotes(text.substr(start, end + 1 - start)) +
                " names no environment variable; write \"${NAME}\" or \"${NAME:-default}\", or \"$${\" "
                "for the characters "
                "\"${\" themselves"};
        auto const value = env(name);
        if (separator == std::string_view::npos) {
            if (!value)
                return mistake{"the environment variable " + name +
                               " is not set; set it, or give a default: \"${" + name + ":-default}\""};
            out += *value;
        } else {
            auto const fallback = inside.substr(separator + 2);
            if (fallback.find("${") != std::string_view::npos)
                return mistake{
                    in_quotes(text.substr(start, end + 1 - start)) +
                    " holds a variable within a default, which is not supported; write the default out"};
            out.append(value && !value->empty() ? std::string_view{*value} : fallback);
        }
        text.remove_prefix(end + 1);
    }
}

} // namespace ficus::config
