#include "rules/pattern.hpp"

#include "rules/text.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>

namespace ficus::rules {

namespace {

std::shared_ptr<re2::RE2 const> compiled(std::string const& text, re2::RE2::Options::Encoding encoding) {
    re2::RE2::Options options;
    options.set_encoding(encoding);
    options.set_log_errors(false);
    options.set_never_capture(true);
    return std::make_shared<re2::RE2 const>(text, options);
}

bool is_ascii(std::string_view text) {
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

} // namespace

boost::system::result<pattern, std::string> pattern::compile(std::string_view text) {
    pattern made;
    made.text_ = text;
    made.utf8_ = compiled(made.text_, re2::RE2::Options::EncodingUTF8);
    if (!made.utf8_->ok()) return made.utf8_->error();
    made.bytes_ = compiled(made.text_, re2::RE2::Options::EncodingLatin1);
    if (!made.bytes_->ok()) return made.bytes_->error();
    return made;
}

bool pattern::found_in(std::string_view text) const {
    // In UTF-8 mode RE2 lets `.` match no stray byte; the other form sees every byte as a character.
    auto const& form = is_ascii(text) || is_utf8(text) ? *utf8_ : *bytes_;
    return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), form);
}

std::string pattern::literal_prefix() const {
    // RE2's PossibleMatchRange would lose the last character, and with it the slash that ends a segment.
    std::string prefix;
    if (text_.empty() || text_.front() != '^' || text_.find('|') != std::string::npos) return prefix;
    for (std::size_t i = 1; i < text_.size(); ++i) {
        char c = text_[i];
        if (static_cast<unsigned char>(c) >= 0x80) return prefix;
        if (c == '*' || c == '?' || c == '+' || c == '{') {
            if (!prefix.empty()) prefix.pop_back();
            return prefix;
        }
        if (std::string_view("^$.()[]").find(c) != std::string_view::npos) return prefix;
        if (c == '\\') {
            if (++i == text_.size() || !std::ispunct(static_cast<unsigned char>(text_[i]))) return prefix;
            c = text_[i];
        }
        prefix += c;
    }
    return prefix;
}

} // namespace ficus::rules
