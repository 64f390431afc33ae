#pragma once

#include "facade/http/head.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <string_view>

namespace ficus::pipeline {

using random_bits = std::function<std::uint64_t()>;

/// A text of `Size` characters that was made here, or one of any length that somebody else keeps.
template<std::size_t Size>
class made_or_kept {
public:
    explicit(false) operator std::string_view() const {
        return made_ ? std::string_view(text_.data(), Size) : kept_;
    }
    bool made() const { return made_; }
    bool empty() const { return !made_ && kept_.empty(); }
    void keep(std::string_view text) { kept_ = text; }
    /// The place for the text, all of which the caller writes.
    char* make() {
        made_ = true;
        return text_.data();
    }
    friend bool operator==(made_or_kept const& a, std::string_view b) { return std::string_view(a) == b; }

private:
    std::string_view kept_;
    bool made_ = false;
    std::array<char, Size> text_;
};

/// What a request is called in logs, headers and traces. What the client sent is a view of its head.
struct identity {
    made_or_kept<32> request_id;  ///< made where the client sent none, or one that is not fit to be passed on
    made_or_kept<55> traceparent; ///< the same
    /// The 32 digits in traceparent.
    std::string_view trace_id() const { return std::string_view(traceparent).substr(3, 32); }
};
identity identify(http::request_head const& head, random_bits const& random);

/// W3C Trace Context §3.2, version 00 and later ones as far as they begin like it.
bool is_traceparent(std::string_view text);

/// 16 hexadecimal digits, not all of them 0: what a span is called.
made_or_kept<16> make_span_id(random_bits const& random);

/// 32 hexadecimal digits: the value of a new `ficus` cookie.
made_or_kept<32> make_id(random_bits const& random);

} // namespace ficus::pipeline
