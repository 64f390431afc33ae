#include "tools/grammar.hpp"
#include "tools/options.hpp"

#include <memory>
#include <utility>

// The commands for those who write translators.

namespace ficus::tools {
namespace {

std::optional<acl::part> part_of(std::string const& text) {
    if (text.empty()) return std::nullopt;
    return text == "response" ? acl::part::response : acl::part::request;
}

void add_part(CLI::App& to, std::string& part, std::string const& does) {
    to.add_option("--part", part, does)->check(one_of({"request", "response"}, "part"))->type_name("PART");
}

} // namespace

void grammar::add_translate() {
    struct raw_translate {
        translate_command command;
        std::string to;
        std::string part;
        std::string method, url, request;
        std::uint64_t status = 0;

        result<any_command> finished() const {
            auto done = command;
            if (to == "to-legacy") done.to = acl::direction::to_legacy;
            done.method = unless_empty(method);
            done.url = unless_empty(url);
            if (status != 0) {
                if (status < 100 || status > 999)
                    return wrong_usage("--status " + std::to_string(status) +
                                       " is no status: give one of three digits, such as 404");
                done.status = static_cast<unsigned>(status);
            }
            auto const given = part_of(part);
            done.of = given.value_or(done.status ? acl::part::response : acl::part::request);
            if (done.http && (done.tells_of_head() || given))
                return wrong_usage("--http reads the whole message from stdin, and what part it is: leave "
                                   "-X, --url, -H, --status and --part out");
            if (done.status && (done.of == acl::part::request || done.method || done.url))
                return wrong_usage("--status is of an answer, and -X, --url and --part request are of a "
                                   "request: give the ones or the other");
            if (done.of == acl::part::response && (done.method || done.url))
                return wrong_usage("-X and --url are of a request: leave --part response out");
            if (!done.calls.empty() && done.to == acl::direction::to_modern)
                return wrong_usage("--call is what a legacy answer is put together from: leave it out of "
                                   "to-modern");
            if (!done.calls.empty() && !done.http && !done.status && !given) done.of = acl::part::response;
            if (!done.calls.empty() && !done.http && done.of == acl::part::request)
                return wrong_usage("--call is of an answer: say --part response or --status, or leave it "
                                   "out");
            done.request = unless_empty(request);
            if (done.request && !done.http && !done.status && !given) done.of = acl::part::response;
            if (done.request && !done.http && done.of == acl::part::request)
                return wrong_usage("--request is what an answer is of: say --part response or --status, or "
                                   "leave it out");
            return done;
        }
    };
    auto const raw = std::make_shared<raw_translate>();
    auto& command =
        add("translate", "runs a translator on stdin: a body, or a whole message",
            "  ficus translate orders to-modern --part response < order.xml\n"
            "  ficus translate orders to-modern --explain < order.xml\n"
            "  ficus translate orders to-modern -X POST --url '/order.php?id=7' -H 'X-Client: a' < "
            "order.xml\n"
            "  ficus translate orders to-legacy --http < answer.http\n"
            "  ficus translate orders to-legacy --call customer=customer.json < order.json\n\n"
            "With -X, --url, -H or --status a whole message goes through, and one is printed; with "
            "--http its\nhead is on stdin, too. What the facade itself adds to a message (Via, "
            "X-Forwarded-For...) is not\nshown.",
            [raw] { return raw->finished(); });
    add_word(command, "TRANSLATOR", raw->command.translator, "its name in the configuration")->required();
    add_word(command, "DIRECTION", raw->to, "to-modern or to-legacy")
        ->required()
        ->check(one_of({"to-modern", "to-legacy"}, "direction"))
        ->type_name("");
    add_part(command, raw->part, "request or response, where they differ; request unless given");
    command.add_flag("--explain", raw->command.explain, "print what went where, field by field");
    command.add_option("-X,--method", raw->method, "a whole request: its method")->type_name("METHOD");
    command.add_option("--url", raw->url, "a whole request: its path and query, or URL")->type_name("URL");
    add_repeatable(command, "-H,--header", raw->command.headers,
                   "a whole message: a header field of it (repeatable)")
        ->type_name("HEADER");
    add_number(command, "--status", raw->status, "status", "a whole answer: its status")->type_name("N");
    add_repeatable(command, "--call", raw->command.calls,
                   "what one of the calls answered (repeatable); none of the others did")
        ->type_name("NAME=FILE");
    command
        .add_option("--request", raw->request,
                    "what the answer's client had asked: a body, or a whole message with its head")
        ->type_name("FILE");
    command.add_flag("--http", raw->command.http, "stdin is a whole HTTP message, with its head");
}

void grammar::add_suggest() {
    struct raw_suggest {
        suggest_command command;
        std::string part, feature;
    };
    auto const raw = std::make_shared<raw_suggest>();
    auto& command = add(
        "suggest", "proposes a translator's mapping, from pairs of documents that mean the same",
        "  ficus suggest orders old/7.xml new/7.json old/8.xml new/8.json\n"
        "  ficus suggest orders pairs/ > proposal.toml\n"
        "  ficus suggest orders --feature orders\n\n"
        "PAIRS are files, legacy and modern in turn, or folders that hold them as NAME.legacy.EXT and\n"
        "NAME.modern.EXT. With --feature, or besides, the pairs that shadowing stored. Of a translator that "
        "is\n"
        "configured the sides are taken, and what it does not map yet is proposed; of a new name both sides\n"
        "are guessed from the documents. Each field comes with its evidence, and has been run both ways.",
        [raw]() -> result<any_command> {
            auto done = raw->command;
            done.feature = unless_empty(raw->feature);
            done.of = part_of(raw->part);
            if (done.files.empty() && !done.feature)
                return wrong_usage(
                    "there are no pairs to look at: give files, legacy and modern in turn, a folder "
                    "of NAME.legacy.EXT and NAME.modern.EXT, or --feature");
            return done;
        });
    add_word(command, "TRANSLATOR", raw->command.translator, "one that is configured, or a new name")
        ->required();
    command.add_option("PAIRS", raw->command.files, "files, legacy and modern in turn, or folders")
        ->type_name("");
    command.add_option("--feature", raw->feature, "the pairs that shadowing stored of it")
        ->type_name("FEATURE");
    add_part(command, raw->part, "propose fields of requests or responses alone");
}

} // namespace ficus::tools
