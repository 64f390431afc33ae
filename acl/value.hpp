#pragma once

#include "acl/arena.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <optional>
#include <string_view>

namespace ficus::acl {

/// The shape of a value. An XML element is an `element`: its children, in document order, are attributes
/// (strings named `@name`), text (strings with an empty name) and elements; names may repeat. A form is an
/// `object` of strings whose names may repeat. Everything else is as in JSON.
enum class kind : std::uint8_t { null, boolean, number, string, array, object, element };

/// What a format knows of a scalar beyond its kind, so that it can be written back as it was. Formats that do
/// not know a note write the scalar as if it had none.
enum class note : std::uint8_t {
    none,
    date_time, ///< a string: XML-RPC's dateTime.iso8601
    base64,    ///< a string: XML-RPC's base64, still encoded
    real       ///< a number that is a floating point number even without a fraction
};

/// One node of a value tree. Plain, linked, owned by the document that made it, like everything that it
/// points at.
struct value {
    acl::kind kind = kind::null;
    bool truth = false; ///< of a boolean
    acl::note note = acl::note::none;
    bool plain_name = false; ///< the name is known to need no escapes in JSON
    std::uint32_t count = 0; ///< children of an array, object or element
    std::string_view name;   ///< as a member of an object or element; the tag of a root element
    std::string_view
        text; ///< of a string (decoded, UTF-8), or the digits of a number exactly as they were sent
    value* first = nullptr; ///< first child
    value* last = nullptr;  ///< last child
    value* next = nullptr;  ///< next sibling

    bool is_container() const { return kind >= kind::array; }
    /// The first child of that name, or null.
    value const* find(std::string_view member) const;
    value* find(std::string_view member);
};

/// Owns the nodes and texts of one value tree in one arena; not copied, moved cheaply. One thread at a time.
class document {
public:
    /// `expected_bytes`: about how much the document will hold; it is taken with the first of it, and grows
    /// when needed.
    explicit document(std::size_t expected_bytes = 4096) : arena_(expected_bytes) {}
    document(document&&) noexcept = default;
    document& operator=(document&&) noexcept = default;

    value* root() { return root_; }
    value const* root() const { return root_; }
    void set_root(value* root) { root_ = root; }

    /// A node that belongs to no parent yet.
    [[gnu::always_inline]] value* make(kind k) {
        auto* node = new (arena_.allocate(sizeof(value), alignof(value))) value;
        node->kind = k;
        return node;
    }
    /// A node like `from`, which has its children and its texts; and belongs to no parent yet.
    value* make_like(value const& from) {
        return new (arena_.allocate(sizeof(value), alignof(value))) value(from);
    }
    /// The same without a call; null where that cannot be.
    [[gnu::always_inline]] value* take_like(value const& from) {
        auto* const piece = arena_.take(sizeof(value), alignof(value));
        return piece == nullptr ? nullptr : new (piece) value(from);
    }
    value* make_string(std::string_view text) { return make_text(kind::string, text); }
    value* make_number(std::string_view digits) { return make_text(kind::number, digits); }
    value* make_boolean(bool truth);
    /// A copy of `text` that lives as long as the document.
    std::string_view keep(std::string_view text) {
        if (text.empty()) return {};
        auto* bytes = arena_.allocate(text.size(), 1);
        std::memcpy(bytes, text.data(), text.size());
        return {bytes, text.size()};
    }
    /// Raw bytes that live as long as the document.
    char* allocate(std::size_t bytes, std::size_t alignment = 1) { return arena_.allocate(bytes, alignment); }
    /// A deep copy of a node of any document into this one.
    value* copy(value const& from);
    /// Appends `child`, which must have no parent, under `parent`; `name` must live as long as the document.
    static void append(value& parent, value& child, std::string_view name = {}, bool plain_name = false) {
        child.name = name;
        child.plain_name = plain_name;
        child.next = nullptr;
        (parent.last != nullptr ? parent.last->next : parent.first) = &child;
        parent.last = &child;
        ++parent.count;
    }

    /// Where texts lie that need no escapes in JSON, and behind which sixteen octets can be read: the text
    /// that was read, where it was JSON.
    std::string_view plain() const { return plain_; }
    void set_plain(std::string_view range) { plain_ = range; }

    /// Members that the text had and the tree has not, since the reader did not know what they are.
    std::size_t dropped() const { return dropped_; }
    void set_dropped(std::size_t members) { dropped_ = members; }

private:
    value* make_text(kind k, std::string_view text);
    acl::arena arena_;
    value* root_ = nullptr;
    std::string_view plain_;
    std::size_t dropped_ = 0;
};

/// Of children that are called by their positions: how many are missing before the last of them.
std::size_t count_gaps(value const& list);

/// Makes a list of children that are called by their positions, `[2]`: in their order and without names, with
/// nulls where one is missing, of which the first is returned.
std::optional<std::size_t> order_positions(value& list, document& memory);

/// Puts the children of `list`, which is a child of `parent`, in its place, by its name.
void put_in_place(value& parent, value& list);

} // namespace ficus::acl
