#pragma once

#include "acl/field_path.hpp"
#include "acl/format.hpp"
#include "acl/message.hpp"
#include "acl/rest_carrier.hpp"
#include "acl/translator.hpp"
#include "fuzz/chosen.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Messages that a translator may get, as bytes choose: of its own fields, with values that fit them or do
/// not, or of anything at all.
namespace ficus::acl::testing {

class chosen_message {
public:
    chosen_message(chosen& bytes, translator const& subject, part of, std::size_t side)
        : bytes_(bytes), subject_(subject), of_(of), side_(side), speaks_(subject.side(of, side)) {}

    message make() {
        message made;
        made.method = bytes_.of({"POST", "PATCH", "GET"});
        if (of_ == part::response) made.status = bytes_.of({200U, 200U, 404U, 204U, 0U, 500U});
        made.path = bytes_.of(paths);
        made.query = bytes_.once_in(4) ? legible(bytes_.raw(24)) : bytes_.of(queries);
        made.has_query = !made.query.empty();
        for (auto const* name : {"X-A", "X-B", "Cookie"})
            if (bytes_.once_in(2))
                made.added.push_back(
                    {name, bytes_.once_in(3) ? legible(bytes_.raw(12)) : bytes_.of(head_values)});
        if (bytes_.once_in(8)) made.added.push_back({"Content-Type", content_type(speaks_)});
        auto const& options = subject_.options();
        auto const& own = of_ == part::request ? options.request.fields : options.response.fields;
        for (auto const& call : options.calls) {
            made.calls.emplace_back();
            if (side_ == 1 && of_ == part::response)
                write(call.spoken.value_or(speaks_), own.value_or(options.fields), "k:", made.calls.back());
        }
        if (bytes_.once_in(3))
            made.body = bytes_.rest();
        else
            write(speaks_, own.value_or(options.fields), "", made.body);
        return made;
    }

private:
    static constexpr char const* paths[] = {"/a/7",     "/b/7/c",   "/d/x/y",      "/e",          "/a/%2E%2E",
                                            "/a/b%2Fc", "/d/x%20y", "/a/%C3%A4",   "/k/7",        "/a/%00",
                                            "/a/..",    "/d/",      "/d/./a//%2e", "/b/%0D%0A/c", "/"};
    static constexpr char const* queries[] = {
        "", "q=1", "q=a%20b&q=c", "r[]=x&r%5B%5D=y", "x=1&q=%0d%0aX-A:1", "q=%ff", "q", "q=%23%3F/.."};
    static constexpr char const* head_values[] = {"1",     "c=1", "c=1; d=2",     "new", "",
                                                  "12.50", "a b", "c=\"x\"; c=2", "N"};
    static constexpr char const* texts[] = {"",
                                            "0",
                                            "1",
                                            "a",
                                            "7",
                                            "-0",
                                            "12.50",
                                            "1e3",
                                            "1.234,50",
                                            "12,50",
                                            "0012",
                                            "18446744073709551616",
                                            "1e999999999",
                                            "true",
                                            "false",
                                            "N",
                                            "new",
                                            " a ",
                                            "a, b",
                                            "a;b",
                                            "a (b)",
                                            "{a}-b",
                                            "A B",
                                            "2024-12-24T17:00:00Z",
                                            "24.12.2024 18:00:00",
                                            "1735059600",
                                            "2024-02-30",
                                            "241224",
                                            "31.03.2024 02:30:00",
                                            "ä",
                                            "€",
                                            "\r\n",
                                            "\x01",
                                            "<&>",
                                            "a\tb",
                                            "'",
                                            "[]",
                                            "../x",
                                            "%2F"};

    /// What can stand in a head at all: the rest is refused before any translator is asked.
    static std::string legible(std::string_view bytes) {
        std::string made;
        for (auto const c : bytes)
            if (static_cast<unsigned char>(c) > ' ' && c != 0x7F && c != '#') made += c;
        return made;
    }

    std::string text(field_options const& f) {
        switch (bytes_.below(6)) {
        case 0: return std::string(bytes_.raw(8));
        case 1:
            if (!f.values.empty()) {
                auto const& pair = f.values[bytes_.below(f.values.size())];
                return side_ == 0 ? pair.first : pair.second;
            }
            break;
        case 2:
            if (f.text) {
                auto const& around = side_ == 0 ? f.text->legacy : f.text->modern;
                std::string inner = bytes_.of(texts);
                if (around.pad)
                    while (inner.size() < around.pad->width)
                        inner = around.pad->side == padding_options::where::left ? around.pad->with + inner
                                                                                 : inner + around.pad->with;
                return around.prefix + inner + around.suffix;
            }
            break;
        default: break;
        }
        return bytes_.of(texts);
    }

