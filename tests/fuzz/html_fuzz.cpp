#include "acl/html_reader.hpp"
#include "acl/html_writer.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

/// A selector, a line's end, and a page: what is read is in the normal form, no larger than the page lets it
/// be, and the same behind white space and comments.
namespace {

using namespace ficus::acl;

bool is_lower(std::string_view name) {
    return name.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string_view::npos;
}

std::size_t check(value const& element, std::size_t depth) {
    if (depth > 512 || element.name.empty() || !is_lower(element.name)) std::abort();
    std::size_t nodes = 1;
    value const* before = nullptr;
    for (auto const* child = element.first; child != nullptr; before = child, child = child->next) {
        if (child->kind == kind::element) {
            nodes += check(*child, depth + 1);
        } else if (child->name.empty()) {
            ++nodes;
            if (child->text.empty()) std::abort();
            // All text up to the next child is one.
            if (before != nullptr && before->kind == kind::string && before->name.empty()) std::abort();
        } else {
            ++nodes;
            if (!is_lower(child->name)) std::abort();
            bool const follows_attribute =
                before != nullptr && before->kind == kind::string && !before->name.empty();
            if (before != nullptr && !follows_attribute) std::abort();
            if (follows_attribute && before->name >= child->name) std::abort();
        }
    }
    if (element.last != before) std::abort();
    return nodes;
}

std::string written(document const& page) {
    std::string text;
    write_html(*page.root(), text);
    return text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const all(reinterpret_cast<char const*>(data), size);
    auto const cut = std::min(all.find('\n'), all.size());
    auto const selectors = selector_list::compile({std::string(all.substr(0, cut))});
    if (!selectors && (selectors.error().size() != 1 || selectors.error()[0].message.empty())) std::abort();
    auto const ignore = selectors ? *selectors : selector_list();
    auto const page = all.substr(std::min(cut + 1, all.size()));

    static_cast<void>(read_html(page, "", ignore));
    constexpr std::string_view type = "text/html; charset=utf-8";
    std::size_t looked_at = 0;
    auto const read = read_html(page, type, ignore, &looked_at);
    // What is open at the end is at most 512 deep, and html, head and body are there without a byte.
    if (looked_at > 8 * page.size() + 1024) std::abort();
    if (!read) return 0;
    // A cell alone in a table brings its row and body with it, and what is read is html, head and body at
    // least.
    if (check(*read->root(), 1) > 3 * page.size() + 3) std::abort();
    if (page.starts_with("\xEF\xBB\xBF") || page.starts_with("\xFF\xFE") || page.starts_with("\xFE\xFF"))
        return 0;
    auto const again = read_html(" <!-- x -->\n" + std::string(page), type, ignore);
    if (!again || written(*again) != written(*read)) std::abort();
    return 0;
}
