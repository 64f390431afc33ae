#include "facade/http/accept_encoding.hpp"

#include <array>

namespace ficus::http {

namespace {

/// Thousandths; RFC 9110 §12.4.2: 0 or 1 and up to three decimals, of which 1 has only zeros.
unsigned read_weight(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
    if (text.size() > 1 && text[1] != '.') return 0;
    unsigned thousandths = 0;
    for (std::size_t place = 2; place < 5; ++place) {
        char const digit = place < text.size() ? text[place] : '0';
        if (digit < '0' || digit > '9') return 0;
        thousandths = 10 * thousandths + static_cast<unsigned>(digit - '0');
    }
    if (text[0] == '0') return thousandths;
    return thousandths == 0 ? 1000 : 0;
}

/// The weight behind a coding's name. Accept-Encoding has no other parameter.
unsigned weight_of(std::string_view parameters) {
    if (parameters.empty()) return 1000;
    auto const text = trimmed(parameters.substr(1));
    if (text.size() < 2 || !iequals(text.substr(0, 2), "q=")) return 0;
    return read_weight(text.substr(2));
}

} // namespace

std::optional<content_coding> choose_coding(head const& request) {
    struct liked {
        std::string_view name;
        std::optional<content_coding> coding;
        std::optional<unsigned> weight;
    };
    std::array<liked, 4> all{{{"zstd", content_coding::zstd, {}},
                              {"br", content_coding::br, {}},
                              {"gzip", content_coding::gzip, {}},
                              {"identity", std::nullopt, {}}}};
    std::optional<unsigned> others;
    if (!request.fields.has(known::accept_encoding)) return std::nullopt;
    for (auto const& f : request.fields) {
        if (f.id != known::accept_encoding) continue;
        for_each_element(f.value, [&](std::string_view element) {
            auto const semicolon = std::min(element.find(';'), element.size());
            auto name = trimmed(element.substr(0, semicolon));
            auto const weight = weight_of(element.substr(semicolon));
            if (name == "*") {
                others = weight;
                return;
            }
            if (iequals(name, "x-gzip")) name = "gzip";
            for (auto& one : all)
                if (iequals(name, one.name)) one.weight = weight;
        });
    }
    // Unnamed, a coding is what `*` says; and identity is always acceptable, but nobody has asked for it.
    auto const& identity = all.back();
    std::optional<content_coding> best;
    unsigned best_weight = std::max(1U, identity.weight.value_or(0));
    for (auto const& one : all) {
        if (!one.coding) break;
        auto const weight = one.weight.value_or(others.value_or(0));
        if (weight >= best_weight + (best ? 1 : 0)) {
            best = one.coding;
            best_weight = weight;
        }
    }
    return best;
}

} // namespace ficus::http
