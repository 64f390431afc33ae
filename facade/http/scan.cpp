#include "facade/http/scan.hpp"

#include "facade/http/octets.hpp"

namespace ficus::http {

head_scanner::state head_scanner::scan(std::string_view bytes) {
    auto const* const begin = bytes.data();
    auto const* const end = begin + bytes.size();
    auto const* at = begin + seen_;
    auto const* line = begin + line_;
    auto const stop = [&](state s, char const* seen) {
        seen_ = static_cast<std::size_t>(seen - begin);
        line_ = static_cast<std::size_t>(line - begin);
        return s;
    };
    auto const bad = [&](std::string_view why) {
        why_ = why;
        return stop(state::bad, at);
    };
    for (;;) {
        at = find_first<line_octets>(at, begin, end);
        if (at == end) return stop(state::more, end);
        if (*at == '\0') return bad("NUL in the head");
        if (*at == '\n') return bad("LF without CR in the head");
        // A CR is only known to be bare once the byte after it is there.
        if (at + 1 == end) return stop(state::more, at);
        if (at[1] != '\n') return bad("CR without LF in the head");
        bool const empty = at == line;
        at += 2;
        line = at;
        if (empty) return stop(state::complete, at);
    }
}

} // namespace ficus::http
