#include "acl/protobuf.hpp"

#include "acl/protobuf_schema.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/descriptor_database.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>

namespace ficus::acl {
namespace {

namespace pb = google::protobuf;

constexpr std::string_view how_it_is_made =
    "write it with: protoc --include_imports --descriptor_set_out=FILE the.proto";

option_error wrong_set(std::string message) {
    return {"descriptors", std::move(message)};
}

/// Keeps the first thing that the library finds wrong.
class first_error : public pb::DescriptorPool::ErrorCollector {
public:
    void AddError(std::string const& file, std::string const& element, pb::Message const*, ErrorLocation,
                  std::string const& message) override {
        if (text.empty()) text = file + ": " + element + ": " + message;
    }
    std::string text;
};

std::string message_names(pb::FileDescriptorSet const& set) {
    constexpr int enough = 8;
    std::string names;
    int count = 0;
    for (auto const& file : set.file())
        for (auto const& type : file.message_type()) {
            if (count++ >= enough) continue;
            if (!names.empty()) names += ", ";
            names += file.package().empty() ? type.name() : file.package() + '.' + type.name();
        }
    if (count > enough) names += " and " + std::to_string(count - enough) + " more";
    return names;
}

class schema_builder {
public:
    explicit schema_builder(protobuf_options const& options) : made_(std::make_shared<protobuf_schema>()) {
        made_->options = options;
    }

    std::optional<option_error> build(pb::Descriptor const& root) {
        table_of(root);
        // Types refer to each other in circles, so what is found is put behind what is still to do.
        for (std::size_t i = 0; i < types_.size(); ++i)
            if (auto failure = fill(*types_[i], *made_->tables[i])) return failure;
        return std::nullopt;
    }

    std::shared_ptr<protobuf_schema const> made() const { return made_; }

private:
    protobuf_table const* table_of(pb::Descriptor const& type) {
        auto const [at, is_new] = tables_.try_emplace(&type);
        if (is_new) {
            at->second = made_->tables.emplace_back(std::make_unique<protobuf_table>()).get();
            types_.push_back(&type);
        }
        return at->second;
    }

    protobuf_enum const* enum_of(pb::EnumDescriptor const& type) {
        auto const [at, is_new] = enums_.try_emplace(&type);
        if (!is_new) return at->second;
        auto& made = *made_->enums.emplace_back(std::make_unique<protobuf_enum>());
        at->second = &made;
        made.name = type.full_name();
        for (int i = 0; i < type.value_count(); ++i) {
            made.by_number.emplace_back(type.value(i)->number(), type.value(i)->name());
            made.by_name.emplace_back(type.value(i)->name(), type.value(i)->number());
        }
        std::stable_sort(made.by_number.begin(), made.by_number.end(),
                         [](auto const& a, auto const& b) { return a.first < b.first; });
        made.by_number.erase(std::unique(made.by_number.begin(), made.by_number.end(),
                                         [](auto const& a, auto const& b) { return a.first == b.first; }),
                             made.by_number.end());
        std::sort(made.by_name.begin(), made.by_name.end());
        return &made;
    }

    std::optional<option_error> fill(pb::Descriptor const& type, protobuf_table& table) {
        table.name = type.full_name();
        for (int i = 0; i < type.real_oneof_decl_count(); ++i)
            table.oneofs.push_back(type.oneof_decl(i)->name());
        std::vector<pb::FieldDescriptor const*> fields;
        for (int i = 0; i < type.field_count(); ++i) fields.push_back(type.field(i));
        std::sort(fields.begin(), fields.end(), [](auto a, auto b) { return a->number() < b->number(); });
        table.declared.resize(fields.size());
        for (auto const* field : fields) {
            auto const index = table.fields.size();
            table.declared[static_cast<std::size_t>(field->index())] = index;
            table.by_name.push_back(index);
            table.fields.push_back(field_of(*field));
        }
        auto const name = [&](std::size_t index) -> std::string const& { return table.fields[index].name; };
        std::sort(table.by_name.begin(), table.by_name.end(),
                  [&](auto a, auto b) { return name(a) < name(b); });
        auto const twin = std::adjacent_find(table.by_name.begin(), table.by_name.end(),
                                             [&](auto a, auto b) { return name(a) == name(b); });
        if (twin == table.by_name.end()) return std::nullopt;
        return option_error{"json_names", "two fields of " + table.name + " would be called '" + name(*twin) +
                                              "'; leave json_names out"};
    }

