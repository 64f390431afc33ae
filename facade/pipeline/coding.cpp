#include "facade/http/accept_encoding.hpp"
#include "facade/http/content_coding.hpp"
#include "facade/pipeline/exchange.hpp"

namespace ficus::pipeline {

namespace {

/// Below that, little is saved: what is not encoded fits the same few packets.
constexpr std::size_t least_encoded = 1024;

/// Whether a coding makes that smaller. What a translator writes is such text mostly.
bool is_text_like(std::string_view content_type) {
    auto const type = http::trimmed(content_type.substr(0, content_type.find(';')));
    auto const begins = [&](std::string_view with) {
        return type.size() >= with.size() && http::iequals(type.substr(0, with.size()), with);
    };
    auto const ends = [&](std::string_view with) {
        return type.size() >= with.size() && http::iequals(type.substr(type.size() - with.size()), with);
    };
    return begins("text/") || ends("/json") || ends("+json") || ends("/xml") || ends("+xml") ||
           http::iequals(type, "application/x-www-form-urlencoded");
}

} // namespace

exchange::decoded exchange::decode_held(http::head const& of, std::string_view bytes, held_body& into) {
    auto const codings = http::codings_of(of);
    if (codings.empty() || bytes.empty()) return {bytes, {}};
    auto result = http::decode(codings, bytes, {.max_bytes = limits().max_buffered_body});
    if (!result) {
        worker_.counters.count_undecoded_body(http::name_of(result.error().code));
        return {{}, result.error()};
    }
    if (into.replace(std::move(*result))) return {into.text(), {}};
    no_room_ = true;
    return {};
}

exchange::decoded exchange::decode_request() {
    if (decoded_request_) return *decoded_request_;
    auto const made = decode_held(head_, whole_, plain_);
    // Later there may be room.
    if (!no_room_) decoded_request_ = made;
    return made;
}

void exchange::drop_decoded_request() {
    decoded_request_.reset();
    plain_.clear();
}

std::optional<http::content_coding> exchange::coding_for_client(std::string_view type,
                                                                std::string_view body) const {
    if (body.size() < least_encoded || !is_text_like(type)) return std::nullopt;
    return http::choose_coding(head_);
}

} // namespace ficus::pipeline
