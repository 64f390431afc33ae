#include "fuzz/llhttp_reading.hpp"

#include "facade/http/head.hpp"

#include <cstdlib>
#include <llhttp.h>

namespace ficus::test {

namespace {

using state = message::state;

class reader {
public:
    reader(llhttp_type_t type, std::vector<asked> const& asked) : asked_(asked) {
        llhttp_init(&parser_, type, &settings());
        parser_.data = this;
    }

    messages read(std::string_view bytes) {
        auto const* const begin = bytes.data();
        auto const* at = begin;
        auto const* const end = begin + bytes.size();
        for (;;) {
            auto const said = llhttp_execute(&parser_, at, static_cast<std::size_t>(end - at));
            if (said == HPE_OK) break;
            at = llhttp_get_error_pos(&parser_);
            if (said == HPE_PAUSED) {
                finish(state::complete, static_cast<std::size_t>(at - begin));
                llhttp_resume(&parser_);
            } else if (said == HPE_PAUSED_UPGRADE) {
                llhttp_resume_after_upgrade(&parser_);
            } else {
                now_.why = llhttp_errno_name(said);
                finish(state::refused, static_cast<std::size_t>(at - begin));
                return std::move(read_);
            }
        }
        if (!begun_) return std::move(read_);
        // It calls back when the end of the bytes is the end of the message.
        ended_ = false;
        llhttp_finish(&parser_);
        finish(ended_ ? state::complete : in_body_ ? state::in_body : state::in_head, bytes.size());
        return std::move(read_);
    }

private:
    static reader& of(llhttp_t* parser) { return *static_cast<reader*>(parser->data); }
    static int on_begin(llhttp_t* parser) {
        of(parser).begun_ = true;
        return 0;
    }
    static int on_url(llhttp_t* parser, char const* at, std::size_t size) {
        of(parser).now_.target.append(at, size);
        return 0;
    }
    static int on_field_name(llhttp_t* parser, char const* at, std::size_t size) {
        auto& self = of(parser);
        if (self.in_body_) return 0; // a trailer
        if (!self.in_name_) self.now_.fields.emplace_back();
        self.in_name_ = true;
        self.now_.fields.back().first.append(at, size);
        return 0;
    }
    static int on_field_value(llhttp_t* parser, char const* at, std::size_t size) {
        auto& self = of(parser);
        if (self.in_body_) return 0;
        self.in_name_ = false;
        self.now_.fields.back().second.append(at, size);
        return 0;
    }
    static int on_field_value_end(llhttp_t* parser) {
        of(parser).in_name_ = false;
        return 0;
    }
    static int on_head(llhttp_t* parser) {
        auto& self = of(parser);
        self.in_body_ = true;
        for (auto& [name, value] : self.now_.fields) value = http::trimmed(value);
        if (parser->type == HTTP_REQUEST) {
            self.now_.method = llhttp_method_name(static_cast<llhttp_method_t>(parser->method));
            return 0;
        }
        self.now_.status = parser->status_code;
        return self.has_no_content() ? 1 : 0;
    }
    /// RFC 9112 §6.3, its first rule, which llhttp leaves to its user.
    bool has_no_content() {
        auto const& question = asked_[answered_ % asked_.size()];
        auto const status = now_.status;
        if (status >= 200 || status == 101) ++answered_;
        return status < 200 || status == 204 || status == 304 || question.method == "HEAD";
    }
    static int on_body(llhttp_t* parser, char const* at, std::size_t size) {
        of(parser).now_.body.append(at, size);
        return 0;
    }
    static int on_complete(llhttp_t* parser) {
        of(parser).ended_ = true;
        return HPE_PAUSED;
    }

    static llhttp_settings_t const& settings() {
        static llhttp_settings_t const made = [] {
            llhttp_settings_t s;
            llhttp_settings_init(&s);
            s.on_message_begin = on_begin;
            s.on_url = on_url;
            s.on_header_field = on_field_name;
            s.on_header_value = on_field_value;
            s.on_header_value_complete = on_field_value_end;
            s.on_headers_complete = on_head;
            s.on_body = on_body;
            s.on_message_complete = on_complete;
            return s;
        }();
        return made;
    }

    void finish(state what, std::size_t end) {
        now_.what = what;
        now_.end = end;
        read_.push_back(std::move(now_));
        now_ = {};
        begun_ = in_body_ = in_name_ = false;
    }

    llhttp_t parser_;
    std::vector<asked> const asked_;
    std::size_t answered_ = 0;
    bool begun_ = false;
    bool in_name_ = false;
    bool in_body_ = false;
    bool ended_ = false;
    message now_;
    messages read_;
};

} // namespace

messages llhttp_requests(std::string_view bytes) {
    return reader(HTTP_REQUEST, {{"GET"}}).read(bytes);
}

messages llhttp_answers(std::string_view bytes, std::vector<asked> const& asked) {
    return reader(HTTP_RESPONSE, asked).read(bytes);
}

} // namespace ficus::test
