#pragma once

#include "acl/error.hpp"
#include "acl/text_cursor.hpp"
#include "acl/value.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ficus::acl {

class charset;

/// Writes the pairs of a form one after the other, at the end of a text; nothing else may be written to that
/// before finish(). Without it, the text is left as it was.
class form_writer {
public:
    /// `written_in`: null: UTF-8.
    form_writer(std::string& out, charset const* written_in)
        : out_(out), before_(out.size()), cursor_(out), written_in_(written_in) {}
    ~form_writer() {
        if (!is_finished_) out_.resize(before_);
    }
    form_writer(form_writer const&) = delete;
    form_writer& operator=(form_writer const&) = delete;

    /// Null, containers and characters that the charset has not are errors that name the member.
    std::optional<error> write(std::string_view name, value const& scalar);
    /// A member of a container, a scalar that is not null. The container's name has its escapes already, and
    /// the bracket behind it: `a%5B`. Where takes_encoded().
    void write_within(std::string_view container, std::string_view key, value const& scalar);
    /// Whether names can be encoded piece by piece: in UTF-8.
    bool takes_encoded() const { return written_in_ == nullptr; }
    void finish() {
        cursor_.finish();
        is_finished_ = true;
    }

private:
    void begin_pair();
    std::optional<error> write_text(std::string_view text, std::string_view name);

    std::string& out_;
    std::size_t before_;
    text_cursor cursor_;
    charset const* written_in_;
    bool has_pairs_ = false;
    bool is_finished_ = false;
};

} // namespace ficus::acl
