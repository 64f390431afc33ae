#pragma once

#include "acl/protobuf.hpp"
#include "fuzz/chosen.hpp"
#include "unit/acl/protobuf_sets.hpp"

#include <cstdlib>
#include <string>

/// A protobuf message that has the names of chosen_mapping's paths.
namespace ficus::acl::testing {

/// `Chosen`: texts, numbers of several kinds, with presence and without, an enum, bytes, a map, lists of
/// scalars and of messages.
inline FileDescriptorSet chosen_files() {
    using type = FieldDescriptorProto;
    FileDescriptorSet set;
    auto& file = *set.add_file();
    file.set_name("chosen.proto");
    file.set_syntax("proto3");
    auto& word = *file.add_enum_type();
    word.set_name("Word");
    for (auto const* name : {"NONE", "N", "a", "new"}) {
        auto& value = *word.add_value();
        value.set_name(name);
        value.set_number(word.value_size() - 1);
    }
    auto& inner = *file.add_message_type();
    inner.set_name("Inner");
    add_field(inner, "g", 1, type::TYPE_STRING);
    auto& item = *file.add_message_type();
    item.set_name("Item");
    add_field(item, "a", 1, type::TYPE_STRING);
    add_optional(item, "b", 2, type::TYPE_INT32);
    add_list(item, "l", 3, type::TYPE_STRING);
    add_field(item, "f", 4, type::TYPE_MESSAGE, ".Inner");
    add_field(item, "e", 5, type::TYPE_DOUBLE);

    auto& chosen = *file.add_message_type();
    chosen.set_name("Chosen");
    add_optional(chosen, "a", 1, type::TYPE_STRING);
    add_optional(chosen, "b", 2, type::TYPE_INT64);
    add_field(chosen, "c", 3, type::TYPE_MESSAGE, ".Item");
    add_list(chosen, "d", 4, type::TYPE_MESSAGE, ".Item");
    add_field(chosen, "e", 5, type::TYPE_BYTES);
    add_list(chosen, "l", 6, type::TYPE_MESSAGE, ".Item");
    add_field(chosen, "m", 7, type::TYPE_MESSAGE, ".Item");
    add_map(chosen, "p", "PEntry", 8, type::TYPE_STRING, type::TYPE_STRING);
    add_field(chosen, "k", 9, type::TYPE_BOOL);
    add_field(chosen, "h", 10, type::TYPE_ENUM, ".Word");
    return set;
}

inline protobuf_message chosen_schema(chosen& bytes) {
    static auto const files = chosen_files().SerializeAsString();
    protobuf_options options;
    options.message = "Chosen";
    options.json_names = bytes.once_in(4);
    options.int64_text = bytes.once_in(2);
    options.defaults = bytes.once_in(3);
    auto made = protobuf_message::compile(files, options);
    if (!made) std::abort();
    return std::move(*made);
}

} // namespace ficus::acl::testing
