#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ficus::tools {

struct screen_size {
    std::size_t rows = 24;
    std::size_t columns = 80;
};

/// What has a terminal show `text` and nothing else, without clearing first: written over what is there,
/// nothing flickers. Lines are cut where the screen ends; of those that do not fit, the last row says how
/// many there are. `text` may hold colours (SGR, as ECMA-48 8.3.117 has it) and no other control but line
/// ends.
std::string screen_frame(std::string_view text, screen_size size);

/// A terminal's other screen, for as long as this lives: what was on it before is there again afterwards.
class terminal_screen {
public:
    /// `terminal`: its descriptor, which must outlive this.
    explicit terminal_screen(int terminal);
    ~terminal_screen();
    terminal_screen(terminal_screen const&) = delete;
    terminal_screen& operator=(terminal_screen const&) = delete;

    screen_size size() const;
    /// False when the terminal is gone.
    bool show(std::string_view text);
    /// For a while, as when the process is stopped.
    void leave();
    void enter();

private:
    int terminal_;
    bool gone_ = false;
    void write(std::string_view bytes);
};

} // namespace ficus::tools
