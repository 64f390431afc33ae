#include "tools/table.hpp"

#include <algorithm>
#include <clocale>
#include <cstdint>
#include <cwchar>
#include <ostream>
#include <utility>

namespace ficus::tools {
namespace {

/// wcwidth() answers for the thread's locale; C.UTF-8 comes with libc and knows every character.
class utf8_locale {
public:
    utf8_locale() : own_(newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
        if (own_) before_ = uselocale(own_);
    }
    ~utf8_locale() {
        if (!own_) return;
        uselocale(before_);
        freelocale(own_);
    }
    utf8_locale(utf8_locale const&) = delete;
    utf8_locale& operator=(utf8_locale const&) = delete;

private:
    locale_t own_;
    locale_t before_ = nullptr;
};

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

} // namespace

std::size_t display_width(std::string_view text) {
    if (is_ascii(text)) return text.size();
    utf8_locale const locale;
    std::mbstate_t state{};
    std::size_t width = 0;
    while (!text.empty()) {
        wchar_t character = 0;
        auto const used = std::mbrtowc(&character, text.data(), text.size(), &state);
        if (used == 0 || used > text.size()) {
            state = {};
            ++width;
            text.remove_prefix(1);
            continue;
        }
        width += static_cast<std::size_t>(std::max(0, wcwidth(character)));
        text.remove_prefix(used);
    }
    return width;
}

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        // The C1 controls, two bytes in UTF-8, drive terminals like the C0 ones.
        bool const c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (c1) ++i;
        if (byte == '\n' || byte == '\r' || byte == '\t')
            out += byte == '\n' ? "\\n" : byte == '\r' ? "\\r" : "\\t";
        else
            out += c1 || byte < 0x20 || byte == 0x7F ? '?' : text[i];
    }
    return out;
}

void table::add(std::vector<std::string> row) {
    row.resize(columns_.size());
    for (auto& cell : row) cell = printable(cell);
    rows_.push_back(std::move(row));
}

void table::print(std::ostream& out, bool colour, std::size_t indent) const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        auto width = display_width(columns_[i].heading);
        for (auto const& row : rows_) width = std::max(width, display_width(row[i]));
        widths.push_back(width);
    }
    auto const line = [&](auto const& cell_of) {
        std::string text(indent, ' ');
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            std::string const& cell = cell_of(i);
            std::string const padding(widths[i] - display_width(cell), ' ');
            if (i > 0) text += "  ";
            text += columns_[i].side == align::right ? padding + cell : cell + padding;
        }
        text.erase(text.find_last_not_of(' ') + 1);
        return text;
    };
    auto const headings = line([&](std::size_t i) -> std::string const& { return columns_[i].heading; });
    out << (colour ? "\x1b[1m" + headings + "\x1b[0m" : headings) << '\n';
    for (auto const& row : rows_)
        out << line([&](std::size_t i) -> std::string const& { return row[i]; }) << '\n';
}

} // namespace ficus::tools
