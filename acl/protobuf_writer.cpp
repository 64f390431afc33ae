#include "acl/base64.hpp"
#include "acl/number_text.hpp"
#include "acl/protobuf_number.hpp"
#include "acl/protobuf_schema.hpp"
#include "acl/protobuf_wire.hpp"
#include "acl/quoted.hpp"
#include "acl/utf8.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace ficus::acl {
namespace {

using failure = std::optional<error>;

std::string_view name_of(kind k) {
    switch (k) {
    case kind::null: return "null";
    case kind::boolean: return "a boolean";
    case kind::number: return "a number";
    case kind::string: return "text";
    case kind::array: return "a list";
    case kind::object:
    case kind::element: break;
    }
    return "an object";
}

class message_writer {
public:
    failure write(value const& root, protobuf_table const& table) {
        auto found = root.kind == kind::object ? write_members(table, root)
                                               : wrong_kind(root, "an object, as each message is");
        if (!found &&
            text_.size() + extra_ > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()))
            found = fail(error_code::limit, "a message has at most 2 GiB");
        if (found && found->where.empty()) found->where = "the document";
        return found;
    }

    void finish(std::string& out) const {
        out.reserve(out.size() + text_.size() + extra_);
        std::size_t done = 0;
        for (auto const& mark : marks_) {
            out.append(text_, done, mark.at - done);
            put_varint(mark.length, out);
            done = mark.at;
        }
        out.append(text_, done);
    }

private:
    /// Where the length of a nested message belongs, which is known only when all of it is written.
    struct length_mark {
        std::size_t at;
        std::size_t length;
    };

    static error fail(error_code code, std::string message) { return {code, {}, std::move(message)}; }
    static error wrong_kind(value const& given, std::string_view due) {
        if (given.kind == kind::null)
            return fail(error_code::unrepresentable, "is null, which protobuf does not have; leave it out");
        return fail(error_code::wrong_type,
                    "is " + std::string(name_of(given.kind)) + " where there must be " + std::string(due));
    }
    static error within(std::string const& name, error found) {
        auto const joint = found.where.empty() || found.where.front() == '[' ? "" : ".";
        found.where = name + joint + found.where;
        return found;
    }

    template<class Write>
    failure sized(Write write) {
        auto const index = marks_.size();
        auto const before = extra_;
        marks_.push_back({text_.size(), 0});
        if (auto found = write()) return found;
        auto& mark = marks_[index];
        mark.length = text_.size() - mark.at + extra_ - before;
        extra_ += varint_size(mark.length);
        return std::nullopt;
    }

    void put_tag(protobuf_field const& field, protobuf_wire wire) {
        put_varint(std::uint64_t{field.number} << 3 | static_cast<std::uint64_t>(wire), text_);
    }

    failure write_members(protobuf_table const& table, value const& object) {
        auto const base = members_.size();
        members_.resize(base + table.fields.size());
        if (auto found = place_members(table, object, base)) return found;
        for (std::size_t i = 0; i < table.fields.size(); ++i) {
            auto const& field = table.fields[i];
            auto const* const member = members_[base + i];
            if (member == nullptr && !field.required) continue;
            auto found = member == nullptr ? fail(error_code::unrepresentable, table.name + " requires it")
                                           : write_field(field, *member);
            if (found) return within(field.name, std::move(*found));
        }
        members_.resize(base);
        return std::nullopt;
    }

    failure place_members(protobuf_table const& table, value const& object, std::size_t base) {
        std::vector<protobuf_field const*> chosen(table.oneofs.size());
        for (auto const* member = object.first; member != nullptr; member = member->next) {
            std::string const name(member->name);
            auto const index = table.find(member->name);
            if (index == protobuf_table::none)
                return within(name, fail(error_code::unrepresentable, table.name + " has no such field"));
            if (members_[base + index] != nullptr)
                return within(name, fail(error_code::repeated, "is there twice; only a list holds several"));
            members_[base + index] = member;
            auto const& field = table.fields[index];
            if (field.oneof == protobuf_field::no_oneof) continue;
            if (auto const* other = chosen[field.oneof])
                return within(name, fail(error_code::unrepresentable,
                                         "cannot be there besides '" + other->name + "': only one of '" +
                                             table.oneofs[field.oneof] + "' can"));
            chosen[field.oneof] = &field;
        }
        return std::nullopt;
    }

