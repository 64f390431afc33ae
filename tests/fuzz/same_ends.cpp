#include "fuzz/same_ends.hpp"

#include <cstdio>
#include <cstdlib>

namespace ficus::test {

namespace {

using state = message::state;

/// Where llhttp refuses what we accept, and the RFCs are with us.
struct known_difference {
    std::string_view section; ///< RFC and section that show it
    std::string_view why;     ///< what llhttp says
    bool (*applies)(message const& ours);
};

constexpr known_difference known_differences[] = {
    // Methods are tokens that anybody may register or make up; llhttp has a list.
    {"9110 9.1", "HPE_INVALID_METHOD", [](message const& ours) { return !ours.method.empty(); }},
};

bool is_known(message const& ours, message const& theirs) {
    for (auto const& known : known_differences)
        if (known.why == theirs.why && known.applies(ours)) return true;
    return false;
}

std::string printable(std::string_view bytes) {
    std::string out;
    for (unsigned char const c : bytes) {
        char hex[5];
        std::snprintf(hex, sizeof hex, "\\x%02x", c);
        if (c >= 0x20 && c < 0x7f)
            out += static_cast<char>(c);
        else
            out += hex;
    }
    return out;
}

void print(char const* who, messages const& all) {
    std::fprintf(stderr, "%s\n", who);
    for (auto const& m : all) {
        constexpr char const* names[] = {"in head", "in body", "complete", "refused"};
        std::fprintf(stderr, "  %s at %zu: %s %s %u %s\n", names[static_cast<int>(m.what)], m.end,
                     printable(m.method).c_str(), printable(m.target).c_str(), m.status, m.why.c_str());
        for (auto const& [name, value] : m.fields)
            std::fprintf(stderr, "    %s: %s\n", printable(name).c_str(), printable(value).c_str());
        std::fprintf(stderr, "    content: %s\n", printable(m.body).c_str());
    }
}

} // namespace

void require_same_ends(messages const& ours, messages const& theirs) {
    auto const differ = [&] {
        print("ours", ours);
        print("llhttp's", theirs);
        std::abort();
    };
    for (std::size_t i = 0; i < ours.size(); ++i) {
        auto const& a = ours[i];
        if (a.what == state::refused) return;
        bool const there = i < theirs.size();
        if (a.what == state::in_head) {
            // Of what is not accepted yet, llhttp may refuse the beginning.
            if (there && theirs[i].what != state::in_head && theirs[i].what != state::refused) differ();
            return;
        }
        if (!there) differ();
        auto const& b = theirs[i];
        if (b.what == state::refused && is_known(a, b)) return;
        if (!(a == b)) differ();
    }
}

void require_same(messages const& whole, messages const& in_pieces) {
    if (whole == in_pieces) return;
    print("whole", whole);
    print("in pieces", in_pieces);
    std::abort();
}

} // namespace ficus::test
