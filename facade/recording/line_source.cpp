#include "facade/recording/line_source.hpp"

#include "facade/recording/recorded.hpp"

namespace ficus::recording {

namespace {

constexpr std::size_t at_once = 64UL * 1024;

} // namespace

bool line_source::fill() {
    held_.erase(0, at_);
    at_ = 0;
    auto const before = held_.size();
    held_.resize(before + at_once);
    from_.read(held_.data() + before, at_once);
    held_.resize(before + static_cast<std::size_t>(from_.gcount()));
    return held_.size() > before;
}

std::string_view line_source::peek() {
    constexpr std::size_t most = 4096;
    while (held_.size() - at_ < most && fill()) {}
    return std::string_view(held_).substr(at_, most);
}

line_source::got line_source::next(std::string_view& line) {
    auto searched = at_;
    for (;;) {
        auto const end = held_.find('\n', searched);
        auto const found = end != std::string::npos;
        if ((found ? end : held_.size()) - at_ > most_line) {
            ++number_;
            return got::too_long;
        }
        searched = held_.size() - at_;
        if (!found && fill()) continue;
        if (from_.bad()) return got::unreadable;
        if (!found && at_ == held_.size()) return got::end;
        line = std::string_view(held_).substr(at_, found ? end - at_ : std::string::npos);
        at_ += line.size() + (found ? 1 : 0);
        taken_ += line.size();
        ended_ = found;
        ++number_;
        if (taken_ > most_bytes) return got::too_much;
        if (line.ends_with('\r')) line.remove_suffix(1);
        return got::line;
    }
}

line_source::got line_source::rest(std::string& into, std::size_t most) {
    while (held_.size() - at_ <= most && fill()) {}
    if (from_.bad()) return got::unreadable;
    if (held_.size() - at_ > most) return got::too_much;
    into = held_.substr(at_);
    at_ = held_.size();
    return got::end;
}

} // namespace ficus::recording
