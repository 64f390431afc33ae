#pragma once

#include "acl/json.hpp"
#include "acl/protobuf.hpp"
#include "unit/acl/protobuf_sets.hpp"
#include "unit/acl/taken.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

/// Messages of known types, as bytes and as JSON.
namespace ficus::acl::testing {

inline protobuf_message compiled(protobuf_options const& options) {
    auto made = protobuf_message::compile(known_files().SerializeAsString(), options);
    if (!made) FAIL(made.error().key + ": " + made.error().message);
    return *made;
}

inline protobuf_message const& order() {
    static auto const made = compiled({.message = "shop.v1.Order"});
    return made;
}

inline protobuf_message const& old() {
    static auto const made = compiled({.message = "Old"});
    return made;
}

/// `0a 03 | 41` as bytes; bars and blanks are for the reader.
inline std::string from_hex(std::string_view hex) {
    std::string digits, out;
    for (auto const c : hex)
        if (c != ' ' && c != '|') digits += c;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        out += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
    return out;
}

inline std::string as_json(std::string_view bytes, protobuf_message const& type = order(),
                           reading_limits const& limits = {}) {
    auto const read = read_protobuf(bytes, type, limits);
    if (!read) return read.error().where + ": " + read.error().message;
    std::string out;
    write_json(*read->root(), out);
    return out;
}

/// The bytes, or the error.
inline std::string as_bytes(std::string_view json, protobuf_message const& type = order()) {
    auto const tree = taken(read_json(json));
    std::string out;
    auto const written = write_protobuf(*tree.root(), type, out);
    if (!written) {
        CHECK(out.empty());
        return written.error().where + ": " + written.error().message;
    }
    return out;
}

/// Of a member alone, both ways.
inline std::string there_and_back(std::string_view json, protobuf_message const& type = order()) {
    auto const tree = taken(read_json(json));
    std::string out;
    auto const written = write_protobuf(*tree.root(), type, out);
    if (!written) return written.error().where + ": " + written.error().message;
    return as_json(out, type);
}

} // namespace ficus::acl::testing
