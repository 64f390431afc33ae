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
        bytes.remove_prefix(end + 4 - before);
        head_.resize(end + 4);
        if (auto const length = field_of(head_, "content-length"))
            std::from_chars(length->data(), length->data() + length->size(), length_);
        else
            chunked_ = field_of(head_, "transfer-encoding").has_value();
    }
    if (chunked_) return take_chunks(bytes) || !error_.empty();
    body_ += bytes.size();
    if (keeps_body_) kept_.append(bytes);
    if (body_ > length_) error_ = "more came than the message holds";
    return body_ >= length_ || !error_.empty();
}

bool message::take_chunks(std::string_view bytes) {
    while (!bytes.empty()) {
        if (chunk_left_ > 0) {
            auto const taken = std::min(chunk_left_, bytes.size());
            chunk_left_ -= taken;
            bytes.remove_prefix(taken);
            continue;
        }
        auto const end = bytes.find('\n');
        chunk_line_.append(bytes.substr(0, end));
        if (end == std::string_view::npos) return false;
        bytes.remove_prefix(end + 1);
        if (last_chunk_) {
            if (!bytes.empty()) error_ = "more came than the message holds";
            return true;
        }
        std::size_t size = 0;
        if (std::from_chars(chunk_line_.data(), chunk_line_.data() + chunk_line_.size(), size, 16).ec !=
            std::errc{}) {
            error_ = "a chunk without a size";
            return true;
        }
        body_ += size;
        last_chunk_ = size == 0;
        chunk_left_ = last_chunk_ ? 0 : size + 2;
        chunk_line_.clear();
    }
    return false;
}

void message::clear() {
    head_.clear();
    kept_.clear();
    chunk_line_.clear();
    head_complete_ = chunked_ = last_chunk_ = false;
    body_ = length_ = chunk_left_ = 0;
    error_ = {};
}

} // namespace ficus::bench
