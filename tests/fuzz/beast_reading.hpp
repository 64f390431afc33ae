#pragma once

#include <boost/beast/http/basic_parser.hpp>

#include <limits>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace ficus::test {

/// A head as Beast's basic_parser reads it. Views point into the bytes.
struct beast_head {
    std::string_view method;
    std::string_view target;
    unsigned status = 0;
    std::string_view reason;
    int version = 0;
    std::vector<std::pair<std::string_view, std::string_view>> fields;
    std::optional<std::uint64_t> content_length;
    bool chunked = false; ///< the last coding is
};

/// Keeps what it is told, and never sees a body.
template<bool IsRequest>
class beast_reader final : public boost::beast::http::basic_parser<IsRequest> {
public:
    beast_reader() {
        this->body_limit(boost::none);
        this->header_limit(std::numeric_limits<std::uint32_t>::max());
        this->skip(true);
    }
    /// None where it is refused.
    std::optional<beast_head> read(std::string_view bytes) {
        boost::beast::error_code error;
        this->put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
        if (error || !this->is_header_done()) return std::nullopt;
        head_.chunked = this->chunked();
        if (auto const length = this->content_length()) head_.content_length = *length;
        return std::move(head_);
    }

private:
    using error_code = boost::beast::error_code;
    using text = boost::beast::string_view;
    static std::string_view view(text t) { return {t.data(), t.size()}; }

    void on_request_impl(boost::beast::http::verb, text method, text target, int version,
                         error_code&) override {
        head_.method = view(method);
        head_.target = view(target);
        head_.version = version;
    }
    void on_response_impl(int status, text reason, int version, error_code&) override {
        head_.status = static_cast<unsigned>(status);
        head_.reason = view(reason);
        head_.version = version;
    }
    void on_field_impl(boost::beast::http::field, text name, text value, error_code&) override {
        head_.fields.emplace_back(view(name), view(value));
    }
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
    std::size_t on_body_impl(text, error_code&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, text, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, text, error_code&) override { return 0; }
    void on_finish_impl(error_code&) override {}

    beast_head head_;
};

} // namespace ficus::test
