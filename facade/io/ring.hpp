#pragma once

namespace ficus::io::detail {

/// A place in a ring; a ring's head is one too.
struct ring_node {
    ring_node() = default;
    ring_node(ring_node const&) = delete;
    ring_node& operator=(ring_node const&) = delete;

    ring_node* prev = this;
    ring_node* next = this;
    bool linked() const { return next != this; }
    void unlink() {
        prev->next = next;
        next->prev = prev;
        prev = next = this;
    }
    void link_before(ring_node& at) {
        prev = at.prev;
        next = &at;
        prev->next = this;
        at.prev = this;
    }
    /// All that this head has becomes `to`'s, which is a head without any.
    void hand_to(ring_node& to) {
        if (!linked()) return;
        to.link_before(*this);
        unlink();
    }
};

} // namespace ficus::io::detail
