#include "acl/field_words.hpp"
#include "acl/format.hpp"
#include "acl/mapping.hpp"
#include "acl/mapping_trace.hpp"
#include "acl/outcome.hpp"
#include "acl/proof.hpp"
#include "acl/proof_message.hpp"
#include "acl/proof_unproven.hpp"
#include "acl/utf8.hpp"
#include "fuzz/chosen_mapping.hpp"
#include "fuzz/chosen_message.hpp"
#include "fuzz/strict_fields.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>

using namespace ficus::acl;

namespace {

std::string text_of(std::vector<field_options> const& fields) {
    std::string text;
    for (auto const& f : fields) {
        text += "{ " + f.legacy + " <-> " + f.modern + "; " + line_of(words_of(f));
        for (auto const& part : f.parts)
            text += "; part " + part.legacy + part.modern + " " + line_of(words_of(part));
        for (std::size_t side = 0; side < 2; ++side)
            for (auto const& [path, said] : f.when.side(side)) text += " when " + path + '=' + said.text;
        text += (f.fields.empty() ? " }" : ": " + text_of(f.fields) + " }") + '\n';
    }
    return text;
}

/// What was chosen, for whoever has to look into it.
std::string said;

void require(bool holds, char const* what) {
    if (holds) return;
    std::fprintf(stderr, "%s\n%s\n", what, said.c_str());
    std::abort();
}

/// One of the mappings that were chosen.
class subject {
public:
    std::optional<translator> const& choose(std::string_view bytes, translator_options const& options) {
        if (bytes == chosen_by_) return made_;
        chosen_by_ = bytes;
        made_.reset();
        proven_.reset();
        auto compiled = translator::compile(options);
        if (!compiled) {
            require(!compiled.error().empty(), "refused without a reason");
            for (auto const& problem : compiled.error())
                require(!problem.key.empty() && !problem.message.empty(), "refused without a place");
            return made_;
        }
        made_ = std::move(*compiled);
        return made_;
    }

    /// Whether it is said to lose nothing. That takes long, so it is asked for where something was lost.
    bool is_proven() {
        auto const& options = made_->options();
        if (!proven_)
            proven_ = prove(*made_).empty() && find_unproven(options).empty() && !options.keep_rest &&
                      options.outcomes.empty();
        return *proven_;
    }

private:
    std::string chosen_by_;
    std::optional<translator> made_;
    std::optional<bool> proven_;
};

/// What is told of a translation is what it did, in text that can be shown.
void require_told(proof_messages const& messages, direction way, message const& sent,
                  boost::system::result<message, error> const& there) {
    mapping_trace trace;
    auto const told = messages.translate(way, sent, &trace);
    require(told.has_value() == there.has_value(), "another outcome when it is explained");
    if (told)
        require(messages.is_same(target_index(way), *told, *there),
                "another translation when it is explained");
    else
        require(told.error().where == there.error().where && told.error().message == there.error().message,
                "another error when it is explained");
    for (auto const& step : trace.steps) {
        for (auto const* text : {&step.source, &step.value, &step.rules, &step.target, &step.result})
            require(find_invalid_utf8(*text) == std::string::npos, "what is explained is not UTF-8");
        bool const carried = step.what == trace_step::did::carried;
        require(!carried || (!step.value.empty() && !step.result.empty()), "a step that carries nothing");
        bool const dropped = step.what == trace_step::did::dropped || step.what == trace_step::did::kept;
        require(!dropped || !step.value.empty(), "nothing was dropped");
    }
}

/// Nothing of a payload stands in a head as anything but the value that it is.
void require_safe_head(message const& m) {
    auto const is_visible = [](std::string_view text) {
        for (auto const c : text)
            if (static_cast<unsigned char>(c) <= ' ' || c == 0x7F) return false;
        return true;
    };
    require(is_visible(m.path) && m.path.find_first_of("?#") == std::string::npos, "another path");
    require(is_visible(m.query) && m.query.find('#') == std::string::npos, "another query");
    require(m.has_query || m.query.empty(), "a query that is not there");
    for (auto const& [name, value] : m.added) {
        require(!name.empty() && is_visible(name) && name.find(':') == std::string::npos, "another field");
        for (auto const c : value)
            require(c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != 0x7F), "another line");
    }
    require(m.content_type.find_first_of("\r\n") == std::string::npos, "another type");
}

} // namespace

/// The first bytes choose a mapping, the next a message of one of its sides. What is refused says why and
/// where; what is translated can be read and explained, and, where the mapping is proven, comes back as it
/// was.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static subject used;
    std::string_view const all(reinterpret_cast<char const*>(data), size);
    chosen bytes(all);
    auto const options = testing::chosen_mapping(bytes).make();
    auto const& made = used.choose(all.substr(0, size - bytes.rest().size()), options);
    if (!made) return 0;
    auto const& t = *made;
    // Whatever is chosen can be proven, or is not.
    if (bytes.once_in(16)) used.is_proven();
    auto const way = bytes.once_in(2) ? direction::to_legacy : direction::to_modern;
    auto const of = bytes.once_in(2) ? part::request : part::response;
    if (t.mapping_of(of) == nullptr) return 0;
    auto const sent = testing::chosen_message(bytes, t, of, source_index(way)).make();
    proof_messages const messages(t, of, nullptr);
    auto const say = [&](std::size_t side, message const& m) {
        said += std::string(to_string(t.side(of, side).kind)) + ": " + messages.text(side, m) + '\n';
    };
    said = text_of(options.fields);
    if (options.response.fields) said += "response: " + text_of(*options.response.fields);
    say(source_index(way), sent);
    auto const there = messages.translate(way, sent);
    require_told(messages, way, sent, there);
    if (!there) {
        require(!there.error().message.empty() && !there.error().where.empty(), "an error without a place");
        return 0;
    }
    if (there->unchanged) return 0;
    auto const& speaks = t.side(of, target_index(way));
    say(target_index(way), *there);
    require_safe_head(*there);
    if (!there->body.empty() && options.outcomes.empty()) {
        auto const read = read_body(speaks, there->body, there->content_type);
        if (!read) said += read.error().where + ": " + read.error().message;
        require(read.has_value(), "what was written cannot be read");
    }
    // An answer that has no body by its status has none, whatever was sent with it.
    if (of == part::response && is_bodiless(sent.status)) return 0;
    // No body is no body on the way back, whatever no bytes are there.
    if (sent.body.empty() && there->body.empty() && can_be_empty(speaks)) return 0;
    auto const back = messages.translate(reverse(way), *there);
    if (!back) {
        said += back.error().where + ": " + back.error().message;
        require(!used.is_proven(), "does not come back");
        return 0;
    }
    say(source_index(way), *back);
    testing::strict_fields const strict(options);
    for (auto const& key : messages.blame(source_index(way), sent, *back)) {
        said += key + '\n';
        require(!strict.contain(key) || !used.is_proven(), "comes back as something else");
    }
    auto const again = messages.translate(way, *back);
    if (again)
        say(target_index(way), *again);
    else
        said += again.error().where + ": " + again.error().message;
    require((again && messages.is_same(target_index(way), *there, *again)) || !used.is_proven(),
            "not the same again");
    return 0;
}