    /// A scalar, as that side may have it.
    value* scalar(field_options const& f, dialect of) {
        if (of.null && bytes_.once_in(12)) return memory_.make(kind::null);
        auto said = text(f);
        auto const due = side_ == 0 ? f.legacy_type.value_or(f.type.value_or(scalar_type::string))
                                    : f.type.value_or(scalar_type::string);
        if (of.typed && due == scalar_type::boolean && !bytes_.once_in(4))
            return memory_.make_boolean(bytes_.once_in(2));
        bool const digits = !said.empty() && said.find_first_not_of("0123456789.-e") == std::string::npos;
        if (of.typed && digits && (due != scalar_type::string) != bytes_.once_in(6)) {
            document alone;
            if (auto const read = read_body(side_options{}, said); read && read->root()->kind == kind::number)
                return memory_.make_number(memory_.keep(said));
        }
        return memory_.make_string(memory_.keep(said));
    }

    value& below(value& parent, std::string_view name, bool list, dialect of) {
        for (auto* child = parent.first; child != nullptr; child = child->next)
            if (child->name == name && child->is_container()) return *child;
        auto* made = memory_.make(of.shape == shape::xml ? kind::element : list ? kind::array : kind::object);
        document::append(parent, *made, memory_.keep(name));
        return *made;
    }

    void put_one(value& parent, std::string_view name, value& item, bool new_one, dialect of) {
        if (of.shape != shape::xml || name.starts_with('@') || item.kind == kind::element)
            return document::append(parent, item, memory_.keep(name));
        auto* element = &parent;
        if (new_one) {
            element = memory_.make(kind::element);
            document::append(parent, *element, memory_.keep(name));
        } else if (!name.empty()) {
            element = &below(parent, name, false, of);
        }
        if (item.kind == kind::null)
            set_nil(*element, memory_);
        else if (!item.text.empty())
            document::append(*element, item);
    }

    void put(value& root, field_options const& f, std::string_view said, dialect of) {
        auto const path = parse_field_path(of.shape, said);
        if (!path || path->where != place::body || bytes_.once_in(6)) return;
        auto* at = &root;
        auto const& steps = path->steps;
        for (std::size_t i = 0; i + 1 < steps.size(); ++i)
            at = &below(*at, steps[i], position_of(steps[i + 1]).has_value(), of);
        auto const last = steps.empty() ? std::string_view() : std::string_view(steps.back());
        bool const in_array = path->repeated && of.shape == shape::json;
        if (in_array && !steps.empty()) at = &below(*at, last, true, of);
        for (auto many = path->repeated ? bytes_.below(4) : std::size_t{1}; many > 0; --many) {
            value* item = nullptr;
            if (f.fields.empty()) {
                item = scalar(f, of);
            } else {
                item = memory_.make(of.shape == shape::xml ? kind::element : kind::object);
                for (auto const& inner : f.fields)
                    put(*item, inner, side_ == 0 ? inner.legacy : inner.modern, of);
                order(*item);
            }
            if (in_array)
                document::append(*at, *item);
            else
                put_one(*at, last, *item, path->repeated, of);
        }
    }

    void order(value& container) {
        for (auto* child = container.first; child != nullptr; child = child->next)
            if (child->is_container()) order(*child);
        if (container.first != nullptr && position_of(container.first->name)) {
            container.kind = kind::array;
            order_positions(container, memory_);
        }
    }

    /// The fields whose paths begin so, of the body or of a call's answer.
    void write(side_options const& spoken, std::vector<field_options> const& fields, std::string_view prefix,
               std::string& out) {
        auto const of = dialect_of(spoken);
        auto* const root = memory_.make(of.shape == shape::xml ? kind::element : kind::object);
        root->name = spoken.root;
        for (auto const& f : fields) {
            std::string_view const said = side_ == 0 ? f.legacy : f.modern;
            auto const put_at = [&](field_options const& of_that, std::string_view where) {
                if (where == "[]") root->kind = kind::array;
                if (where.starts_with(prefix)) put(*root, of_that, where.substr(prefix.size()), of);
            };
            if (f.constant && side_ < 2 && !said.empty()) {
                auto fixed = f;
                fixed.values = {{f.constant->text, f.constant->text}};
                put_at(fixed, said);
            } else if (said.empty()) {
                for (auto const& part : f.parts) put_at(part, side_ == 0 ? part.legacy : part.modern);
            } else {
                put_at(f, said);
            }
        }
        if (bytes_.once_in(6)) document::append(*root, *memory_.make_string("rest"), "zz");
        order(*root);
        std::string written;
        if (write_body(spoken, *root, written)) out += written;
    }

    chosen& bytes_;
    translator const& subject_;
    part of_;
    std::size_t side_;
    side_options const& speaks_;
    document memory_;
};

} // namespace ficus::acl::testing
