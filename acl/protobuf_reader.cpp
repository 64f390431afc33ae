#include "acl/base64.hpp"
#include "acl/protobuf_number.hpp"
#include "acl/protobuf_schema.hpp"
#include "acl/protobuf_wire.hpp"
#include "acl/utf8.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <unordered_map>
#include <unordered_set>

namespace ficus::acl {
namespace {

using failure = std::optional<error>;
using made = boost::system::result<value*, error>;

class message_reader {
public:
    message_reader(std::string_view bytes, protobuf_schema const& schema, reading_limits const& limits)
        : bytes_(bytes), schema_(schema), limits_(limits), skipper_(bytes, limits),
          result_(1024 + 2 * bytes.size()) {}

    boost::system::result<document, error> read() {
        auto root = read_message(schema_.root(), {&bytes_, 1}, 1);
        if (!root) {
            auto found = std::move(root.error());
            if (found.where.empty()) found.where = "the document";
            return found;
        }
        result_.set_root(*root);
        result_.set_dropped(dropped_);
        return std::move(result_);
    }

private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    /// What was seen of a field. Whatever may be said again is only made into a value when all is read.
    struct slot {
        bool seen = false;
        std::uint64_t raw = 0;   ///< of a number
        std::string_view text;   ///< of a string, bytes, or a message's first bytes
        std::size_t more = none; ///< in `more_`: a message's other bytes
        std::size_t last_more = none;
        value* list = nullptr; ///< of a repeated field
    };
    struct chained {
        std::string_view bytes;
        std::size_t next = none;
    };

    static error fail(error_code code, std::string message) { return {code, {}, std::move(message)}; }
    error broken(char const* at, std::string message) const {
        return broken_bytes(bytes_, at, std::move(message));
    }
    static error within(std::string const& name, error found) {
        auto const joint = found.where.empty() || found.where.front() == '[' ? "" : ".";
        found.where = name + joint + found.where;
        return found;
    }
    static error within(std::size_t index, error found) {
        return within('[' + std::to_string(index) + ']', std::move(found));
    }

    failure count_value() {
        if (members_++ < limits_.max_members) return std::nullopt;
        return fail(error_code::limit, "more values than are accepted in one document");
    }
    failure check_depth(std::size_t depth) const {
        if (depth <= limits_.max_depth) return std::nullopt;
        return fail(error_code::limit, "nested deeper than the " + std::to_string(limits_.max_depth) +
                                           " levels that are accepted");
    }

    /// The bytes of a message in all its pieces, as an object.
    made read_message(protobuf_table const& table, std::span<std::string_view const> pieces,
                      std::size_t depth) {
        if (auto found = check_depth(depth)) return std::move(*found);
        if (auto found = count_value()) return std::move(*found);
        auto* const object = result_.make(kind::object);
        auto const base = open_slots(table);
        if (auto found = scan(table, pieces, base, depth)) return std::move(*found);
        for (auto const index : table.declared) {
            auto const& field = table.fields[index];
            auto member = finish(field, base + index, depth);
            if (!member) return within(field.name, member.error());
            if (*member != nullptr) document::append(*object, **member, field.name);
        }
        slots_.resize(base);
        return object;
    }

    /// A slot for each field, and one for each oneof, whose `raw` is the field that counts.
    std::size_t open_slots(protobuf_table const& table) {
        auto const base = slots_.size();
        slots_.resize(base + table.fields.size() + table.oneofs.size());
        return base;
    }

    failure scan(protobuf_table const& table, std::span<std::string_view const> pieces, std::size_t base,
                 std::size_t depth) {
        std::size_t hint = 0;
        for (auto const piece : pieces) {
            wire_cursor from{piece.data(), piece.data() + piece.size()};
            while (from.at != from.end) {
                auto const* const start = from.at;
                auto const next = take_tag(from);
                if (!next || next->wire == protobuf_wire::group_end)
                    return broken(start, "there is no field where one is due");
                auto const index = table.find(next->number, hint);
                if (index == protobuf_table::none) {
                    if (auto found = skipper_.skip(*next, from, start)) return found;
                    ++dropped_;
                    continue;
                }
                auto const& field = table.fields[index];
                if (field.oneof != protobuf_field::no_oneof)
                    if (auto found = choose(table, index, base, depth)) return found;
                if (auto found = take_field(field, base + index, *next, from, depth))
                    return within(field.name, std::move(*found));
            }
        }
        return std::nullopt;
    }

