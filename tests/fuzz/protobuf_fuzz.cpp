#include "acl/json.hpp"
#include "acl/protobuf.hpp"
#include "unit/acl/protobuf_sets.hpp"

#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/unknown_field_set.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace ficus::acl;
namespace pb = google::protobuf;

protobuf_message compiled(pb::FileDescriptorSet const& files, bool old, bool texts) {
    auto made = protobuf_message::compile(
        files.SerializeAsString(),
        {.message = old ? "Old" : "shop.v1.Order", .int64_text = texts, .defaults = texts});
    if (!made) std::abort();
    return *made;
}

/// The schemas, and the library's own reading of them, which ours is held against.
struct readings {
    pb::FileDescriptorSet const files = testing::known_files();
    protobuf_message const ours[2][2] = {{compiled(files, false, false), compiled(files, false, true)},
                                         {compiled(files, true, false), compiled(files, true, true)}};
    pb::DescriptorPool pool;
    pb::DynamicMessageFactory factory;
    pb::Message const* theirs[2];

    readings() {
        for (auto const& file : files.file()) pool.BuildFile(file);
        theirs[0] = factory.GetPrototype(pool.FindMessageTypeByName("shop.v1.Order"));
        theirs[1] = factory.GetPrototype(pool.FindMessageTypeByName("Old"));
    }
};

/// Of the entries of one key only the last means anything, but a dynamic message keeps and shows them all.
void drop_repeated_keys(pb::Message& message, pb::FieldDescriptor const& map) {
    auto const& reflection = *message.GetReflection();
    auto const size = reflection.FieldSize(message, &map);
    std::map<std::string, int> last;
    std::vector<std::string> keys;
    for (int i = 0; i < size; ++i) {
        pb::TextFormat::PrintFieldValueToString(reflection.GetRepeatedMessage(message, &map, i),
                                                map.message_type()->map_key(), -1, &keys.emplace_back());
        last[keys.back()] = i;
    }
    int kept = 0;
    for (int i = 0; i < size; ++i)
        if (last[keys[static_cast<std::size_t>(i)]] == i) reflection.SwapElements(&message, &map, kept++, i);
    for (int i = kept; i < size; ++i) reflection.RemoveLast(&message, &map);
}

void drop_what_means_nothing(pb::Message& message) {
    auto const& reflection = *message.GetReflection();
    // The library's own discarding leaves those of a map's entries.
    reflection.MutableUnknownFields(&message)->Clear();
    std::vector<pb::FieldDescriptor const*> fields;
    reflection.ListFields(message, &fields);
    for (auto const* field : fields) {
        if (field->is_map()) drop_repeated_keys(message, *field);
        if (field->message_type() == nullptr) continue;
        if (!field->is_repeated()) drop_what_means_nothing(*reflection.MutableMessage(&message, field));
        for (int i = 0; field->is_repeated() && i < reflection.FieldSize(message, field); ++i)
            drop_what_means_nothing(*reflection.MutableRepeatedMessage(&message, field, i));
    }
}

/// What the library makes of the bytes, by its own writing; it has to take what ours takes.
std::string known_part(pb::Message const& prototype, std::string const& bytes) {
    std::unique_ptr<pb::Message> const message(prototype.New());
    pb::io::CodedInputStream in(reinterpret_cast<std::uint8_t const*>(bytes.data()),
                                static_cast<int>(bytes.size()));
    // Ours counts lists as levels too.
    in.SetRecursionLimit(1000);
    if (!message->ParsePartialFromCodedStream(&in) || !in.ConsumedEntireMessage() ||
        !message->IsInitialized())
        std::abort();
    drop_what_means_nothing(*message);
    return message->ShortDebugString();
}

} // namespace

/// Whatever is read can be written, is read as the same tree again, and means the same to the library. The
/// first byte chooses the schema and the options.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static readings const known;
    if (size == 0) return 0;
    auto const old = (data[0] & 1) != 0;
    auto const& schema = known.ours[old ? 1 : 0][(data[0] & 2) != 0 ? 1 : 0];
    std::string const bytes(reinterpret_cast<char const*>(data + 1), size - 1);
    auto const read = read_protobuf(bytes, schema);
    if (!read) {
        if (read.error().where.empty() || read.error().message.empty()) std::abort();
        return 0;
    }
    std::string written, again_written, tree, again_tree;
    write_json(*read->root(), tree);
    if (!write_protobuf(*read->root(), schema, written)) std::abort();
    auto const again = read_protobuf(written, schema);
    if (!again || again->dropped() != 0) std::abort();
    write_json(*again->root(), again_tree);
    if (tree != again_tree) std::abort();
    if (!write_protobuf(*again->root(), schema, again_written) || written != again_written) std::abort();
    // The library forgets numbers that a proto2 enum has no name for; ours keeps them.
    for (auto at = tree.find("\"kind\":"); at != std::string::npos; at = tree.find("\"kind\":", at + 1))
        if (tree[at + 7] != '"') return 0;
    auto const& theirs = *known.theirs[old ? 1 : 0];
    if (known_part(theirs, bytes) != known_part(theirs, written)) std::abort();
    return 0;
}
