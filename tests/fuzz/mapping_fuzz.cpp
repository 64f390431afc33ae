#include "acl/field_words.hpp"
#include "acl/format.hpp"
#include "acl/mapping.hpp"
#include "acl/proof.hpp"
#include "acl/proof_message.hpp"
#include "acl/proof_unproven.hpp"
#include "fuzz/chosen_mapping.hpp"
#include "fuzz/chosen_message.hpp"

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

/// One of the mappings that were chosen, and whether it is said to lose nothing.
struct subject {
    std::string chosen_by;
    std::optional<translator> made;
    bool proven = false;

    void choose(std::string_view bytes, translator_options const& options) {
        if (bytes == chosen_by) return;
        chosen_by = bytes;
        made.reset();
        auto compiled = translator::compile(options);
        if (!compiled) {
            require(!compiled.error().empty(), "refused without a reason");
            for (auto const& problem : compiled.error())
                require(!problem.key.empty() && !problem.message.empty(), "refused without a place");
            return;
        }
        made = std::move(*compiled);
        proven = prove(*made).empty() && find_unproven(options).empty() && !options.keep_rest &&
                 options.outcomes.empty();
    }
};

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
/// where; what is translated can be read, and, where the mapping is proven, gives the same when it has been
/// there and back.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static subject used;
    std::string_view const all(reinterpret_cast<char const*>(data), size);
    chosen bytes(all);
    auto const options = testing::chosen_mapping(bytes).make();
    used.choose(all.substr(0, size - bytes.rest().size()), options);
    if (!used.made) return 0;
    auto const& t = *used.made;
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
    if (!used.proven) return 0;
    auto const back = messages.translate(reverse(way), *there);
    if (!back) return 0;
    say(source_index(way), *back);
    auto const again = messages.translate(way, *back);
    if (again)
        say(target_index(way), *again);
    else
        said += again.error().where + ": " + again.error().message;
    require(again && messages.is_same(target_index(way), *there, *again), "not the same again");
    return 0;
}
