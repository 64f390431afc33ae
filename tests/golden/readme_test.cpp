#include "acl/call.hpp"
#include "acl/format.hpp"
#include "acl/proof.hpp"
#include "configured.hpp"
#include "golden/shown_message.hpp"

#include <map>
#include <set>
#include <sstream>

using namespace ficus;
using namespace ficus::acl;

namespace {

/// A fenced block: ```info, lines, ```.
struct block {
    std::string info;
    std::string text;
};

std::vector<block> blocks_of(std::string const& page) {
    std::vector<block> blocks;
    for (std::size_t at = 0; (at = page.find("\n```", at)) != std::string::npos;) {
        auto const begin = page.find('\n', at + 1) + 1;
        auto const end = page.find("\n```", begin - 1);
        REQUIRE(end != std::string::npos);
        blocks.push_back({page.substr(at + 4, begin - at - 5), page.substr(begin, end + 1 - begin)});
        at = end + 4;
    }
    return blocks;
}

constexpr auto preamble =
    "[facade]\nlegacy = \"monolith\"\n[upstreams.monolith]\nendpoints = [\"http://127.0.0.1:9001\"]\n"
    "[upstreams.customers]\nendpoints = [\"http://127.0.0.1:9002\"]\n";

/// The README's users have their file where they are.
std::string with_descriptors(std::string toml) {
    constexpr std::string_view shown = "\"shop.desc\"";
    if (auto const at = toml.find(shown); at != std::string::npos)
        toml.replace(at, shown.size(), "\"${FICUS_GOLDEN}/protobuf_orders/shop.desc\"");
    return toml;
}

/// What the README shows in hexadecimal.
std::string bytes_of(std::string const& shown) {
    std::istringstream pairs(shown);
    std::string bytes;
    for (std::string pair; pairs >> pair;) bytes += static_cast<char>(std::stoi(pair, nullptr, 16));
    return bytes;
}

/// The text without its layout.
std::string as_written(side_options const& side, std::string text) {
    bool const has_lines = side.kind != format::form && side.kind != format::text;
    if (!has_lines && text.ends_with('\n')) text.pop_back();
    if (side.kind == format::multipart)
        for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2)
            text.insert(at, 1, '\r');
    if (side.kind == format::protobuf) text = bytes_of(text);
    auto const read = read_body(side, text);
    REQUIRE(read.has_value());
    std::string out;
    REQUIRE(write_body(side, *read->root(), out).has_value());
    return out;
}

/// `request`: that the answer is of; null: nothing of one is known.
void check(translator const& t, direction way, std::string const& from, std::string const& to,
           remembered const* request) {
    message_view answer;
    answer.body = from;
    answer.request = request;
    auto const translated = t.translate(way, part::response, answer);
    if (!translated) FAIL(translated.error().where << ": " << translated.error().message);
    CHECK(translated->body == to);
}

/// A request as the README shows it, its body without layout.
golden::shown_message request_of(std::string const& text, side_options const& side) {
    auto made = golden::message_of(text);
    if (!made.body.empty()) made.body = as_written(side, made.body);
    return made;
}

/// What is kept of the request that an example shows behind its answers; null: nothing.
std::shared_ptr<remembered> remembered_of(translator const& t, std::vector<block> const& blocks,
                                          std::size_t at) {
    for (; at < blocks.size() && blocks[at].info != "toml"; ++at) {
        if (blocks[at].info != "http legacy") continue;
        auto const request = request_of(blocks[at].text, t.side(part::request, 0));
        std::vector<header_view> headers;
        for (auto const& [name, value] : request.fields) headers.push_back({name, value});
        message_view from;
        from.method = request.method;
        from.path = request.path;
        from.query = request.query;
        from.has_query = request.has_query;
        from.headers = headers;
        from.body = request.body;
        return t.remember(direction::to_modern, from);
    }
    return nullptr;
}

/// What the page shows of calls behind a pair: `json call customer`, `http call stock`.
using shown_calls = std::map<std::string, std::string>;

shown_calls take_calls(std::vector<block> const& blocks, std::size_t& at) {
    shown_calls shown;
    for (; at < blocks.size() && blocks[at].info.find(" call ") != std::string::npos; ++at)
        shown[blocks[at].info.substr(blocks[at].info.rfind(' ') + 1)] = blocks[at].text;
    return shown;
}

/// The answer that is put together from a main one and the calls', and what becomes of it on the way back.
void check(translator const& t, std::string const& legacy, std::string const& modern,
           shown_calls const& shown) {
    std::vector<std::string> bodies;
    std::vector<call_answer> calls;
    for (auto const& one : t.calls())
        bodies.push_back(shown.contains(one.name()) ? as_written(one.side(), shown.at(one.name())) : "");
    std::vector<document> documents;
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        calls.emplace_back();
        if (bodies[i].empty()) continue;
        auto read = t.calls()[i].read(bodies[i], {});
        REQUIRE(read.has_value());
        documents.push_back(std::move(*read));
        calls.back() = {call_answer::state::answered, documents.back().root()};
    }
    message_view answer;
    answer.status = 200;
    answer.body = modern;
    answer.calls = calls;
    auto const made = t.translate(direction::to_legacy, part::response, answer);
    if (!made) FAIL(made.error().where << ": " << made.error().message);
    CHECK(made->body == legacy);
    message_view back;
    back.status = 200;
    back.body = legacy;
    auto const split = t.translate(direction::to_modern, part::response, back);
    if (!split) FAIL(split.error().where << ": " << split.error().message);
    CHECK(split->body == modern);
    CHECK(split->calls == bodies);
}

