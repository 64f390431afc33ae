#pragma once

#include "acl/error.hpp"
#include "acl/option_error.hpp"
#include "acl/reading_limits.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace ficus::acl {

struct protobuf_options {
    std::string message;     ///< with its package: `shop.v1.Order`
    bool json_names = false; ///< members are called as protobuf's JSON calls them (`orderId`), not as the
                             ///< .proto does (`order_id`)
    bool int64_text = false; ///< 64-bit integers are read as strings; otherwise as numbers
    bool defaults = false;   ///< fields without presence are read with their zeros; otherwise left out
};

struct protobuf_schema;

/// One message type of a descriptor set, with all that it reaches, as tables: made once, immutable, cheap to
/// copy, used from any thread.
class protobuf_message {
public:
    /// `descriptor_set`: the bytes of what `protoc --descriptor_set_out=FILE --include_imports` writes. An
    /// error's key is `descriptors` or `message`.
    static boost::system::result<protobuf_message, option_error> compile(std::string_view descriptor_set,
                                                                         protobuf_options const& options);

    std::string const& name() const;
    protobuf_options const& options() const;
    protobuf_schema const& schema() const { return *schema_; }

private:
    explicit protobuf_message(std::shared_ptr<protobuf_schema const> schema) : schema_(std::move(schema)) {}
    std::shared_ptr<protobuf_schema const> schema_;
};

/// Reads one message in the binary encoding (protobuf.dev/programming-guides/encoding), as proto3 and proto2
/// have it: members in the order of the .proto, repeated fields as arrays, maps as objects whose keys are
/// text, enums as their names (numbers without a name as numbers), bytes as base64 (noted as such), a float
/// or double in the fewest digits that read as it again (noted as real), or "NaN", "Infinity", "-Infinity".
/// What is not set is absent, and so is a zero in a field without presence. Fields that the schema does not
/// know are counted (document::dropped). As the encoding wants it, the
/// last of several values counts, those of a message are merged, and lists come packed or not.
///
/// Errors name the member: bytes that end early, another wire type than the schema's, integers past the
/// field's bits (where protobuf's own parsers would cut them), a missing required field, text that is not
/// UTF-8.
boost::system::result<document, error> read_protobuf(std::string_view bytes, protobuf_message const& message,
                                                     reading_limits const& limits = {});

/// Appends an object as such a message: fields in the order of their numbers, a map's entries in the
/// object's, lists packed where the schema packs; equal trees make equal bytes. A zero in a field without
/// presence and an empty list or map are not written.
///
/// Nothing is rounded: an integer field takes whole numbers within its bits (1e3 and 5.0 are whole), a 64-bit
/// one also as a string; a double those that come back as the same number; a float also what a double would
/// show of it. A member that is no field, null, two members of a oneof and a missing required field are
/// errors. After one `out` is as it was.
boost::system::result<void, error> write_protobuf(value const& root, protobuf_message const& message,
                                                  std::string& out);

} // namespace ficus::acl
