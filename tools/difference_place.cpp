#include "tools/difference_place.hpp"

#include "acl/json_path.hpp"
#include "rules/text.hpp"

#include <boost/algorithm/string/case_conv.hpp>

namespace ficus::tools {

result<std::string> difference_place(std::string const& given, std::string const& what) {
    if (given == "status" || given == "body") return given;
    if (given.starts_with("header:") && rules::is_token(given.substr(7)))
        return boost::algorithm::to_lower_copy(given);
    if (given.starts_with("cookie:") && given.size() > 7) return given; // a cookie's name has its case
    if (!given.starts_with('$'))
        return failure(exit_status::usage, what + " '" + given +
                                               "' is no place where answers differ: give a JSON path such as "
                                               "'$.total', status, body, header:NAME or cookie:NAME");
    auto path = acl::json_path::parse(given);
    if (!path) return failure(exit_status::usage, what + ": " + path.error().message);
    for (auto& step : path->steps)
        if (step.kind == acl::path_step::what::index) step = {acl::path_step::what::any_element, {}, 0};
    return path->to_string();
}

} // namespace ficus::tools