    failure write_field(protobuf_field const& field, value const& member) {
        if (field.map) return write_map(field, member);
        if (field.repeated) return write_list(field, member);
        if (field.nests()) return write_message(field, member);
        auto const before = text_.size();
        put_tag(field, wire_of(field.type));
        auto const zero = write_scalar(field, member);
        if (!zero) return zero.error();
        if (*zero && !field.presence) text_.resize(before);
        return std::nullopt;
    }

    failure write_message(protobuf_field const& field, value const& member) {
        if (member.kind != kind::object)
            return wrong_kind(member, "an object, as " + field.message->name + " is");
        put_tag(field, wire_of(field.type));
        if (field.type == protobuf_type::message)
            return sized([&] { return write_members(*field.message, member); });
        if (auto found = write_members(*field.message, member)) return found;
        put_tag(field, protobuf_wire::group_end);
        return std::nullopt;
    }

    failure write_list(protobuf_field const& field, value const& list) {
        if (list.kind != kind::array) return wrong_kind(list, "a list");
        if (list.first == nullptr) return std::nullopt;
        std::size_t position = 0;
        auto const each = [&](auto write) -> failure {
            for (auto const* item = list.first; item != nullptr; item = item->next, ++position)
                if (failure found = write(*item))
                    return within('[' + std::to_string(position) + ']', std::move(*found));
            return std::nullopt;
        };
        auto const bare = [&](value const& item) -> failure {
            auto const written = write_scalar(field, item);
            return written ? failure() : failure(written.error());
        };
        if (field.packed) {
            put_tag(field, protobuf_wire::sized);
            return sized([&] { return each(bare); });
        }
        return each([&](value const& item) -> failure {
            if (field.nests()) return write_message(field, item);
            put_tag(field, wire_of(field.type));
            return bare(item);
        });
    }

    failure write_map(protobuf_field const& field, value const& map) {
        if (map.kind != kind::object) return wrong_kind(map, "an object");
        if (auto const* twin = repeated_key(map))
            return within(std::string(twin->name), fail(error_code::repeated, "is there twice"));
        for (auto const* entry = map.first; entry != nullptr; entry = entry->next) {
            put_tag(field, protobuf_wire::sized);
            auto found = sized([&]() -> failure {
                auto const& key = field.message->fields[0];
                put_tag(key, wire_of(key.type));
                if (auto wrong = write_key(key, entry->name)) return wrong;
                return write_field(field.message->fields[1], *entry);
            });
            if (found) return within(std::string(entry->name), std::move(*found));
        }
        return std::nullopt;
    }

    static value const* repeated_key(value const& map) {
        std::vector<value const*> sorted;
        sorted.reserve(map.count);
        for (auto const* entry = map.first; entry != nullptr; entry = entry->next) sorted.push_back(entry);
        std::sort(sorted.begin(), sorted.end(),
                  [](auto const* a, auto const* b) { return a->name < b->name; });
        auto const twin = std::adjacent_find(sorted.begin(), sorted.end(),
                                             [](auto const* a, auto const* b) { return a->name == b->name; });
        return twin == sorted.end() ? nullptr : *twin;
    }

    failure write_key(protobuf_field const& key, std::string_view name) {
        value held;
        held.text = name;
        if (key.type == protobuf_type::string) {
            held.kind = kind::string;
        } else if (key.type == protobuf_type::boolean) {
            if (name != "true" && name != "false")
                return fail(error_code::wrong_type, "the keys of this map are true and false");
            held.kind = kind::boolean;
            held.truth = name == "true";
        } else {
            // Another spelling of a number would be another key here and the same one there.
            if (!is_json_integer(name) || name == "-0")
                return fail(error_code::wrong_type, "the keys of this map are whole numbers (" +
                                                        std::string(to_string(key.type)) + ')');
            held.kind = kind::number;
        }
        auto const written = write_scalar(key, held);
        return written ? failure() : failure(written.error());
    }

