#include "facade/http/accept_encoding.hpp"
#include "facade/http/content_coding.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

/// Whatever comes in, no more comes out than may; and what is encoded is decoded to the same bytes. The first
/// byte chooses codings and bounds.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ficus::http;
    if (size == 0) return 0;
    constexpr std::array all{content_coding::gzip, content_coding::deflate, content_coding::br,
                             content_coding::zstd};
    auto const first = all[data[0] & 3U];
    auto const second = all[(data[0] >> 2U) & 3U];
    std::string_view const bytes(reinterpret_cast<char const*>(data + 1), size - 1);
    decoding_limits const limits{.max_bytes = (data[0] & 16U) != 0 ? 100U : 20'000U,
                                 .max_ratio = (data[0] & 32U) != 0 ? 2U : 256U,
                                 .ratio_from = 64};
    std::vector<std::string_view> names{name_of(first)};
    if ((data[0] & 64U) != 0) names.push_back(name_of(second));
    if (auto const plain = decode(names, bytes, limits)) {
        if (plain->size() > limits.max_bytes) std::abort();
        if (plain->size() > limits.ratio_from && plain->size() > bytes.size() * limits.max_ratio)
            std::abort();
    }
    auto const again =
        decode(std::array{name_of(first)}, encode(first, bytes), {.max_bytes = bytes.size() + 1});
    if (!again || *again != bytes) std::abort();

    head with;
    with.fields.push_back({"Accept-Encoding", bytes, known::accept_encoding});
    with.fields.push_back({"Content-Encoding", bytes, known::content_encoding});
    (void)choose_coding(with);
    (void)can_decode(codings_of(with));
    return 0;
}
