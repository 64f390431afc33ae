#include "acl/mapping_trace.hpp"
#include "acl/translator.hpp"
#include "facade/app/json_text.hpp"
#include "tools/commands.hpp"
#include "tools/document_file.hpp"
#include "tools/opening.hpp"
#include "tools/told_calls.hpp"
#include "tools/trace_text.hpp"
#include "tools/translators.hpp"
#include "tools/whole_message.hpp"

#include <boost/json/object.hpp>

#include <istream>
#include <iterator>
#include <ostream>
#include <utility>

namespace ficus::tools {
namespace {

/// All of stdin, as far as the facade would hold it of one body.
result<std::string> read_stdin(std::istream& in, std::size_t most) {
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

result<whole_message> message_of(translate_command const& command, std::string text, std::size_t most) {
    if (!command.http && !command.tells_of_head()) {
        // A body alone: it says nothing of what stands beside it.
        whole_message bare;
        bare.part = command.of;
        bare.body = std::move(text);
        bare.target.clear();
        return bare;
    }
    auto made = command.http ? whole_message::read(text) : whole_message::from(command, std::move(text));
    if (!made) return made.error();
    if (auto decoded = made->decode(most); !decoded) return decoded.error();
    return made;
}

boost::json::array fields_json(whole_message const& message) {
    boost::json::array all;
    for (auto const& [name, value] : message.fields)
        all.push_back(boost::json::object{{"name", name}, {"value", value}});
    return all;
}

/// What the translator wrote, or what it writes where it wrote nothing.
std::string content_type_of(whole_message const& to, acl::translator const& by, acl::direction way) {
    for (auto const& [name, value] : to.fields)
        if (http::iequals(name, "Content-Type")) return value;
    return std::string(by.content_type(way, to.part));
}

struct translation {
    whole_message from;
    bool whole = false; ///< its head counts
    acl::mapping_trace trace;
    std::size_t dropped = 0;
};

void print_json(translation const& done, boost::system::result<whole_message, acl::error> const& to,
                translate_command const& command, acl::translator const& by, std::ostream& out) {
    boost::json::object text{{"translator", command.translator}};
    if (command.explain) text["steps"] = trace_json(done.trace);
    if (!to) {
        text["error"] = {{"code", to_string(to.error().code)},
                         {"where", to.error().where},
                         {"message", to.error().message}};
    } else {
        text["content_type"] = content_type_of(*to, by, command.to);
        text["dropped"] = done.dropped;
        text["body"] = to->body;
        if (done.whole) {
            if (to->part == acl::part::request) {
                text["method"] = to->method;
                text["target"] = to->target;
            } else {
                text["status"] = to->status;
            }
            text["headers"] = fields_json(*to);
        }
    }
    out << app::json_text(text) << '\n';
}

} // namespace

outcome run(translate_command const& command, common_options const& common, surroundings& around) {
    auto const configuration = read_configuration(common, around);
    if (!configuration) return configuration.error();
    auto const options = find_translator(*configuration, command.translator);
    if (!options) return options.error();
    auto const translator = compile_translator(**options);
    if (!translator) return translator.error();
    auto const most = configuration->facade.limits.max_buffered_body;
    auto text = read_stdin(around.in, most);
    if (!text) return text.error();
    auto message = message_of(command, std::move(*text), most);
    if (!message) return message.error();

    auto const calls = told_calls::read(command.calls, *translator, most);
    if (!calls) return calls.error();

    std::shared_ptr<acl::remembered> request;
    if (command.request) {
        auto const told = read_document(*command.request, most);
        if (!told) return told.error();
        auto kept = remember_request(*told, *translator, command.to, most);
        if (!kept) return kept.error();
        if (*kept == nullptr)
            return failure(exit_status::usage, "--request: this translator's answers repeat nothing of their "
                                               "requests: leave it out, or name it, as in modern = "
                                               "\"request:id\"");
        request = std::move(*kept);
    }

    translation done{std::move(*message), command.http || command.tells_of_head(), {}, 0};
    auto const to = translate(done.from, *translator, command.to, {calls->answers, request.get()},
                              command.explain ? &done.trace : nullptr, done.dropped);
    if (to && command.explain && done.whole) {
        auto whole = trace_of_head(done.from, *to);
        for (auto& step : done.trace.steps) whole.add(std::move(step));
        whole.left_out += done.trace.left_out;
        done.trace = std::move(whole);
    }
    if (common.json && (to || command.explain))
        print_json(done, to, command, *translator, around.out);
    else if (command.explain)
        print_trace(done.trace, around.out, around.colour_out);
    else if (to)
        around.out << (done.whole ? to->text() : to->body);
    if (!to) return failure_of(to.error());
    if (done.dropped > 0)
        warn(around, std::to_string(done.dropped) +
                         (done.dropped == 1 ? " member that no field names was dropped"
                                            : " members that no field names were dropped") +
                         ": name them in the mapping, or say rest = \"keep\"");
    return exit_status::done;
}

} // namespace ficus::tools
