#include "acl/media_type.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

std::string_view trimmed(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

} // namespace

std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lower;
}

std::string media_type_of(std::string_view content_type) {
    return lower_case(trimmed(content_type.substr(0, content_type.find(';'))));
}

std::string parameter_of(std::string_view content_type, std::string_view name) {
    auto const end_of_type = content_type.find(';');
    if (end_of_type == std::string_view::npos) return {};
    auto const lower = lower_case(content_type.substr(end_of_type + 1));
    std::string_view parameters = lower;
    while (!parameters.empty()) {
        auto const end = std::min(parameters.find(';'), parameters.size());
        auto const one = trimmed(parameters.substr(0, end));
        parameters.remove_prefix(std::min(end + 1, parameters.size()));
        auto const equals = one.find('=');
        if (equals == std::string_view::npos || one.substr(0, equals) != name) continue;
        auto found = one.substr(equals + 1);
        if (found.size() >= 2 && found.front() == '"' && found.back() == '"')
            found = found.substr(1, found.size() - 2);
        return std::string(found);
    }
    return {};
}

} // namespace ficus::acl
