#pragma once

#include "facade/http/content_coding.hpp"

#include <optional>

namespace ficus::http {

/// The coding that a client likes best of those that the facade encodes in, by the q-values of its
/// Accept-Encoding fields (RFC 9110 §12.5.3); where it likes several alike, zstd, br, gzip in this order, as
/// they cost time. None where the client names none of them, or would rather have none at all. A weight that
/// is none (§12.4.2) makes its coding unacceptable.
std::optional<content_coding> choose_coding(head const& request);

} // namespace ficus::http
