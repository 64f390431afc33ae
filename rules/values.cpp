#include "rules/values.hpp"

namespace ficus::rules {

namespace {

/// Takes decoded bytes as they come and compares them, so that nothing has to be stored.
struct comparing {
    std::string_view left;
    bool same = true;
    comparing& operator+=(char c) {
        same = same && !left.empty() && left.front() == c;
        if (same) left.remove_prefix(1);
        return *this;
    }
};

} // namespace

bool decodes_to(std::string_view encoded, std::string_view text) {
    if (encoded.size() < text.size()) return false; // decoding only ever shortens
    comparing out{text};
    decode_query(encoded, out);
    return out.same && out.left.empty();
}

} // namespace ficus::rules
