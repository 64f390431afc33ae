#include "bench/peer/message.hpp"

#include <algorithm>
#include <charconv>

namespace ficus::bench {

std::optional<std::string_view> field_of(std::string_view head, std::string_view name) {
    auto const same = [](char sent, char wanted) {
        return (sent >= 'A' && sent <= 'Z' ? sent + 32 : sent) == wanted;
    };
    for (auto at = head.find('\n'); at != std::string_view::npos; at = head.find('\n', at + 1)) {
        auto const line = head.substr(at + 1);
        if (line.size() <= name.size() || line[name.size()] != ':') continue;
        if (!std::equal(name.begin(), name.end(), line.begin(), [&](char a, char b) { return same(b, a); }))
            continue;
        auto value = line.substr(name.size() + 1, line.find('\r') - name.size() - 1);
        value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
        return value;
    }
    return std::nullopt;
}

bool message::take(std::string_view bytes) {
    if (!head_complete_) {
        auto const before = head_.size();
        head_.append(bytes);
        auto const end = head_.find("\r\n\r\n", before < 3 ? 0 : before - 3);
        if (end == std::string::npos) return false;
        head_complete_ = true;
        body_ = head_.size() - (end + 4);
        head_.resize(end + 4);
        if (auto const length = field_of(head_, "content-length"))
            std::from_chars(length->data(), length->data() + length->size(), length_);
        else if (field_of(head_, "transfer-encoding"))
            error_ = "a message came chunked that was sent with a length";
    } else {
        body_ += bytes.size();
    }
    if (body_ > length_) error_ = "more came than the message holds";
    return body_ >= length_ || !error_.empty();
}

void message::clear() {
    head_.clear();
    head_complete_ = false;
    body_ = length_ = 0;
    error_ = {};
}

} // namespace ficus::bench
