#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

/// What a fuzzer's bytes choose, one after the other. Past their end all that is chosen is the first.
class chosen {
public:
    explicit chosen(std::string_view bytes) : rest_(bytes) {}

    std::uint8_t byte() {
        if (rest_.empty()) return 0;
        auto const taken = static_cast<std::uint8_t>(rest_.front());
        rest_.remove_prefix(1);
        return taken;
    }
    /// Below `many`, which is at most 256.
    std::size_t below(std::size_t many) { return byte() % many; }
    bool once_in(std::size_t many) { return below(many) == many - 1; }

    template<class T, std::size_t N>
    T const& of(T const (&all)[N]) {
        return all[below(N)];
    }

    /// As many of the bytes themselves as one of them says.
    std::string_view raw(std::size_t most) {
        auto const size = below(most + 1);
        auto const taken = rest_.substr(0, size);
        rest_.remove_prefix(taken.size());
        return taken;
    }
    std::string_view rest() const { return rest_; }

private:
    std::string_view rest_;
};
