#pragma once

#include "acl/dialect.hpp"
#include "acl/direction.hpp"
#include "acl/error.hpp"
#include "acl/mapping.hpp"
#include "acl/value.hpp"

#include <cstddef>
#include <memory>
#include <new>
#include <string>
#include <utility>

namespace ficus::acl {

/// Stands for a list whose wrapper is there without an element in it.
inline value const empty_list = [] {
    value list;
    list.kind = kind::array;
    return list;
}();

/// Stands for an object of no members.
inline bool is_empty_list(dialect const& spoken, value const& v) {
    return spoken.empty_list && v.kind == kind::array && v.first == nullptr;
}

/// What an object is a list of: in XML the elements.
inline bool is_member(value const& child, bool xml) {
    return !xml || child.kind == kind::element;
}

inline error refuse(error_code code, std::string where, std::string message) {
    return {code, std::move(where), std::move(message)};
}

/// What is known of one container while it is mapped. All of it lives in the arena.
struct mapping_level {
    /// Something of the source in the order in which it was met.
    struct event {
        path_tree::index node = 0; ///< of the field, or of the container that the unmapped member is in
        value const* unmapped = nullptr;
        event* next = nullptr;
    };

    mapping_level(mapping const& m, direction way, value const* source, value* target,
                  value const* source_head, value* target_head, value* target_calls, document& memory)
        : map(m), from(m.tree(source_index(way))), to(m.tree(target_index(way))),
          source_side(source_index(way)), target_side(target_index(way)), memory(memory),
          seen(array<value const*>(from.size())), made(array<value*>(to.size())) {
        seen[path_tree::root] = source;
        made[path_tree::root] = target;
        seen[path_tree::head] = source_head;
        made[path_tree::head] = target_head;
        made[path_tree::calls] = target_calls;
    }

    template<typename T>
    T* array(std::size_t size) {
        auto* const begin = reinterpret_cast<T*>(memory.allocate(size * sizeof(T), alignof(T)));
        std::uninitialized_fill_n(begin, size, nullptr);
        return begin;
    }

    /// Of a field; in which order they come matters where they go in that order.
    void add_field_event(path_tree::index node) {
        if (as_sent) add_event(node);
    }

    void add_event(path_tree::index node, value const* unmapped = nullptr) {
        auto* const made_event =
            new (memory.allocate(sizeof(event), alignof(event))) event{node, unmapped, nullptr};
        (last == nullptr ? first : last->next) = made_event;
        last = made_event;
    }

    mapping const& map;
    path_tree const& from;
    path_tree const& to;
    std::size_t source_side;
    std::size_t target_side;
    /// The same format on both sides: fields go in the order in which they came, else in the mapping's.
    bool as_sent = from.shape() == to.shape();
    bool wrote_value = false;   ///< of a target that is a scalar itself
    bool speaks_of_body = true; ///< there is a body, or there is to be one
    document& memory;
    value const** seen;        ///< by node of `from`: what of the source is there
    value** made;              ///< by node of `to`: the container that was made there
    value** kept_in = nullptr; ///< by node of `from`: a container of the same names, made for its rest
    event* first = nullptr;
    event* last = nullptr;
};

} // namespace ficus::acl
