#include "facade/app/recording_reply.hpp"

#include <algorithm>

namespace ficus::app {

admin::reply recorded_reply(pipeline::site const& site, std::string_view feature, std::string_view query) {
    auto const found = std::find_if(site.features.begin(), site.features.end(),
                                    [&](pipeline::feature const& f) { return f.options.name == feature; });
    if (found == site.features.end())
        return admin::problem(
            404, "Not Found",
            "this facade has no feature of that name; SIGHUP has it read its configuration again");
    auto const wanted = recording::read_tap_request(query);
    if (!wanted) return admin::problem(400, "Bad Request", wanted.error());
    auto taken = found->tap->drain(*wanted, recording::tap::clock::now(), std::chrono::system_clock::now());
    if (!taken)
        return admin::problem(
            409, "Conflict",
            "somebody else records this feature; wait until they have ended, or for five seconds");
    taken->head.feature = feature;
    taken->head.contract = found->options.contract;
    admin::reply answer;
    answer.content_type = "application/x-ndjson";
    answer.body = "{\"lost\":" + std::to_string(taken->lost) + "}\n" + recording::head_line(taken->head);
    for (auto const& line : taken->lines) answer.body += line;
    return answer;
}

} // namespace ficus::app