    failure take_field(protobuf_field const& field, std::size_t at, wire_tag const& what, wire_cursor& from,
                       std::size_t depth) {
        if (field.repeated && slots_[at].list == nullptr) {
            if (auto found = check_depth(depth + 1)) return found;
            if (auto found = count_value()) return found;
            slots_[at].list = result_.make(field.map ? kind::object : kind::array);
        }
        auto const wire = wire_of(field.type);
        if (what.wire == protobuf_wire::sized && field.can_pack()) return take_packed(field, at, from);
        if (what.wire != wire)
            return broken(from.at, "is sent as " + std::string(words_for(what.wire)) + ", and as " +
                                       std::string(to_string(field.type)) + " it is " +
                                       std::string(words_for(wire)) + "; the sender's .proto is another one");
        if (wire == protobuf_wire::sized || wire == protobuf_wire::group)
            return take_text(field, at, what.number, from, depth);
        auto const raw = take_number(field, from);
        if (!raw) return raw.error();
        if (field.repeated) return append_item(field, at, *raw, {});
        slots_[at].seen = true;
        slots_[at].raw = *raw;
        return std::nullopt;
    }

    /// Of a oneof, the last member that is said counts.
    failure choose(protobuf_table const& table, std::size_t index, std::size_t base, std::size_t depth) {
        auto const chosen = base + table.fields.size() + table.fields[index].oneof;
        auto const before = slots_[chosen].raw;
        if (slots_[chosen].seen && before != index) {
            // It is read for what may be wrong with it, since bytes that are no message are no part of one.
            // The bytes of a hostile message are nothing but changes of mind, each of which takes room.
            if (auto found = count_value()) return found;
            if (auto const& other = table.fields[before]; other.nests())
                if (auto unread = finish(other, base + before, depth); !unread)
                    return within(other.name, unread.error());
            slots_[base + before] = {};
        }
        slots_[chosen].seen = true;
        slots_[chosen].raw = index;
        return std::nullopt;
    }

    failure take_packed(protobuf_field const& field, std::size_t at, wire_cursor& from) {
        auto const* const start = from.at;
        auto const packed = take_sized(from);
        if (!packed) return broken(start, "its bytes are not whole");
        wire_cursor items{packed->data(), packed->data() + packed->size()};
        while (items.at != items.end) {
            auto const raw = take_number(field, items);
            if (!raw) return raw.error();
            if (auto found = append_item(field, at, *raw, {})) return found;
        }
        return std::nullopt;
    }

    boost::system::result<std::uint64_t, error> take_number(protobuf_field const& field,
                                                            wire_cursor& from) const {
        auto const* const start = from.at;
        auto const wire = wire_of(field.type);
        auto const raw = wire == protobuf_wire::varint
                             ? take_varint(from)
                             : take_fixed(from, wire == protobuf_wire::bits64 ? 8 : 4);
        if (!raw) return broken(start, "its bytes are not whole");
        auto const canonical = canonical_varint(field.type, *raw);
        if (!canonical)
            return broken(start, std::to_string(*raw) + " is past the 32 bits of " +
                                     std::string(to_string(field.type)));
        return *canonical;
    }

    failure take_text(protobuf_field const& field, std::size_t at, std::uint32_t number, wire_cursor& from,
                      std::size_t depth) {
        auto const* const start = from.at;
        std::string_view text;
        if (field.type == protobuf_type::group) {
            auto const inside = skipper_.take_group(number, from);
            if (!inside) return inside.error();
            text = *inside;
        } else {
            auto const taken = take_sized(from);
            if (!taken) return broken(start, "its bytes are not whole");
            text = *taken;
        }
        if (field.type == protobuf_type::string)
            if (auto const bad = find_invalid_utf8(text); bad != std::string_view::npos)
                return broken(text.data() + bad, "not UTF-8; a field of any bytes has the type bytes");
        if (field.map) return append_entry(field, at, text, depth);
        if (field.repeated) {
            if (!field.nests()) return append_item(field, at, 0, text);
            auto const index = slots_[at].list->count;
            auto item = read_message(*field.message, {&text, 1}, depth + 2);
            if (!item) return within(index, item.error());
            document::append(*slots_[at].list, **item);
            return std::nullopt;
        }
        auto& slot = slots_[at];
        if (!field.nests() || !slot.seen) {
            slot.text = text;
        } else {
            if (auto found = count_value()) return found;
            more_.push_back({text});
            (slot.more == none ? slot.more : more_[slot.last_more].next) = more_.size() - 1;
            slot.last_more = more_.size() - 1;
        }
        slot.seen = true;
        return std::nullopt;
    }

    failure append_item(protobuf_field const& field, std::size_t at, std::uint64_t raw,
                        std::string_view text) {
        if (auto found = count_value()) return within(slots_[at].list->count, std::move(*found));
        document::append(*slots_[at].list, *scalar(field, raw, text));
        return std::nullopt;
    }

    failure append_entry(protobuf_field const& field, std::size_t at, std::string_view entry,
                         std::size_t depth) {
        auto const& table = *field.message;
        auto const base = open_slots(table);
        auto found = scan(table, {&entry, 1}, base, depth + 1);
        if (found) return found;
        auto const key = result_.keep(key_text(table.fields[0], slots_[base]));
        slots_[base + 1].seen = true;
        auto item = finish(table.fields[1], base + 1, depth + 1);
        slots_.resize(base);
        if (!item) return within(std::string(key), item.error());
        document::append(*slots_[at].list, **item, key);
        return std::nullopt;
    }

