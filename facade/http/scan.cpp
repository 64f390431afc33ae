#include "facade/http/scan.hpp"

#include <cstring>

namespace ficus::http {

namespace {

char const* find(std::string_view in, char c) {
    return in.empty() ? nullptr : static_cast<char const*>(std::memchr(in.data(), c, in.size()));
}

} // namespace

head_scanner::state head_scanner::scan(std::string_view bytes) {
    auto const bad = [this](std::string_view why) {
        why_ = why;
        return state::bad;
    };
    for (;;) {
        auto const* lf = find(bytes.substr(seen_), '\n');
        // A CR is only known to be bare once the byte after it is there.
        auto const line_end = lf != nullptr ? static_cast<std::size_t>(lf - bytes.data()) : bytes.size();
        auto fresh = bytes.substr(seen_, line_end - seen_);
        if (find(fresh, '\0') != nullptr) return bad("NUL in the head");
        if (auto const* cr = find(fresh, '\r'); cr != nullptr && cr + 1 != bytes.data() + line_end)
            return bad("CR without LF in the head");
        if (lf == nullptr) {
            seen_ = bytes.ends_with('\r') ? bytes.size() - 1 : bytes.size();
            return state::more;
        }
        if (line_end == line_ || bytes[line_end - 1] != '\r') return bad("LF without CR in the head");
        bool const empty = line_end == line_ + 1;
        seen_ = line_ = line_end + 1;
        if (empty) return state::complete;
    }
}

} // namespace ficus::http
