#include "acl/format.hpp"
#include "acl/mapping.hpp"
#include "acl/proof.hpp"
#include "acl/proof_message.hpp"
#include "acl/proof_unproven.hpp"
#include "fuzz/chosen_mapping.hpp"
#include "fuzz/chosen_message.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

using namespace ficus::acl;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
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
            require(!compiled.error().empty());
            for (auto const& problem : compiled.error())
                require(!problem.key.empty() && !problem.message.empty());
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
    require(is_visible(m.path) && m.path.find_first_of("?#") == std::string::npos);
    require(is_visible(m.query) && m.query.find('#') == std::string::npos);
    require(m.has_query || m.query.empty());
    for (auto const& [name, value] : m.added) {
        require(!name.empty() && is_visible(name) && name.find(':') == std::string::npos);
        for (auto const c : value) require(c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != 0x7F));
    }
    require(m.content_type.find_first_of("\r\n") == std::string::npos);
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
    auto const sent = testing::chosen_message(bytes, t, of, source_index(way)).make();
    if (t.mapping_of(of) == nullptr) return 0;
    proof_messages const messages(t, of, nullptr);
    auto const there = messages.translate(way, sent);
    if (!there) {
        require(!there.error().message.empty() && !there.error().where.empty());
        return 0;
    }
    if (there->unchanged) return 0;
    auto const& speaks = t.side(of, target_index(way));
    require_safe_head(*there);
    if (!there->body.empty() && options.outcomes.empty())
        require(read_body(speaks, there->body, there->content_type).has_value());
    if (!used.proven) return 0;
    auto const back = messages.translate(reverse(way), *there);
    if (!back) return 0;
    auto const again = messages.translate(way, *back);
    require(again && messages.is_same(target_index(way), *there, *again));
    return 0;
}
