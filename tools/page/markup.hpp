#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ficus::tools {

/// Text that was recorded as HTML and XML show it, in an element or a quoted attribute: markup is escaped,
/// control characters are shown by their pictures (U+2400 and on), and what is no UTF-8, or no character of
/// XML 1.0, is U+FFFD. Line ends and tabs stay.
std::string markup_text(std::string_view text);

/// HTML or XML being written. Only constants come into it as they are: all else has to go by text(), which
/// escapes, so that nothing that came from an answer can be forgotten.
class markup {
public:
    class constant {
    public:
        template<std::size_t Size>
        consteval constant(char const (&text)[Size]) : text_(text, Size - 1) {}

    private:
        friend class markup;
        std::string_view text_;
    };

    markup& operator<<(constant text) {
        written_ += text.text_;
        return *this;
    }
    markup& text(std::string_view text) {
        written_ += markup_text(text);
        return *this;
    }
    /// A file of ours that is baked in, or JSON by json_for_script(): not escaped.
    markup& baked(std::string_view text) {
        written_ += text;
        return *this;
    }
    std::string const& written() const { return written_; }

private:
    std::string written_;
};

} // namespace ficus::tools
