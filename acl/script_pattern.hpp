#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ficus::acl {

/// Lua's patterns (its manual, §6.4.1), of ASCII's classes, with a count of what was looked at: Lua's own
/// matcher can take a time that grows with a power of the text's size, and nothing interrupts it.
class script_pattern {
public:
    static constexpr std::size_t most_captures = 32;
    struct capture {
        char const* at = nullptr;
        std::ptrdiff_t size = 0; ///< or `position`, or `open`
    };
    static constexpr std::ptrdiff_t position = -1;
    static constexpr std::ptrdiff_t open = -2;

    /// `pattern`: without an anchor at its beginning. Nothing is copied.
    script_pattern(std::string_view text, std::string_view pattern)
        : begin_(text.data()), end_(text.data() + text.size()), pattern_(pattern.data()),
          pattern_end_(pattern.data() + pattern.size()) {}

    /// Matches at `from`; the end of what matched, or null. `steps`: what may be looked at; it is lessened.
    char const* match(char const* from, std::int64_t& steps);

    /// Nothing in it has a meaning of its own, but for a `)`, which string.find takes as it is then.
    static bool is_plain(std::string_view pattern) {
        return pattern.find_first_of("^$*+?.([%-") == std::string_view::npos;
    }

    /// What is wrong with the pattern, or with how it went; null: nothing. Then nothing has matched.
    char const* failure() const { return failure_; }
    /// Too much was looked at.
    bool is_spent() const { return spent_; }
    std::size_t captures() const { return level_; }
    capture const& operator[](std::size_t index) const { return captures_[index]; }

private:
    char const* fail(char const* what);
    bool count(std::size_t steps = 1);
    char const* match(char const* at, char const* p, int depth);
    char const* match_many(char const* at, char const* p, char const* after, int depth);
    char const* match_few(char const* at, char const* p, char const* after, int depth);
    char const* start(char const* at, char const* p, std::ptrdiff_t kind, int depth);
    char const* finish(char const* at, char const* p, int depth);
    char const* balanced(char const* at, char const* p);
    char const* repeated(char const* at, char digit);
    char const* end_of_item(char const* p);
    bool is_single(char const* at, char const* p, char const* after);
    bool is_in_set(unsigned char c, char const* p, char const* last);

    char const* begin_;
    char const* end_;
    char const* pattern_;
    char const* pattern_end_;
    std::size_t level_ = 0;
    std::array<capture, most_captures> captures_{};
    char const* failure_ = nullptr;
    std::int64_t steps_ = 0;
    bool spent_ = false;
};

} // namespace ficus::acl
