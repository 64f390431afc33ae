#pragma once

#include <string>
#include <string_view>

namespace ficus::test {

/// `text` in a content coding: gzip, deflate, br or zstd, by their libraries and nothing of the facade's.
std::string packed(std::string_view coding, std::string_view text);
/// The text of a body in one of these codings; throws when it is none, whole.
std::string unpacked(std::string_view coding, std::string_view body);

} // namespace ficus::test