/// What is asked besides the request, the answer to which is `modern`.
void check(translator const& t, golden::shown_message const& legacy, std::string const& modern,
           shown_calls const& shown) {
    std::vector<header_view> headers;
    for (auto const& [name, value] : legacy.fields) headers.push_back({name, value});
    message_view from;
    from.method = legacy.method;
    from.path = legacy.path;
    from.query = legacy.query;
    from.has_query = legacy.has_query;
    from.headers = headers;
    from.body = legacy.body;
    auto const made = t.translate(direction::to_modern, part::request, from);
    if (!made) FAIL(made.error().where << ": " << made.error().message);
    auto due = t.due_calls(from, *made);
    message_view answer;
    answer.status = 200;
    answer.body = modern;
    t.complete_calls(due, answer);
    REQUIRE(due.size() == shown.size());
    for (std::size_t i = 0; i < due.size(); ++i) {
        CHECK(due[i].why.empty());
        CHECK("GET " + due[i].target + " HTTP/1.1\n" == shown.at(t.calls()[i].name()));
    }
}

} // namespace

TEST_CASE("every example of acl/README.md is translated as it says, and proven but for those that say "
          "otherwise") {
    std::set<std::string> const not_proven{"product",   "parcel",       "membership", "sale",     "bracketed",
                                           "upload",    "status",       "checkout",   "delivery", "receipt",
                                           "inventory", "basket_total", "rpc",        "purchase"};
    auto const blocks = blocks_of(golden::read_file(FICUS_SOURCE_DIR "/acl/README.md"));
    std::map<std::string, int> seen;
    for (std::size_t i = 0; i < blocks.size();) {
        REQUIRE(blocks[i].info == "toml");
        auto const t = golden::only_translator(preamble + with_descriptors(blocks[i].text), "acl/README.md");
        ++seen["toml"];
        bool shown = false;
        std::string answer; // the last one
        for (++i; i < blocks.size() && blocks[i].info != "toml";) {
            REQUIRE(i + 1 < blocks.size());
            auto const& [info, first] = blocks[i];
            auto const& [other, second] = blocks[i + 1];
            i += 2;
            auto const calls = take_calls(blocks, i);
            seen["call"] += static_cast<int>(calls.size());
            if (other.ends_with(" modern") && !other.starts_with("http")) answer = second;
            shown = shown || (info.ends_with(" legacy") && !info.starts_with("http"));
            ++seen[info.substr(info.find(' ') + 1) + (info.starts_with("http") ? " request" : "")];
            DYNAMIC_SECTION(t.name() << ": " << info) {
                if (info == "http legacy") {
                    REQUIRE((other == "http modern" || other == "http modern only"));
                    auto const legacy = request_of(first, t.side(part::request, 0));
                    auto const modern = request_of(second, t.side(part::request, 1));
                    golden::check_message(t, direction::to_modern, legacy, modern);
                    if (other == "http modern")
                        golden::check_message(t, direction::to_legacy, modern, legacy);
                    if (!calls.empty()) check(t, legacy, answer, calls);
                } else if (info.ends_with(" rejected")) {
                    REQUIRE(other == "text error");
                    CHECK(t.rejects());
                    auto const refused = t.translate_body(direction::to_modern, part::request, first);
                    REQUIRE(refused.has_error());
                    CHECK(refused.error().where + ": " + refused.error().message + "\n" == second);
                } else {
                    REQUIRE(info.ends_with(" legacy"));
                    REQUIRE(other.ends_with(" modern"));
                    auto const legacy = as_written(t.side(part::response, 0), first);
                    auto const modern = as_written(t.side(part::response, 1), second);
                    auto const kept = remembered_of(t, blocks, i);
                    check(t, direction::to_modern, legacy, modern, nullptr);
                    if (calls.empty())
                        check(t, direction::to_legacy, modern, legacy, kept.get());
                    else
                        check(t, legacy, modern, calls);
                    auto const findings = prove(t);
                    for (auto const& found : findings)
                        UNSCOPED_INFO(found.where << ": " << found.message << "\n"
                                                  << found.document << "\n"
                                                  << found.back);
                    CAPTURE(t.name());
                    CHECK(findings.empty() == !not_proven.contains(t.name()));
                }
            }
        }
        CAPTURE(t.name());
        CHECK(shown);
    }
    CHECK(seen["toml"] >= 10);
    CHECK(seen["legacy request"] > 0);
    CHECK(seen["rejected"] > 0);
    CHECK(seen["call"] > 0);
}
