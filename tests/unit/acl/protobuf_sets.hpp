#pragma once

#include <google/protobuf/descriptor.pb.h>

#include <string>

/// Descriptor sets as protoc writes them, of files that are said here instead.
namespace ficus::acl::testing {

using google::protobuf::DescriptorProto;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::FileDescriptorSet;

inline FieldDescriptorProto& add_field(DescriptorProto& message, std::string const& name, int number,
                                       FieldDescriptorProto::Type type, std::string const& type_name = {}) {
    auto& field = *message.add_field();
    field.set_name(name);
    field.set_number(number);
    field.set_type(type);
    field.set_label(FieldDescriptorProto::LABEL_OPTIONAL);
    if (!type_name.empty()) field.set_type_name(type_name);
    return field;
}

inline FieldDescriptorProto& add_list(DescriptorProto& message, std::string const& name, int number,
                                      FieldDescriptorProto::Type type, std::string const& type_name = {}) {
    auto& field = add_field(message, name, number, type, type_name);
    field.set_label(FieldDescriptorProto::LABEL_REPEATED);
    return field;
}

/// `optional` of proto3; after the real oneofs.
inline void add_optional(DescriptorProto& message, std::string const& name, int number,
                         FieldDescriptorProto::Type type) {
    auto& field = add_field(message, name, number, type);
    field.set_proto3_optional(true);
    field.set_oneof_index(message.oneof_decl_size());
    message.add_oneof_decl()->set_name('_' + name);
}

inline void add_map(DescriptorProto& message, std::string const& name, std::string const& entry, int number,
                    FieldDescriptorProto::Type key, FieldDescriptorProto::Type value,
                    std::string const& value_type = {}) {
    auto& type = *message.add_nested_type();
    type.set_name(entry);
    type.mutable_options()->set_map_entry(true);
    add_field(type, "key", 1, key);
    add_field(type, "value", 2, value, value_type);
    add_list(message, name, number, FieldDescriptorProto::TYPE_MESSAGE, entry);
}

/// proto3, package shop.v1: `State`, `Line`, which holds itself, and `Order`, with fields of every type.
inline FileDescriptorProto shop_file() {
    using type = FieldDescriptorProto;
    FileDescriptorProto file;
    file.set_name("shop.proto");
    file.set_package("shop.v1");
    file.set_syntax("proto3");
    auto& state = *file.add_enum_type();
    state.set_name("State");
    state.mutable_options()->set_allow_alias(true);
    auto const value = [&](char const* name, int number) {
        auto& made = *state.add_value();
        made.set_name(name);
        made.set_number(number);
    };
    value("NEW", 0);
    value("PAID", 1);
    value("SETTLED", 1);
    value("GONE", -1);
    auto& line = *file.add_message_type();
    line.set_name("Line");
    add_field(line, "sku", 1, type::TYPE_STRING);
    add_field(line, "qty", 2, type::TYPE_INT32);
    add_list(line, "parts", 3, type::TYPE_MESSAGE, ".shop.v1.Line");

    auto& order = *file.add_message_type();
    order.set_name("Order");
    add_field(order, "order_id", 1, type::TYPE_STRING);
    add_field(order, "a_double", 2, type::TYPE_DOUBLE);
    add_field(order, "a_float", 3, type::TYPE_FLOAT);
    add_field(order, "an_int32", 4, type::TYPE_INT32);
    add_field(order, "an_int64", 5, type::TYPE_INT64);
    add_field(order, "a_uint32", 6, type::TYPE_UINT32);
    add_field(order, "a_uint64", 7, type::TYPE_UINT64);
    add_field(order, "a_sint32", 8, type::TYPE_SINT32);
    add_field(order, "a_sint64", 9, type::TYPE_SINT64);
    add_field(order, "a_fixed32", 10, type::TYPE_FIXED32);
    add_field(order, "a_fixed64", 11, type::TYPE_FIXED64);
    add_field(order, "a_sfixed32", 12, type::TYPE_SFIXED32);
    add_field(order, "a_sfixed64", 13, type::TYPE_SFIXED64);
    add_field(order, "a_bool", 14, type::TYPE_BOOL);
    add_field(order, "some_bytes", 15, type::TYPE_BYTES);
    add_field(order, "state", 16, type::TYPE_ENUM, ".shop.v1.State");
    // Declared before a field of a lower number: members come as declared, bytes as numbered.
    add_field(order, "first", 18, type::TYPE_MESSAGE, ".shop.v1.Line");
    add_list(order, "lines", 17, type::TYPE_MESSAGE, ".shop.v1.Line");
    add_list(order, "numbers", 19, type::TYPE_SINT32);
    add_list(order, "reals", 20, type::TYPE_DOUBLE);
    add_list(order, "states", 21, type::TYPE_ENUM, ".shop.v1.State");
    add_list(order, "names", 22, type::TYPE_STRING);
    add_list(order, "loose", 23, type::TYPE_UINT32).mutable_options()->set_packed(false);
    add_map(order, "labels", "LabelsEntry", 24, type::TYPE_STRING, type::TYPE_STRING);
    add_map(order, "by_number", "ByNumberEntry", 25, type::TYPE_INT32, type::TYPE_MESSAGE, ".shop.v1.Line");
    add_map(order, "by_truth", "ByTruthEntry", 26, type::TYPE_BOOL, type::TYPE_ENUM, ".shop.v1.State");
    order.add_oneof_decl()->set_name("payment");
    add_field(order, "card", 27, type::TYPE_STRING).set_oneof_index(0);
    add_field(order, "cash", 28, type::TYPE_INT32).set_oneof_index(0);
    add_field(order, "swap", 29, type::TYPE_MESSAGE, ".shop.v1.Line").set_oneof_index(0);
    add_optional(order, "maybe_text", 30, type::TYPE_STRING);
    add_optional(order, "maybe_number", 31, type::TYPE_INT32);
    add_optional(order, "maybe_truth", 32, type::TYPE_BOOL);
    return file;
}

/// proto2, without a package: `Old`, with a required field, groups, and lists that are packed and not.
inline FileDescriptorProto old_file() {
    using type = FieldDescriptorProto;
    FileDescriptorProto file;
    file.set_name("old.proto");
    auto& kind = *file.add_enum_type();
    kind.set_name("Kind");
    auto& small = *kind.add_value();
    small.set_name("SMALL");
    small.set_number(3);
    auto& large = *kind.add_value();
    large.set_name("LARGE");
    large.set_number(4);
    auto& old = *file.add_message_type();
    old.set_name("Old");
    add_field(old, "id", 1, type::TYPE_INT32).set_label(type::LABEL_REQUIRED);
    add_field(old, "note", 2, type::TYPE_STRING).set_default_value("none");
    add_list(old, "loose", 3, type::TYPE_INT32);
    add_list(old, "tight", 4, type::TYPE_INT32).mutable_options()->set_packed(true);
    auto& item = *old.add_nested_type();
    item.set_name("Item");
    add_field(item, "sku", 1, type::TYPE_STRING).set_label(type::LABEL_REQUIRED);
    auto& inner = *item.add_nested_type();
    inner.set_name("Inner");
    add_field(inner, "n", 1, type::TYPE_INT32);
    add_field(item, "inner", 2, type::TYPE_GROUP, ".Old.Item.Inner");
    add_list(old, "item", 5, type::TYPE_GROUP, ".Old.Item");
    add_field(old, "kind", 6, type::TYPE_ENUM, ".Kind");
    add_map(old, "words", "WordsEntry", 7, type::TYPE_STRING, type::TYPE_STRING);
    add_field(old, "next", 8, type::TYPE_MESSAGE, ".Old");
    return file;
}

inline FileDescriptorSet known_files() {
    FileDescriptorSet set;
    *set.add_file() = shop_file();
    *set.add_file() = old_file();
    return set;
}

} // namespace ficus::acl::testing