    static std::string key_text(protobuf_field const& key, slot const& held) {
        if (key.type == protobuf_type::string) return std::string(held.text);
        if (key.type == protobuf_type::boolean) return held.raw != 0 ? "true" : "false";
        std::string digits;
        append_number(key.type, held.raw, digits);
        return digits;
    }

    /// What a field's slot comes to; null where the field is left out.
    made finish(protobuf_field const& field, std::size_t at, std::size_t depth) {
        auto const held = slots_[at];
        if (field.repeated) {
            if (held.list != nullptr && field.map) drop_repeated_keys(*held.list);
            if (held.list != nullptr && held.list->count > 0) return held.list;
            if (!schema_.options.defaults) return nullptr;
            if (auto found = check_depth(depth + 1)) return std::move(*found);
            if (auto found = count_value()) return std::move(*found);
            return result_.make(field.map ? kind::object : kind::array);
        }
        if (!held.seen && field.required)
            return fail(error_code::malformed, "is required, and the message does not have it");
        if (!held.seen && (field.presence || !schema_.options.defaults)) return nullptr;
        if (field.nests()) return read_message(*field.message, pieces_of(held), depth + 1);
        auto const zero = held.raw == 0 && held.text.empty();
        if (zero && !field.presence && !schema_.options.defaults) return nullptr;
        if (auto found = count_value()) return std::move(*found);
        return scalar(field, held.raw, held.text);
    }

    /// The last value of a key counts; it comes where the key came first.
    static void drop_repeated_keys(value& map) {
        std::vector<value*> entries;
        entries.reserve(map.count);
        for (auto* entry = map.first; entry != nullptr; entry = entry->next) entries.push_back(entry);
        auto sorted = entries;
        std::stable_sort(sorted.begin(), sorted.end(),
                         [](auto const* a, auto const* b) { return a->name < b->name; });
        std::unordered_map<value const*, value*> replaced;
        std::unordered_set<value const*> gone;
        for (std::size_t i = 0; i < sorted.size();) {
            auto last = i;
            while (last + 1 < sorted.size() && sorted[last + 1]->name == sorted[i]->name) ++last;
            if (last > i) replaced.emplace(sorted[i], sorted[last]);
            for (auto j = i + 1; j <= last; ++j) gone.insert(sorted[j]);
            i = last + 1;
        }
        if (gone.empty()) return;
        map.first = map.last = nullptr;
        map.count = 0;
        for (auto* entry : entries) {
            if (gone.contains(entry)) continue;
            auto const by = replaced.find(entry);
            auto* const kept = by == replaced.end() ? entry : by->second;
            document::append(map, *kept, kept->name);
        }
    }

    std::vector<std::string_view> pieces_of(slot const& held) const {
        std::vector<std::string_view> pieces{held.text};
        for (auto i = held.more; i != none; i = more_[i].next) pieces.push_back(more_[i].bytes);
        return pieces;
    }

    value* scalar(protobuf_field const& field, std::uint64_t raw, std::string_view text) {
        if (field.type == protobuf_type::boolean) return result_.make_boolean(raw != 0);
        if (field.type == protobuf_type::string) return result_.make_string(text);
        scratch_.clear();
        if (field.type == protobuf_type::bytes) {
            write_base64(text, scratch_);
            auto* const encoded = result_.make_string(scratch_);
            encoded->note = note::base64;
            return encoded;
        }
        if (field.type == protobuf_type::enumeration)
            if (auto const* name = name_of_number(*field.enumeration, raw)) return result_.make_string(*name);
        auto const finite = append_number(field.type, raw, scratch_);
        if (!finite || (schema_.options.int64_text && is_64_bit_integer(field.type)))
            return result_.make_string(scratch_);
        auto* const number = result_.make_number(scratch_);
        if (is_real(field.type)) number->note = note::real;
        return number;
    }

    static std::string const* name_of_number(protobuf_enum const& type, std::uint64_t raw) {
        auto const number = static_cast<std::int32_t>(static_cast<std::uint32_t>(raw));
        auto const at = std::lower_bound(type.by_number.begin(), type.by_number.end(), number,
                                         [](auto const& one, auto wanted) { return one.first < wanted; });
        return at == type.by_number.end() || at->first != number ? nullptr : &at->second;
    }

    std::string_view bytes_;
    protobuf_schema const& schema_;
    reading_limits const& limits_;
    field_skipper skipper_;
    document result_;
    std::size_t members_ = 0, dropped_ = 0;
    std::vector<slot> slots_;
    std::vector<chained> more_;
    std::string scratch_;
};

} // namespace

boost::system::result<document, error> read_protobuf(std::string_view bytes, protobuf_message const& message,
                                                     reading_limits const& limits) {
    if (bytes.size() > limits.max_bytes)
        return error{error_code::limit, "the document",
                     std::to_string(bytes.size()) + " bytes are more than the " +
                         std::to_string(limits.max_bytes) + " that are accepted"};
    return message_reader(bytes, message.schema(), limits).read();
}

} // namespace ficus::acl
