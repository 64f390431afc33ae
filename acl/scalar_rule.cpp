#include "acl/scalar_rule.hpp"

#include "acl/quoted.hpp"

namespace ficus::acl {
namespace {

error refuse(error_code code, std::string message) {
    return {code, {}, std::move(message)};
}

std::string_view without_white_space(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// What a typed side spells a boolean by, which may be of several types.
boost::system::result<std::string_view, error> spelling_of(boolean_rule const& rule, scalar_type due,
                                                           value const& from) {
    auto const as = from.kind == kind::boolean  ? scalar_type::boolean
                    : from.kind == kind::number ? scalar_type::integer
                                                : scalar_type::string;
    std::string_view const text = from.kind != kind::boolean ? from.text : from.truth ? "true" : "false";
    bool has_such = false, is_spelled = false;
    for (bool const truth : {true, false})
        for (auto const& spelling : rule.spellings(truth)) {
            has_such |= spelling.type == as;
            is_spelled |= spelling.text == text;
        }
    if (from.is_container() || !has_such || (is_spelled && !rule.reads(text, as)))
        return refuse(error_code::wrong_type,
                      std::string(describe(from.kind)) + " where " + std::string(name_of(due)) + " is due");
    return text;
}

// Whatever the text is a part of (the source, the rule) outlives the target's tree.
value* make_node(kind k, std::string_view text, document& into) {
    if (k == kind::boolean) return into.make_boolean(text == "true");
    auto* node = into.make(k);
    node->text = text;
    return node;
}

} // namespace

std::string_view describe(kind k) {
    switch (k) {
    case kind::null: return "null";
    case kind::boolean: return "a boolean";
    case kind::number: return "a number";
    case kind::string: return "a string";
    case kind::array: return "a list";
    case kind::object: return "an object";
    case kind::element: return "an element";
    }
    return "a value";
}

boost::system::result<scalar_rule, std::vector<option_error>>
scalar_rule::compile(field_options const& options, std::array<dialect, 2> dialects) {
    scalar_rule rule;
    rule.dialects_ = dialects;
    rule.type_ = options.type;
    auto made = conversion::compile(options);
    if (!made) return made.error();
    rule.conversion_ = std::move(*made);
    if (options.xmlrpc) {
        rule.note_ = *options.xmlrpc;
        bool fits = !dialects[0].typed && !dialects[1].typed;
        for (std::size_t side = 0; side < 2; ++side)
            fits |= dialects[side].typed && rule.note_on(side) != note::none;
        if (!fits)
            return std::vector<option_error>{
                {"xmlrpc",
                 rule.note_ == note::real
                     ? "a double is a number; say type = \"number\""
                     : "such a value is a string on the side that speaks xmlrpc; say no other 'type'"}};
    }
    rule.carries_anything_ = dialects[0].shape == shape::json && dialects[0] == dialects[1] &&
                             !options.type && !options.legacy_type && !options.xmlrpc &&
                             rule.conversion_.is_nothing();
    return rule;
}

plain_rule scalar_rule::plain_from(std::size_t side) const {
    plain_rule made;
    bool const by_table = conversion_.table() != nullptr && conversion_.text() == nullptr;
    if (by_table) made.table = conversion_.table();
    made.carries_anything = carries_anything_;
    made.from = kind_on(side);
    made.to = kind_on(1 - side);
    made.read_as = type_on(side);
    made.keeps_note = conversion_.is_nothing() && made.from == made.to;
    bool const is_new = !conversion_.is_nothing() || type_on(0) != type_on(1);
    if (is_new) made.written_as = type_on(1 - side);
    // Booleans have no text of their own where they are typed.
    made.is_there = carries_anything_ || ((by_table || conversion_.is_nothing()) && note_ == note::none &&
                                          made.from != kind::boolean && made.to != kind::boolean);
    return made;
}

/// What is written on a typed side: its type there may have no room for the note.
note scalar_rule::note_on(std::size_t side) const {
    auto const k = kind_of(type_on(side));
    return k == (note_ == note::real ? kind::number : kind::string) ? note_ : note::none;
}

/// The source's text, which is of the type that this side has.
boost::system::result<std::string_view, error> scalar_rule::text_of(std::size_t side,
                                                                    value const& from) const {
    auto const type = type_on(side);
    if (!dialects_[side].typed) {
        // XML Schema takes white space around anything but a string for layout.
        bool const exact = dialects_[side].shape != shape::xml ||
                           (type == scalar_type::string && !conversion_.is_number_or_time());
        auto const text = exact ? from.text : without_white_space(from.text);
        if (!is_of_type(type, text))
            return refuse(error_code::wrong_type, quoted(from.text) + " where " + std::string(name_of(type)) +
                                                      " is due" + how_to_write(type, text));
        return text;
    }
    if (auto const* spelled = conversion_.boolean(); spelled && side == 0 && !conversion_.text())
        return spelling_of(*spelled, type, from);
    if (from.kind != kind_of(type)) {
        auto message = std::string(describe(from.kind)) + " where " + std::string(name_of(type)) + " is due";
        if (!type_ && type == scalar_type::string && !from.is_container() && conversion_.is_nothing())
            message += "; say its 'type' in the mapping";
        return refuse(error_code::wrong_type, std::move(message));
    }
    if (from.kind == kind::boolean) return std::string_view(from.truth ? "true" : "false");
    if (!is_of_type(type, from.text))
        return refuse(error_code::wrong_type,
                      quoted(from.text) + " where " + std::string(name_of(type)) + " is due");
    return from.text;
}

boost::system::result<value*, error> scalar_rule::convert(direction way, value const& from,
                                                          document& into) const {
    if (from.kind == kind::null) return into.make(kind::null);
    auto const source = text_of(source_index(way), from);
    if (!source) return source.error();
    auto const converted = conversion_.convert(way, *source, into);
    if (!converted) return converted.error();
    auto const text = *converted;
    auto const target = target_index(way);
    auto const type = conversion_.type_of(target, text);
    auto const k = dialects_[target].typed ? kind_of(type) : kind::string;
    // What went by a rule of text alone, or as another type, has not been looked at as a number yet.
    bool const is_new = !conversion_.is_nothing() || type_on(0) != type_on(1);
    if (is_new && !is_of_type(type, text))
        return refuse(error_code::wrong_type, quoted(text) + " where " + std::string(name_of(type)) +
                                                  " is due" + how_to_write(type, text));
    auto* const made = make_node(k, text, into);
    if (note_ != note::none)
        made->note = note_on(target);
    else if (conversion_.is_nothing() && from.kind == k)
        made->note = from.note;
    return made;
}

kind scalar_rule::kind_on(std::size_t side) const {
    return dialects_[side].typed ? kind_of(type_on(side)) : kind::string;
}

value* scalar_rule::make(std::size_t side, std::string_view text, document& into) const {
    auto const k = dialects_[side].typed ? kind_of(conversion_.type_of(side, text)) : kind::string;
    auto* const made = make_node(k, text, into);
    made->note = note_on(side);
    return made;
}

} // namespace ficus::acl
