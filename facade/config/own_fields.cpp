#include "facade/config/own_fields.hpp"

#include <algorithm>
#include <iterator>

namespace ficus::config {

bool is_own_field(std::string_view name) {
    static constexpr std::string_view ours[] = {"accept-encoding",
                                                "connection",
                                                "content-length",
                                                "expect",
                                                "forwarded",
                                                "host",
                                                "keep-alive",
                                                "proxy-connection",
                                                "te",
                                                "traceparent",
                                                "trailer",
                                                "transfer-encoding",
                                                "upgrade",
                                                "via",
                                                "x-ficus-shadow",
                                                "x-request-id"};
    return name.starts_with("x-forwarded-") ||
           std::find(std::begin(ours), std::end(ours), name) != std::end(ours);
}

} // namespace ficus::config
