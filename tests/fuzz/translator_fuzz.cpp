#include "acl/translator.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

using namespace ficus::acl;

namespace {

field_options field(std::string legacy, std::string modern, std::optional<scalar_type> type = {}) {
    field_options f;
    f.legacy = std::move(legacy);
    f.modern = std::move(modern);
    f.type = type;
    return f;
}

translator make(format legacy, bool keep_rest) {
    bool const xml = legacy == format::xml;
    translator_options o;
    o.legacy = {legacy, xml ? "R" : "", {}};
    o.modern = {format::json, "", {}};
    o.keep_rest = keep_rest;
    auto status = field("S", "status");
    status.values = {{"N", "new"}, {"P", "paid"}};
    auto created = field("T", "created");
    created.time = time_options{"%d.%m.%Y %H:%M:%S", "rfc3339", "Europe/Berlin"};
    o.fields = {field("N", "n", scalar_type::integer),
                field("D", "d", scalar_type::number),
                field("B", "b", scalar_type::boolean),
                status,
                created,
                field("Text", "text")};
    if (xml) {
        auto lines = field("L/I[]", "lines[]");
        lines.fields = {field("text()", "sku"), field("@q", "quantity", scalar_type::integer)};
        o.fields.push_back(lines);
        o.fields.push_back(field("C/Name", "customer.name"));
    }
    if (legacy != format::xml) o.fields.push_back(field("G[]", "tags[]", scalar_type::integer));
    auto made = translator::compile(o);
    if (!made) std::abort();
    return *made;
}

} // namespace

/// The first byte chooses a translator and a direction. What goes there comes back to the same text there:
/// nothing that the mapping names may be lost. Without `rest` alone: what is merely kept is kept as well as
/// formats allow.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static auto const translators = [] {
        std::vector<translator> all;
        for (auto const legacy : {format::xml, format::json, format::form})
            for (auto const keep : {false, true}) all.push_back(make(legacy, keep));
        return all;
    }();
    if (size == 0) return 0;
    auto const chosen = data[0] % translators.size();
    auto const& t = translators[chosen];
    auto const way = (data[0] & 0x80) != 0 ? direction::to_modern : direction::to_legacy;
    std::string_view const body(reinterpret_cast<char const*>(data) + 1, size - 1);
    auto const there = t.translate_body(way, part::response, body);
    if (!there || chosen % 2 == 1) return 0;
    auto const back = t.translate_body(reverse(way), part::response, *there);
    if (!back) std::abort();
    // A form without a name in it is an empty body, which passes as it is.
    if (back->empty()) return 0;
    auto const again = t.translate_body(way, part::response, *back);
    if (!again || *again != *there) std::abort();
    return 0;
}
