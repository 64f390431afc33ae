#include "rules/path_index.hpp"

#include <algorithm>
#include <cstring>

namespace ficus::rules {

namespace {

template<class Word>
std::uint64_t word_at(char const* bytes) {
    Word word;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
    // Odd, and its bits look like chance: 2^64 divided by the golden ratio (Knuth, TAOCP 3, §6.4).
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 32;
}

/// Labels come from the configuration: nobody who asks can make chains of them longer.
std::uint64_t hash_of(std::uint32_t from, std::string_view label) {
    auto const* const bytes = label.data();
    auto const size = label.size();
    auto hash = mixed(size, from + 1);
    if (size >= 8) {
        for (std::size_t i = 0; i + 8 < size; i += 8) hash = mixed(hash, word_at<std::uint64_t>(bytes + i));
        return mixed(hash, word_at<std::uint64_t>(bytes + size - 8));
    }
    if (size >= 4)
        return mixed(hash, word_at<std::uint32_t>(bytes) << 32 | word_at<std::uint32_t>(bytes + size - 4));
    if (size == 0) return mixed(hash, 0);
    return mixed(hash, word_at<std::uint8_t>(bytes) | word_at<std::uint8_t>(bytes + size / 2) << 8 |
                           word_at<std::uint8_t>(bytes + size - 1) << 16);
}

/// memcmp(), for texts so short that the call counts.
bool same(char const* bytes, std::string_view text) {
    auto const* const other = text.data();
    auto const size = text.size();
    if (size >= 8) {
        for (std::size_t i = 0; i + 8 < size; i += 8)
            if (word_at<std::uint64_t>(bytes + i) != word_at<std::uint64_t>(other + i)) return false;
        return word_at<std::uint64_t>(bytes + size - 8) == word_at<std::uint64_t>(other + size - 8);
    }
    if (size >= 4)
        return word_at<std::uint32_t>(bytes) == word_at<std::uint32_t>(other) &&
               word_at<std::uint32_t>(bytes + size - 4) == word_at<std::uint32_t>(other + size - 4);
    for (std::size_t i = 0; i < size; ++i)
        if (bytes[i] != other[i]) return false;
    return true;
}

} // namespace

std::string_view path_index::label_of(edge const& e) const {
    if (e.size <= e.label.size()) return {e.label.data(), e.size};
    std::uint32_t at;
    std::memcpy(&at, e.label.data(), sizeof at);
    return {long_labels_.data() + at, e.size};
}

std::size_t path_index::slot_of(std::uint32_t from, std::string_view label) const {
    auto const mask = edges_.size() - 1;
    for (auto at = hash_of(from, label) & mask;; at = (at + 1) & mask) {
        auto const& e = edges_[at];
        if (e.to == 0 || (e.from == from && e.size == label.size() && same(label_of(e).data(), label)))
            return at;
    }
}

void path_index::grow() {
    auto const before = std::exchange(edges_, std::vector<edge>(edges_.size() * 2));
    for (auto const& e : before)
        if (e.to != 0) edges_[slot_of(e.from, label_of(e))] = e;
}

std::uint32_t path_index::child(std::uint32_t from, path_shape::segment const& s) {
    auto const fresh = static_cast<std::uint32_t>(nodes_.size());
    if (s.wildcard) {
        if (nodes_[from].wildcard != 0) return nodes_[from].wildcard;
        nodes_[from].wildcard = fresh;
    } else {
        auto const at = slot_of(from, s.literal);
        if (edges_[at].to != 0) return edges_[at].to;
        edge made{from, fresh, static_cast<std::uint32_t>(s.literal.size()), {}};
        if (s.literal.size() <= made.label.size()) {
            std::copy(s.literal.begin(), s.literal.end(), made.label.begin());
        } else {
            auto const offset = static_cast<std::uint32_t>(long_labels_.size());
            std::memcpy(made.label.data(), &offset, sizeof offset);
            long_labels_ += s.literal;
        }
        edges_[at] = made;
        nodes_[from].has_literals = true;
        if (++used_ * 2 > edges_.size()) grow();
    }
    nodes_.emplace_back();
    return fresh;
}

std::uint32_t& path_index::list_for(node& n, path_shape::tail end) {
    switch (end) {
    case path_shape::tail::none: return n.here;
    case path_shape::tail::deeper: return n.deeper;
    case path_shape::tail::any: break;
    }
    return n.any;
}

void path_index::note_ways(node& n) {
    n.only_literals = n.has_literals && n.wildcard == 0 && n.deeper == none && n.any == none;
}

void path_index::prepend(std::uint32_t& list, rank r) {
    if (list == none) {
        list = r | single;
        return;
    }
    auto const link_to = [&](rank value, std::uint32_t next) {
        links_.push_back({value, next});
        return static_cast<std::uint32_t>(links_.size() - 1);
    };
    if ((list & single) != 0) list = link_to(list & ~single, none);
    list = link_to(r, list);
}

void path_index::add(path_shape const& shape, rank r) {
    std::uint32_t at = 0;
    nodes_[at].best = r;
    for (auto const& s : shape.segments) {
        auto const next = child(at, s);
        note_ways(nodes_[at]);
        at = next;
        nodes_[at].best = r;
    }
    prepend(list_for(nodes_[at], shape.end), r);
    note_ways(nodes_[at]);
}

} // namespace ficus::rules
