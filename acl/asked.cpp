#include "acl/asked.hpp"

#include "acl/rest_carrier.hpp"

#include <re2/re2.h>

namespace ficus::acl {

boost::system::result<asked, std::string> asked::compile(field_path path, constant_options const& said) {
    asked made;
    made.path_ = std::move(path);
    if (!said.asks_pattern()) return made;
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_never_capture(true);
    auto const text = said.text.substr(1);
    auto pattern = std::make_shared<re2::RE2 const>(text, options);
    if (!pattern->ok()) return "'" + text + "' is no RE2 pattern: " + pattern->error();
    made.pattern_ = std::move(pattern);
    return made;
}

bool asked::holds(value const* found) const {
    if (found == nullptr || found->kind == kind::null) return false;
    bool const element = found->kind == kind::element;
    if (element && is_nil(*found)) return false;
    if (pattern_ == nullptr) return true;
    std::string joined;
    std::string_view text = found->text;
    if (element) {
        for (auto const* child = found->first; child != nullptr; child = child->next) {
            if (child->kind == kind::element) return false;
            if (child->name.empty()) joined += child->text;
        }
        text = joined;
    } else if (found->is_container()) {
        return false;
    } else if (found->kind == kind::boolean) {
        text = found->truth ? "true" : "false";
    }
    return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *pattern_);
}

} // namespace ficus::acl
