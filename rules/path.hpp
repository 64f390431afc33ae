#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::rules {

/// One way in which a server may read a path's bytes. As made here: the most literal one.
struct path_reading {
    enum class slashes : std::uint8_t { kept, merged_before_dots, merged_after_dots };
    enum class params : std::uint8_t { kept, cut_before_decoding, cut_after_decoding };

    bool encoded_slash = false;     ///< `%2F` separates segments
    bool backslash = false;         ///< `\` separates segments
    bool encoded_backslash = false; ///< `%5C` separates segments
    bool nul_ends = false;          ///< `%00` ends the path, as it ends a C string
    params parameters = params::kept;
    slashes doubled = slashes::kept;

    /// What is still data once dot segments are gone may be taken for more after all, by whoever looks next:
    /// a server that decodes late, or one behind a server that has done the first reading. Dots are then
    /// removed again.
    struct again {
        bool slash = false;
        bool backslash = false;
        bool params = false;
        bool nul = false;
        bool any() const { return slash || backslash || params || nul; }
    };
    again late;
};

/// What a path holds that servers are known to read differently (design.md §3), and whether it is a path at
/// all.
struct path_survey {
    enum class form : std::uint8_t { plain, encoded, malformed };
    form what = form::plain; ///< plain: nothing to decode, remove or doubt
    bool encoded_slash = false;
    bool backslash = false;
    bool encoded_backslash = false;
    bool nul = false;
    bool params = false;         ///< `;` as such
    bool encoded_params = false; ///< `%3B`
    bool dots = false;           ///< a dot segment may arise in some reading
    bool doubled = false;        ///< an empty segment may arise in some reading
    std::string_view why;        ///< of a malformed one

    /// How many readings there are: 1 without doubt, at most 144, or 2304 where order matters.
    std::size_t readings() const;
    /// The n-th of them, the most literal one first. A later one differs from it in ever more ways.
    path_reading reading(std::size_t n) const;
    /// What the n-th reading takes otherwise than all before it: "`%2F` is a slash or data". For n > 0.
    std::string_view doubt(std::size_t n) const;
};

/// Looks at a path once: percent sequences are checked, what is doubtful is noted. A path begins with `/`.
path_survey survey(std::string_view raw);

/// Without `;jsessionid=ID` at its end, the one parameter whose meaning is settled: Java's servlet containers
/// append it to URLs where a client keeps no cookies, and take it off before they look at the path (Jakarta
/// Servlet §7.1.3). The path itself where there is none.
std::string_view without_session(std::string_view raw);

/// A path decoded and without dot segments, in buffers that are used again.
class normal_path {
public:
    /// Reads `raw`, which survey() has not called malformed, in the given way. Percent sequences are decoded
    /// once; dot segments are removed after decoding and never lead above the root.
    void read(std::string_view raw, path_reading const& how);
    /// The same for a path that survey() calls plain, which has to stay where it is.
    void read_plain(std::string_view raw);
    /// Surveys and reads in one pass: false where the path needs, or may need, more than read_plain().
    bool read_if_plain(std::string_view raw);

    /// `/a/b`, decoded. A slash that is data looks like one that separates: segments tell.
    std::string_view text() const { return plain_.empty() ? std::string_view(text_) : plain_; }
    std::size_t size() const { return count_; } ///< at least 1: `/` is one empty segment
    std::string_view segment(std::size_t i) const {
        auto const all = text();
        auto const* const start = starts_.data() + i;
        auto const end = i + 1 < count_ ? start[1] - 1 : all.size();
        return {all.data() + *start, end - *start};
    }

private:
    std::string_view plain_; ///< the caller's, of a path that is plain
    std::string text_;       ///< of one that is not
    std::string before_;     ///< what is read again
    void end_segment(path_reading const& how, bool last);
    void merge_slashes();
    void read_again(path_reading how);
    void make_room(std::size_t raw_size);
    void push(std::size_t start) { starts_[count_++] = static_cast<std::uint32_t>(start); }

    std::uint32_t open_ = 1;            ///< where the segment begins that is being read
    std::vector<std::uint32_t> starts_; ///< where each segment begins in text(), behind its slash; and room
    std::size_t count_ = 0;             ///< of segments
    std::vector<std::uint32_t> others_; ///< those of before_
};

} // namespace ficus::rules
