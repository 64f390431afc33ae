#pragma once

#include "facade/http/body.hpp"
#include "facade/http/framing.hpp"
#include "facade/http/scan.hpp"
#include "rules/table.hpp"
#include "strict/case.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::test {

/// What the facade's deciding code makes of the bytes of one client connection, however they arrive: the same
/// calls in the same order as the connection makes them, without the connection.
class request_reader {
public:
    request_reader();
    void feed(std::string_view piece);
    /// One for each request that came to its end; a refusal is the last.
    std::vector<outcome> const& outcomes() const { return outcomes_; }

private:
    bool step();
    bool read_head();
    bool read_body();
    bool refuse(http::refusal const& why);

    rules::table routes_;
    rules::table::scratch scratch_;
    std::string in_;
    http::head_scanner scanner_;
    bool begun_ = false;
    std::size_t skipped_ = 0;
    std::optional<http::body_decoder> body_;
    bool persists_ = false;
    std::string seen_;
    bool closed_ = false;
    std::vector<outcome> outcomes_;
};

/// The same for the bytes that an upstream answers one request with.
class answer_reader {
public:
    explicit answer_reader(std::string_view method) : method_(method) {}
    void feed(std::string_view piece);
    /// The upstream ends the connection.
    void end();
    /// Nothing while the answer is not complete.
    std::optional<outcome> const& result() const { return result_; }

private:
    bool step();
    void refuse(std::string_view reason);
    void finish();

    std::string method_;
    std::string in_;
    http::head_scanner scanner_;
    http::response_framing framed_;
    bool last_ = false; // as an interim answer said
    std::optional<http::body_decoder> body_;
    std::string seen_;
    std::optional<outcome> result_;
};

} // namespace ficus::test
