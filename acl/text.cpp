#include "acl/text.hpp"

#include "acl/utf8.hpp"

namespace ficus::acl {

boost::system::result<document, error> read_text(std::string_view text, reading_limits const& limits) {
    if (text.size() > limits.max_bytes)
        return error{error_code::limit, "the text",
                     std::to_string(text.size()) + " bytes are more than the " +
                         std::to_string(limits.max_bytes) + " that are accepted"};
    if (limits.max_members < 2 || limits.max_depth < 1)
        return error{error_code::limit, "the text", "an object with one text in it is more than is accepted"};
    if (auto const bad = find_invalid_utf8(text); bad != std::string_view::npos)
        return error{error_code::malformed, "byte " + std::to_string(bad + 1), "not UTF-8"};
    document result(256 + text.size());
    result.set_root(result.make(kind::object));
    document::append(*result.root(), *result.make_string(result.keep(text)), "text");
    return result;
}

boost::system::result<void, error> write_text(value const& root, std::string& out) {
    auto const refuse = [](std::string_view where, std::string message) {
        return error{error_code::unrepresentable, std::string(where), std::move(message)};
    };
    if (root.kind != kind::object) return refuse("the document", "only an object can be written as text");
    for (auto const* member = root.first; member != nullptr; member = member->next)
        if (member->name != "text")
            return refuse(member->name.empty() ? "''" : member->name, "a text has no member but `text`");
    if (root.count != 1)
        return refuse("text", root.count == 0 ? "is absent; there is nothing to write" : "is there twice");
    if (root.first->is_container() || root.first->kind == kind::null)
        return refuse("text", "neither null, lists nor objects can be written as text");
    out += root.first->kind == kind::boolean ? (root.first->truth ? "true" : "false") : root.first->text;
    return {};
}

} // namespace ficus::acl
