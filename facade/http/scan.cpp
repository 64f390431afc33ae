#include "facade/http/scan.hpp"

#include "facade/http/octets.hpp"

namespace ficus::http {

head_scanner::state head_scanner::scan(std::string_view bytes) {
    auto const* const begin = bytes.data();
    auto const* const end = begin + bytes.size();
    auto const* from = begin + seen_;
    auto const* line = begin + line_;
    auto const stop = [&](state s, char const* seen) {
        seen_ = static_cast<std::size_t>(seen - begin);
        line_ = static_cast<std::size_t>(line - begin);
        return s;
    };
    auto const bad = [&](std::string_view why) {
        why_ = why;
        return stop(state::bad, begin);
    };
    while (from < end) {
        auto const* next = from + octets_at_once;
        for (auto mask = octets_in<line_octets>(from, begin, end); mask != 0;) {
            auto const bit = std::countr_zero(mask);
            auto const* const at = from + bit;
            if (*at == '\r') {
                // It is only known to be bare once the byte after it is there.
                if (at + 1 == end) return stop(state::more, at);
                if (at[1] != '\n') return bad("CR without LF in the head");
                bool const empty = at == line;
                line = at + 2;
                if (empty) return stop(state::complete, line);
                // The LF may stand behind these octets.
                if (line > next) next = line;
                mask &= ~(std::uint32_t{3} << bit);
            } else if (*at == '\n') {
                return bad("LF without CR in the head");
            } else if (*at == '\0') {
                return bad("NUL in the head");
            } else {
                mask &= mask - 1;
            }
        }
        from = next;
    }
    return stop(state::more, end);
}

} // namespace ficus::http
