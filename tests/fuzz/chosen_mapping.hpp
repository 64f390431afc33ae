#pragma once

#include "acl/dialect.hpp"
#include "acl/translator_options.hpp"
#include "fuzz/chosen.hpp"
#include "fuzz/chosen_schema.hpp"

#include <string>
#include <utility>
#include <vector>

/// Translators of all that a configuration can say, as bytes choose. Names are few, so that documents have
/// them; most of what is chosen goes together.
namespace ficus::acl::testing {

class chosen_mapping {
public:
    explicit chosen_mapping(chosen& bytes) : bytes_(bytes) {}

    translator_options make() {
        translator_options o;
        o.name = "chosen";
        o.legacy = side();
        o.modern = side();
        o.keep_rest = bytes_.once_in(6);
        if (bytes_.once_in(6)) o.nothing = nothing();
        if (bytes_.once_in(4)) o.request.path = {bytes_.of(templates), bytes_.of(templates)};
        if (bytes_.once_in(8)) o.request.method = {"POST", "PATCH"};
        if (bytes_.once_in(8)) o.request.headers = {{"X-A", "X-B"}};
        if (bytes_.once_in(8)) add_call(o);
        o.fields = fields(o, 0, false);
        if (bytes_.once_in(6)) o.response.fields = fields(o, 0, false);
        if (bytes_.once_in(6)) o.outcomes = {outcome(o)};
        return o;
    }

private:
    static constexpr char const* templates[] = {"/a/{id}", "/b/{id}/c", "/d/{id...}", "/e", "/{k}/{id}"};
    static constexpr char const* outside_places[] = {"path:id",  "query:q", "query:q[]",  "header:X-A",
                                                     "cookie:c", "path:k",  "header:X-B", "query:'r[]'"};
    static constexpr char const* separators[] = {",", ";", ", ", "|", "0", " "};
    static constexpr char const* patterns[] = {
        "rfc3339",           "%d.%m.%Y %H:%M:%S",   "%s",   "%Y-%m-%d", "%y%m%d",
        "%d %b %Y %I:%M %p", "%Y-%m-%dT%H:%M:%S%z", "%H:%M"};
    static constexpr char const* zones[] = {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"};
    static constexpr char const* words[] = {"", "0", "1", "a", "N", "new", "-", "true", "12.5", "ä", "A b"};
    static constexpr char const* scripts[] = {"return value", "return value:upper()",
                                              "if value == null then return nil end return value .. '!'",
                                              "error('no ' .. value)"};

    shape shape_of(side_options const& s) const {
        switch (s.kind) {
        case format::xml:
        case format::soap: return shape::xml;
        case format::form: return s.nested ? shape::json : shape::form;
        case format::multipart:
        case format::none: return shape::form;
        default: return shape::json;
        }
    }

    side_options side() {
        constexpr format kinds[] = {format::json, format::xml,       format::json, format::form,
                                    format::soap, format::xmlrpc,    format::xml,  format::form,
                                    format::csv,  format::multipart, format::text, format::none,
                                    format::json, format::protobuf};
        side_options s;
        s.kind = bytes_.of(kinds);
        if (shape_of(s) == shape::xml) {
            s.root = "R";
            if (bytes_.once_in(6)) s.response_root = "S";
            xml_namespaces names;
            if (bytes_.once_in(4)) names = {{bytes_.once_in(2) ? "" : "p", "urn:p"}};
            (s.kind == format::soap ? s.soap.namespaces : s.xml.namespaces) = names;
            if (s.kind == format::soap && bytes_.once_in(2)) s.soap.version = soap_version::v1_2;
            if (s.kind == format::soap && bytes_.once_in(4)) s.soap.action = "urn:a#b";
        }
        if (s.kind == format::form && bytes_.once_in(2))
            s.nested = nested_form_options{static_cast<form_lists>(bytes_.below(3))};
        if (s.kind == format::csv && bytes_.once_in(4)) {
            s.kind = format::fixed;
            s.fixed = *fixed_layout::compile({{{"a", {bytes_.below(9) + 1}}, {"", {1}}, {"b", {3, "0"}}}});
        }
        if (s.kind == format::protobuf) s.protobuf = chosen_schema(bytes_);
        if (s.kind == format::csv) s.csv = {!bytes_.once_in(3), bytes_.once_in(2) ? ';' : ',', '"'};
        bool const has_charset =
            s.kind != format::multipart && s.kind != format::protobuf && s.kind != format::none;
        if (has_charset && bytes_.once_in(8))
            s.charset = *acl::charset::find(bytes_.of({"iso-8859-1", "utf-16", "windows-1252", "utf-8"}));
        return s;
    }

    std::string path(side_options const& s, bool list, bool inner) {
        static constexpr char const* json[] = {"a",     "b",      "c.a",   "c.b", "d[0]", "d[1].a",
                                               "'x.y'", "body:e", "c.f.g", "[0]", "''",   "a.h"};
        static constexpr char const* json_lists[] = {"l[]", "c.l[]", "m.l[]", "[]", "d[2][]", "p{}", "n{1}"};
        static constexpr char const* xml[] = {"A",        "B",         "C/A",   "C/@x",
                                              "@x",       "text()",    "A/@y",  "p:D",
                                              "C/text()", "@xsi:type", "C/F/G", "soap:Header/A"};
        static constexpr char const* xml_lists[] = {"L/I[]", "I[]", "C/L/I[]", "p:L/p:I[]",
                                                    "A[]",   "P{}", "N{1}"};
        static constexpr char const* form[] = {"a", "b", "c[a]", "'t[]'", "''", "c.b", "é"};
        static constexpr char const* form_lists_there[] = {"l[]", "t[]", "'t[]'[]", "n{1}"};
        if (!inner && bytes_.once_in(10)) return bytes_.of(outside_places);
        switch (shape_of(s)) {
        case shape::xml: return list ? bytes_.of(xml_lists) : bytes_.of(xml);
        case shape::form: return list ? bytes_.of(form_lists_there) : bytes_.of(form);
        default: return list ? bytes_.of(json_lists) : bytes_.of(json);
        }
    }

    /// UTF-8, as all of a configuration is.
    std::string word() {
        if (!bytes_.once_in(6)) return bytes_.of(words);
        std::string made;
        for (auto const c : bytes_.raw(6))
            made += static_cast<unsigned char>(c) < 0x80 ? std::string(1, c) : "\u00E9";
        return made;
    }
    scalar_type type() { return static_cast<scalar_type>(bytes_.below(4)); }
    typed_text typed() {
        auto said = word();
        return {std::move(said), type()};
    }

    nothing_way way() {
        if (bytes_.once_in(4)) return typed();
        return static_cast<acl::nothing>(bytes_.below(3));
    }
    nothing_options nothing() {
        nothing_options made;
        made.legacy = {way()};
        made.modern = {way()};
        if (bytes_.once_in(3)) made.legacy.push_back(way());
        if (bytes_.once_in(3)) made.modern.push_back(way());
        return made;
    }

    text_side_options text_of_side() {
        text_side_options made;
        made.trim = bytes_.once_in(3);
        if (bytes_.once_in(3)) made.prefix = word();
        if (bytes_.once_in(3)) made.suffix = word();
        if (bytes_.once_in(2))
            made.pad = padding_options{bytes_.below(9), bytes_.of({"0", " ", "x", "ä"}),
                                       bytes_.once_in(2) ? padding_options::where::left
                                                         : padding_options::where::right};
        if (bytes_.once_in(6)) made.base64 = bytes_.once_in(2) ? base64::url : base64::standard;
        if (bytes_.once_in(3)) made.letters = bytes_.once_in(2) ? letter_case::upper : letter_case::lower;
        return made;
    }

    void convert(field_options& f) {
        switch (bytes_.below(11)) {
        case 3:
            for (auto many = bytes_.below(4); many > 0; --many) {
                auto legacy = word();
                f.values.emplace_back(std::move(legacy), word());
            }
            if (bytes_.once_in(3)) f.otherwise.modern = word();
            if (bytes_.once_in(3)) f.otherwise.legacy = word();
            if (bytes_.once_in(4)) f.ignore_case = {true, bytes_.once_in(2)};
            break;
        case 4:
            f.boolean = boolean_options{{typed()}, {typed()}};
            if (bytes_.once_in(2)) f.boolean->truths.push_back(typed());
            break;
        case 5:
            f.decimal = decimal_options{{bytes_.of({".", ","}), bytes_.of({"", ".", " ", "'"})},
                                        {bytes_.of({".", ","}), ""}};
            break;
        case 6:
            f.scale = scale_options{bytes_.of({1UL, 100UL, 1'000'000UL}), bytes_.of({1UL, 10UL})};
            f.scale->decimals = bytes_.once_in(3);
            break;
        case 7: f.time = time_options{bytes_.of(patterns), bytes_.of(patterns), bytes_.of(zones)}; break;
        case 8: f.text = text_options{text_of_side(), text_of_side()}; break;
        case 9:
            f.text = text_options{text_of_side(), text_of_side()};
            f.decimal = decimal_options{{",", "."}, {}};
            f.scale = scale_options{100, 1};
            break;
        case 10:
            if (bytes_.once_in(3)) f.xmlrpc = static_cast<acl::note>(bytes_.below(4));
            if (bytes_.once_in(3)) f.lua.to_modern = script_text{bytes_.of(scripts), ""};
            if (bytes_.once_in(3)) f.lua.to_legacy = script_text{bytes_.of(scripts), ""};
            break;
        default: break;
        }
    }

    field_options scalar(translator_options const& o, bool inner, bool list) {
        field_options f;
        f.legacy = path(o.legacy, list, inner);
        f.modern = path(o.modern, list, inner);
        if (!o.calls.empty() && !inner && bytes_.once_in(3)) f.modern = "k:" + path(o.modern, list, true);
        if (bytes_.once_in(3)) f.type = type();
        if (bytes_.once_in(8)) f.legacy_type = type();
        convert(f);
        if (bytes_.once_in(8)) f.required = true;
        if (bytes_.once_in(8)) f.missing.legacy = word();
        if (bytes_.once_in(8)) f.missing.modern = word();
        if (bytes_.once_in(8)) f.nothing = nothing();
        return f;
    }

    field_options one(translator_options const& o, int depth, bool inner) {
        switch (bytes_.below(12)) {
        case 6:
        case 7: return scalar(o, inner, true);
        case 8:
        case 9: {
            auto f = scalar(o, inner, true);
            if (depth < 2) {
                f = field_options{};
                f.legacy = path(o.legacy, true, inner);
                f.modern = path(o.modern, true, inner);
                f.fields = fields(o, depth + 1, true);
                if (!bytes_.once_in(4)) add_key(o, f);
                if (bytes_.once_in(8)) lay_side_by_side(f, bytes_.once_in(2) ? 0 : 1);
            }
            return f;
        }
        case 10: {
            auto f = scalar(o, inner, false);
            if (bytes_.once_in(2)) {
                auto const on_legacy = bytes_.once_in(2);
                (on_legacy ? f.modern : f.legacy).clear();
                f.constant = constant_options{word(), type()};
            } else {
                f.split = split_options{};
                auto const on_legacy = bytes_.once_in(2);
                (on_legacy ? f.split->legacy : f.split->modern) = text_list_options{
                    bytes_.of(separators), static_cast<text_list_options::nothing>(bytes_.below(2))};
                (on_legacy ? f.modern : f.legacy) = path(on_legacy ? o.modern : o.legacy, true, inner);
            }
            return f;
        }
        case 11: {
            field_options f;
            auto const on_legacy = bytes_.once_in(2);
            (on_legacy ? f.legacy : f.modern) = path(on_legacy ? o.legacy : o.modern, false, inner);
            f.templates = {bytes_.of({"{v}, {w}", "{v}{w}", "{v} ({w})", "{{{v}}}-{w}", "{w};{v}"})};
            if (bytes_.once_in(2)) f.templates.emplace_back("{v}");
            f.part_names = {"v", "w"};
            for (int i = 0; i < 2; ++i) {
                field_options part;
                (on_legacy ? part.modern : part.legacy) = path(on_legacy ? o.modern : o.legacy, false, inner);
                convert(part);
                part.lua = {}; // a part has none
                f.parts.push_back(std::move(part));
            }
            if (bytes_.once_in(6)) f.nothing = nothing();
            return f;
        }
        default: return scalar(o, inner, false);
        }
    }

    std::vector<field_options> fields(translator_options const& o, int depth, bool inner) {
        std::vector<field_options> made;
        for (auto many = bytes_.below(5); many > 0; --many) made.push_back(one(o, depth, inner));
        if (bytes_.once_in(8)) add_cases(o, depth, inner, made);
        if (bytes_.once_in(8)) add_places_in_elements(o, inner, made);
        return made;
    }

    static std::string& path_of(field_options& f, std::size_t side) {
        return side == 0 ? f.legacy : f.modern;
    }

    /// The elements of the list have no place of their own on that side, but a value in each of several
    /// lists.
    static void lay_side_by_side(field_options& list, std::size_t side) {
        path_of(list, side) = "*[]";
        for (auto& field : list.fields)
            if (!path_of(field, side).empty() && !path_of(field, side).ends_with("[]"))
                path_of(field, side) += "[]";
    }

    /// A value that is said in the elements of a list, alone or besides.
    void add_places_in_elements(translator_options const& o, bool inner, std::vector<field_options>& to) {
        std::size_t const side = bytes_.once_in(2) ? 0 : 1;
        auto const& spoken = side == 0 ? o.legacy : o.modern;
        std::string list;
        for (auto& field : to)
            if (!field.fields.empty() && path_of(field, side).ends_with("[]")) list = path_of(field, side);
        auto const place =
            list + (shape_of(spoken) == shape::xml ? "/" : ".") + path(spoken, bytes_.once_in(8), true);
        auto f = scalar(o, inner, false);
        if (bytes_.once_in(2))
            (side == 0 ? f.copies.legacy : f.copies.modern) = {place};
        else
            path_of(f, side) = place;
        to.push_back(std::move(f));
    }

    /// The name of an element that is a member of an object is a value of it on the other side.
    void add_key(translator_options const& o, field_options& list) {
        bool const on_legacy = list.legacy.ends_with("{}");
        if (on_legacy == list.modern.ends_with("{}")) return;
        field_options key;
        key.legacy = on_legacy ? "key()" : path(o.legacy, false, true);
        key.modern = on_legacy ? path(o.modern, false, true) : "key()";
        list.fields.push_back(std::move(key));
    }

    /// What is mapped where a place says one thing, and where it says another one.
    void add_cases(translator_options const& o, int depth, bool inner, std::vector<field_options>& to) {
        auto const legacy = path(o.legacy, false, inner);
        auto const modern = path(o.modern, false, inner);
        for (int i = 0; i < 2; ++i) {
            field_options group;
            if (!bytes_.once_in(6))
                group.when.legacy = {{legacy, constant_options{word(), scalar_type::string}}};
            if (!bytes_.once_in(6))
                group.when.modern = {{modern, constant_options{word(), scalar_type::string}}};
            if (depth < 2)
                for (auto many = bytes_.below(3); many > 0; --many)
                    group.fields.push_back(one(o, depth + 1, inner));
            to.push_back(std::move(group));
        }
    }

    void add_call(translator_options& o) {
        call_options call;
        call.name = "k";
        call.path = bytes_.of({"/k/{id}", "/k?x={id}", "/k/{id}/l?m={n}", "/k"});
        if (bytes_.once_in(2))
            call.from = {{"id", bytes_.of({"query:q", "answer:a", "body:b", "header:X-A"})}};
        call.on_failure = static_cast<call_failure>(bytes_.below(3));
        call.stand_in = "{}";
        o.calls = {std::move(call)};
    }

    outcome_options outcome(translator_options const& o) {
        outcome_options made;
        made.legacy.statuses = {200};
        made.modern.statuses = {bytes_.of({404U, 204U, 200U, 422U})};
        auto const say = [&](outcome_side_options& side, side_options const& spoken) {
            if (!bytes_.once_in(2)) return;
            auto where = path(spoken, false, true);
            side.when = {{std::move(where), constant_options{word(), type()}}};
        };
        say(made.legacy, o.legacy);
        say(made.modern, o.modern);
        if (shape_of(o.legacy) == shape::xml && bytes_.once_in(2)) made.legacy.root = "error";
        made.fields = fields(o, 1, false);
        return made;
    }

    chosen& bytes_;
};

} // namespace ficus::acl::testing
