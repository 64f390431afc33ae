#include "tools/terminal_screen.hpp"

#include "tools/table.hpp"

#include <cerrno>
#include <sys/ioctl.h>
#include <unistd.h>

namespace ficus::tools {
namespace {

// xterm's control sequences, which all terminals of today know.
constexpr std::string_view other_screen = "\x1B[?1049h\x1B[?25l"; // and no cursor on it
constexpr std::string_view first_screen = "\x1B[?25h\x1B[?1049l";
constexpr std::string_view home = "\x1B[H";
constexpr std::string_view rest_of_line = "\x1B[K";
constexpr std::string_view rest_of_screen = "\x1B[J";
constexpr std::string_view plain = "\x1B[0m";

/// The length of the colour that begins `text`, or 0.
std::size_t colour_at(std::string_view text) {
    if (!text.starts_with("\x1B[")) return 0;
    auto const end = text.find_first_not_of("0123456789;", 2);
    return end != text.npos && text[end] == 'm' ? end + 1 : 0;
}

std::size_t character_at(std::string_view text) {
    std::size_t length = 1;
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) ++length;
    return length;
}

void put_line(std::string_view line, std::size_t columns, std::string& out) {
    std::size_t used = 0;
    auto coloured = false;
    while (!line.empty()) {
        if (auto const colour = colour_at(line); colour > 0) {
            out += line.substr(0, colour);
            line.remove_prefix(colour);
            coloured = true;
            continue;
        }
        auto const character = line.substr(0, character_at(line));
        used += display_width(character);
        if (used > columns) break;
        out += character;
        line.remove_prefix(character.size());
    }
    if (coloured) out += plain;
    out += rest_of_line;
}

std::size_t count_lines(std::string_view text) {
    std::size_t lines = 0;
    for (auto const c : text) lines += c == '\n';
    return lines + (!text.empty() && text.back() != '\n');
}

} // namespace

std::string screen_frame(std::string_view text, screen_size size) {
    auto const lines = count_lines(text);
    auto const fits = lines <= size.rows;
    auto const shown = fits ? lines : size.rows - (size.rows > 0);
    std::string out(home);
    for (std::size_t i = 0; i < shown; ++i) {
        auto const end = std::min(text.find('\n'), text.size());
        if (i > 0) out += "\r\n";
        put_line(text.substr(0, end), size.columns, out);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (!fits) {
        if (shown > 0) out += "\r\n";
        put_line(std::to_string(lines - shown) + " more lines: a larger window shows them", size.columns,
                 out);
    }
    out += rest_of_screen;
    return out;
}

terminal_screen::terminal_screen(int terminal) : terminal_(terminal) {
    enter();
}

terminal_screen::~terminal_screen() {
    leave();
}

void terminal_screen::enter() {
    write(other_screen);
}

void terminal_screen::leave() {
    write(first_screen);
}

screen_size terminal_screen::size() const {
    winsize found{};
    if (ioctl(terminal_, TIOCGWINSZ, &found) != 0 || found.ws_row == 0 || found.ws_col == 0) return {};
    return {found.ws_row, found.ws_col};
}

bool terminal_screen::show(std::string_view text) {
    write(screen_frame(text, size()));
    return !gone_;
}

void terminal_screen::write(std::string_view bytes) {
    while (!bytes.empty() && !gone_) {
        auto const written = ::write(terminal_, bytes.data(), bytes.size());
        if (written >= 0)
            bytes.remove_prefix(static_cast<std::size_t>(written));
        else if (errno != EINTR)
            gone_ = true;
    }
}

} // namespace ficus::tools
