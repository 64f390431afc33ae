#include "acl/translator.hpp"
#include "facade/app/json_text.hpp"
#include "tools/commands.hpp"
#include "tools/opening.hpp"
#include "tools/translators.hpp"

#include <boost/json/object.hpp>

#include <istream>
#include <iterator>
#include <ostream>
#include <utility>

namespace ficus::tools {
namespace {

/// All of stdin, as far as the facade would hold it of one body.
result<std::string> read_body(std::istream& in, std::size_t most) {
    std::string body;
    std::istreambuf_iterator<char> from(in);
    while (from != std::istreambuf_iterator<char>() && body.size() <= most) body += *from++;
    if (body.size() > most)
        return failure(exit_status::failed, "stdin holds more than " + std::to_string(most) +
                                                " bytes: the facade would refuse it; raise "
                                                "facade.limits.max_buffered_body");
    return body;
}

failure failure_of(acl::error const& error) {
    return {exit_status::failed, (error.where.empty() ? "" : error.where + ": ") + error.message};
}

} // namespace

outcome run(translate_command const& command, common_options const& common, surroundings& around) {
    auto const configuration = read_configuration(common, around);
    if (!configuration) return configuration.error();
    auto const options = find_translator(*configuration, command.translator);
    if (!options) return options.error();
    auto const translator = compile_translator(**options);
    if (!translator) return translator.error();
    auto const body = read_body(around.in, configuration->facade.limits.max_buffered_body);
    if (!body) return body.error();
    auto const done = translator->translate(command.to, command.of, *body);
    if (!done) return failure_of(done.error());

    if (common.json)
        around.out << app::json_text(boost::json::object{
                          {"translator", command.translator},
                          {"content_type", translator->content_type(command.to, command.of)},
                          {"dropped", done->dropped},
                          {"body", done->body}})
                   << '\n';
    else
        around.out << done->body;
    if (done->dropped > 0)
        warn(around, std::to_string(done->dropped) +
                         (done->dropped == 1 ? " member that no field names was dropped"
                                             : " members that no field names were dropped") +
                         ": name them in the mapping, or say rest = \"keep\"");
    return exit_status::done;
}

} // namespace ficus::tools
