#include "acl/form_tree.hpp"

#include "acl/form.hpp"

#include <utility>

namespace ficus::acl {

std::optional<document> read_form_tree(std::string_view body, charset const* sent_in) {
    auto read = read_form(body, {}, sent_in);
    if (!read) return std::nullopt;
    auto tree = std::move(*read);
    auto* fields = tree.root();
    auto* form = tree.make(kind::element);
    form->name = "form";
    for (auto* field = fields->first; field != nullptr;) {
        auto* const next = field->next;
        auto* const element = tree.make(kind::element);
        document::append(*form, *element, field->name);
        if (!field->text.empty()) document::append(*element, *field);
        field = next;
    }
    tree.set_root(form);
    return tree;
}

void write_form_tree(value const& form, std::string_view shown, std::string& out) {
    auto const write = [&](std::string_view text) {
        if (text == shown)
            out += text;
        else
            encode_form_text(text, out);
    };
    auto const begin = out.size();
    for (auto const* field = form.first; field != nullptr; field = field->next) {
        if (out.size() > begin) out += '&';
        write(field->kind == kind::element ? field->name : field->text);
        if (field->kind != kind::element) continue;
        out += '=';
        for (auto const* text = field->first; text != nullptr; text = text->next) write(text->text);
    }
}

} // namespace ficus::acl