    protobuf_field field_of(pb::FieldDescriptor const& field) {
        protobuf_field made;
        made.name = made_->options.json_names && !field.containing_type()->options().map_entry()
                        ? field.json_name()
                        : field.name();
        made.number = static_cast<std::uint32_t>(field.number());
        made.type = type_of(field.type());
        made.repeated = field.is_repeated();
        made.map = field.is_map();
        made.packed = field.is_packed();
        // An entry always has both its fields, whatever they hold.
        made.presence = field.has_presence() || field.containing_type()->options().map_entry();
        made.required = field.is_required();
        if (auto const* oneof = field.real_containing_oneof())
            made.oneof = static_cast<std::size_t>(oneof->index());
        if (auto const* type = field.message_type()) made.message = table_of(*type);
        if (auto const* type = field.enum_type()) made.enumeration = enum_of(*type);
        return made;
    }

    static protobuf_type type_of(pb::FieldDescriptor::Type type) {
        using from = pb::FieldDescriptor;
        switch (type) {
        case from::TYPE_DOUBLE: return protobuf_type::double_;
        case from::TYPE_FLOAT: return protobuf_type::float_;
        case from::TYPE_INT32: return protobuf_type::int32;
        case from::TYPE_INT64: return protobuf_type::int64;
        case from::TYPE_UINT32: return protobuf_type::uint32;
        case from::TYPE_UINT64: return protobuf_type::uint64;
        case from::TYPE_SINT32: return protobuf_type::sint32;
        case from::TYPE_SINT64: return protobuf_type::sint64;
        case from::TYPE_FIXED32: return protobuf_type::fixed32;
        case from::TYPE_FIXED64: return protobuf_type::fixed64;
        case from::TYPE_SFIXED32: return protobuf_type::sfixed32;
        case from::TYPE_SFIXED64: return protobuf_type::sfixed64;
        case from::TYPE_BOOL: return protobuf_type::boolean;
        case from::TYPE_STRING: return protobuf_type::string;
        case from::TYPE_BYTES: return protobuf_type::bytes;
        case from::TYPE_ENUM: return protobuf_type::enumeration;
        case from::TYPE_GROUP: return protobuf_type::group;
        case from::TYPE_MESSAGE: break;
        }
        return protobuf_type::message;
    }

    std::shared_ptr<protobuf_schema> made_;
    std::vector<pb::Descriptor const*> types_;
    std::map<pb::Descriptor const*, protobuf_table*> tables_;
    std::map<pb::EnumDescriptor const*, protobuf_enum*> enums_;
};

} // namespace

boost::system::result<protobuf_message, option_error>
protobuf_message::compile(std::string_view descriptor_set, protobuf_options const& options) {
    pb::FileDescriptorSet set;
    // Partial: the library would log what is missing; what matters of it is found below.
    if (descriptor_set.size() > static_cast<std::size_t>(std::numeric_limits<int>::max()) ||
        !set.ParsePartialFromArray(descriptor_set.data(), static_cast<int>(descriptor_set.size())) ||
        set.file_size() == 0)
        return wrong_set("is no set of protobuf descriptors; " + std::string(how_it_is_made));
    pb::SimpleDescriptorDatabase files;
    std::map<std::string, pb::FileDescriptorProto const*> known;
    for (auto const& file : set.file()) {
        if (!known.emplace(file.name(), &file).second)
            return wrong_set("'" + file.name() + "' is there twice; " + std::string(how_it_is_made));
        files.Add(file);
    }
    for (auto const& file : set.file())
        for (auto const& import : file.dependency())
            if (!known.contains(import))
                return wrong_set("'" + file.name() + "' imports '" + import + "', which is not there; " +
                                 std::string(how_it_is_made));
    first_error found;
    pb::DescriptorPool pool(&files, &found);
    for (auto const& file : set.file())
        if (pool.FindFileByName(file.name()) == nullptr)
            return wrong_set("cannot be used: " + (found.text.empty()
                                                       ? "'" + file.name() + "' does not hold together"
                                                       : found.text));
    auto const* const root = pool.FindMessageTypeByName(options.message);
    if (root == nullptr)
        return option_error{"message", "there is no message '" + options.message + "' in the descriptors; " +
                                           "they have " + message_names(set)};
    schema_builder builder(options);
    if (auto failure = builder.build(*root)) return std::move(*failure);
    return protobuf_message(builder.made());
}

protobuf_options const& protobuf_message::options() const {
    return schema_->options;
}

std::string const& protobuf_message::name() const {
    return schema_->root().name;
}

} // namespace ficus::acl
