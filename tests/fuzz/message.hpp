#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

/// What a reader of HTTP makes of the bytes of one connection. Ours and llhttp's are held against each other.
namespace ficus::test {

struct message {
    enum class state {
        in_head, ///< the bytes end before its head does
        in_body, ///< the bytes end before its body does
        complete,
        refused,
    };
    state what = state::in_head;
    std::size_t end = 0; ///< bytes of the connection up to this message's end, or to where it was refused
    std::string method;  ///< of a request; its target too
    std::string target;
    unsigned status = 0; ///< of an answer
    /// Of the head; values without white space around.
    std::vector<std::pair<std::string, std::string>> fields;
    std::string body; ///< content, as far as it came
    std::string why;  ///< of a refusal
    /// In all but the reason of a refusal: of several, what is seen first depends on how the bytes arrive.
    friend bool operator==(message const& a, message const& b) {
        auto const all = [](message const& m) {
            return std::tie(m.what, m.end, m.method, m.target, m.status, m.fields, m.body);
        };
        return all(a) == all(b);
    }
};

/// In the order of the connection. One that is not complete is the last.
using messages = std::vector<message>;

/// What steers a run, and the bytes that both read.
struct fuzz_input {
    /// The first line. Its characters are, in turn, the sizes of the pieces that the bytes come in; `G`, `H`,
    /// `P` and `U` among them say in turn what the answers answer.
    std::string_view steer;
    std::string_view bytes;
};

inline fuzz_input taken_apart(std::string_view all) {
    auto const end = all.find('\n');
    if (end == std::string_view::npos) return {{}, all};
    return {all.substr(0, end), all.substr(end + 1)};
}

} // namespace ficus::test