    /// Whether it was a zero: what is not written where there is no presence.
    boost::system::result<bool, error> write_scalar(protobuf_field const& field, value const& given) {
        switch (field.type) {
        case protobuf_type::string:
            if (given.kind != kind::string) return wrong_kind(given, "text");
            if (find_invalid_utf8(given.text) != std::string_view::npos)
                return fail(error_code::unrepresentable,
                            "not UTF-8; a field of any bytes has the type bytes");
            put_varint(given.text.size(), text_);
            text_ += given.text;
            return given.text.empty();
        case protobuf_type::bytes: {
            scratch_.clear();
            if (given.kind != kind::string) return wrong_kind(given, "bytes as base64");
            if (!read_base64(given.text, scratch_))
                return fail(error_code::unrepresentable, "not base64, as a field of bytes needs it");
            put_varint(scratch_.size(), text_);
            text_ += scratch_;
            return scratch_.empty();
        }
        case protobuf_type::boolean:
            if (given.kind != kind::boolean) return wrong_kind(given, "true or false");
            text_ += given.truth ? '\1' : '\0';
            return !given.truth;
        default: break;
        }
        auto const raw = number_in(field, given);
        if (!raw) return raw.error();
        auto const wire = wire_of(field.type);
        if (wire == protobuf_wire::varint)
            put_varint(*raw, text_);
        else
            put_fixed(*raw, wire == protobuf_wire::bits64 ? 8 : 4, text_);
        return *raw == 0;
    }

    static boost::system::result<std::uint64_t, error> number_in(protobuf_field const& field,
                                                                 value const& given) {
        if (given.kind == kind::number) return number_of(field.type, given.text);
        if (given.kind == kind::string) {
            if (field.type == protobuf_type::enumeration)
                return number_of_name(*field.enumeration, given.text);
            if (is_64_bit_integer(field.type) && is_json_integer(given.text))
                return number_of(field.type, given.text);
            if (is_real(field.type))
                if (auto const raw = not_finite(field.type, given.text)) return *raw;
        }
        return wrong_kind(given, field.type == protobuf_type::enumeration
                                     ? "a name or a number of " + field.enumeration->name
                                     : "a number (" + std::string(to_string(field.type)) + ')');
    }

    static boost::system::result<std::uint64_t, error> number_of_name(protobuf_enum const& type,
                                                                      std::string_view name) {
        auto const at = std::lower_bound(type.by_name.begin(), type.by_name.end(), name,
                                         [](auto const& one, auto wanted) { return one.first < wanted; });
        if (at != type.by_name.end() && at->first == name)
            return static_cast<std::uint64_t>(std::int64_t{at->second});
        constexpr std::size_t enough = 8;
        std::string names;
        for (std::size_t i = 0; i < std::min(enough, type.by_number.size()); ++i)
            names += (i == 0 ? "" : ", ") + type.by_number[i].second;
        if (type.by_number.size() > enough) names += "...";
        return fail(error_code::unknown_value,
                    quoted(name) + " is no value of " + type.name + ", which has " + names);
    }

    std::string text_;      ///< without the lengths of nested messages
    std::size_t extra_ = 0; ///< bytes of these lengths
    std::vector<length_mark> marks_;
    std::vector<value const*> members_;
    std::string scratch_;
};

} // namespace

boost::system::result<void, error> write_protobuf(value const& root, protobuf_message const& message,
                                                  std::string& out) {
    message_writer writer;
    if (auto found = writer.write(root, message.schema().root())) return std::move(*found);
    writer.finish(out);
    return {};
}

} // namespace ficus::acl
