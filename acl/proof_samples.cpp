#include "acl/proof_samples.hpp"

#include "acl/decimal_shift.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace ficus::acl {
namespace {

constexpr std::string_view texts[] = {
    "text", "",         " two  words ", "Zoë €😀", "<a b=\"c\">&amp;'</a>", "007", "line\nline",
    "\r\t", "a+b&c=d%", "null",         "]]>"};
constexpr std::string_view integers[] = {"7", "0", "-1", "-0", "9007199254740993", "18446744073709551616"};
constexpr std::string_view numbers[] = {
    "12.50", "7", "0", "-0.0", "1e400", "1E-7", "0.1000000000000000000000000001"};
/// Of any style and scale.
constexpr std::string_view decimals[] = {"12.50",
                                         "7",
                                         "0",
                                         "-0.5",
                                         "999",
                                         "1000",
                                         "-1250",
                                         "-0",
                                         "1234567.80",
                                         "123456789012345678901",
                                         "0.1000000000000000000000000001"};
constexpr std::string_view anything[] = {"[]", "{}"};

written_time at(int year, unsigned month, unsigned day, unsigned hour, unsigned minute, unsigned second) {
    written_time t;
    t.year = year;
    t.month = month, t.day = day, t.hour = hour, t.minute = minute, t.second = second;
    return t;
}

/// The hours of one year at which the zone's clocks skip or repeat, and ordinary and extreme times beside
/// them.
std::vector<written_time> special_times(zone const& z) {
    std::vector<written_time> times{at(2024, 12, 24, 18, 0, 0),  at(2024, 12, 24, 0, 0, 0),
                                    at(2024, 7, 1, 12, 34, 56),  at(2024, 2, 29, 0, 0, 0),
                                    at(1970, 1, 1, 0, 0, 0),     at(2024, 1, 1, 12, 0, 0),
                                    at(2099, 12, 31, 23, 59, 59)};
    constexpr unsigned days_in_month[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (unsigned month = 1; month <= 12; ++month)
        for (unsigned day = 1; day <= days_in_month[month - 1]; ++day)
            for (unsigned hour = 0; hour < 24; ++hour)
                if (auto const t = at(2024, month, day, hour, 30, 0);
                    z.offset_of_local(t).reads != zone::clock_reading::once)
                    times.push_back(t);
    return times;
}

void add_times(time_rule const& rule, std::size_t side, std::vector<std::string>& made) {
    auto const& pattern = rule.pattern(side);
    auto const add = [&](written_time const& t) {
        std::string text;
        if (!pattern.write(t, text)) made.push_back(std::move(text));
    };
    for (auto t : special_times(rule.zone())) {
        if (!pattern.states_offset()) {
            add(t);
            continue;
        }
        auto const meant = rule.zone().offset_of_local(t);
        if (meant.reads == zone::clock_reading::never) continue;
        t.offset = meant.offset;
        add(t);
        if (meant.reads != zone::clock_reading::twice) continue;
        // The later of the two instants.
        auto later = t;
        later.offset = *t.offset - 3600;
        if (rule.zone().at_same_instant(later).offset == later.offset) add(later);
    }
}

/// A value that the table does not have, where the other side has a fallback for it.
void add_unknown(conversion const& c, std::size_t side, std::vector<std::string>& made) {
    auto const& otherwise = c.table()->otherwise();
    if (!(side == 0 ? otherwise.modern : otherwise.legacy)) return;
    std::string unknown = c.type_on(side) == scalar_type::string ? "other" : "98765";
    auto const way = side == 0 ? direction::to_modern : direction::to_legacy;
    while (c.table()->find(way, unknown).data() != nullptr) unknown += '1';
    made.push_back(std::move(unknown));
}

/// The values in another case than the table's.
void add_other_case(conversion const& c, std::size_t side, std::vector<std::string>& made) {
    if (!c.table()->ignores_case(side) || c.type_on(side) != scalar_type::string) return;
    for (auto const& [legacy, modern] : c.table()->values()) {
        auto text = side == 0 ? legacy : modern;
        for (auto& letter : text)
            if ((letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z')) letter ^= 0x20;
        if (std::find(made.begin(), made.end(), text) == made.end()) made.push_back(std::move(text));
    }
}

void add_decimals(decimal_rule const& rule, std::size_t side, bool whole, std::vector<std::string>& made) {
    for (std::string_view const plain : decimals) {
        std::string shifted(plain);
        bool const is_whole = plain.find('.') == std::string_view::npos;
        if ((whole || (rule.places() > 0 && rule.parts() == parts::whole) || rule.factor() > 0) && !is_whole)
            continue;
        bool const of_units = rule.places() > 0 && side != rule.side_of_parts();
        bool const is_filled_there = rule.style(1 - side).decimals().has_value();
        if (of_units) {
            std::string parts(plain);
            if (is_filled_there) drop_zeros(parts);
            shifted.clear();
            if (!to_units(parts, rule.places(), shifted, rule.parts())) continue;
        }
        if (rule.factor() > 0 && side == rule.side_of_parts()) {
            shifted.clear();
            if (!multiply(plain, rule.factor(), shifted)) continue;
        }
        // As they are written: with the decimals of this side, and of the other side without what says
        // nothing.
        if (is_filled_there && !of_units) {
            if (rule.places() == 0 && !rule.style(1 - side).set_decimals(shifted)) continue;
            drop_zeros(shifted);
        }
        if (!rule.style(side).set_decimals(shifted)) continue;
        rule.style(side).write(shifted, made.emplace_back());
    }
}

/// What is meant, before the side puts anything around it.
std::vector<std::string> meant_texts(scalar_rule const& rule, std::size_t side) {
    auto const& c = rule.conversion();
    std::vector<std::string> made;
    if (c.table()) {
        for (auto const& [legacy, modern] : c.table()->values()) made.push_back(side == 0 ? legacy : modern);
        for (auto const& [text, meant] : c.table()->also().side(side)) made.push_back(text);
        add_other_case(c, side, made);
        add_unknown(c, side, made);
    } else if (c.boolean()) {
        for (bool const truth : {true, false})
            made.push_back(side == 1 ? (truth ? "true" : "false")
                                     : c.boolean()->spellings(truth).front().text);
    } else if (c.decimal()) {
        bool const whole = rule.type() == scalar_type::integer || rule.type_on(0) == scalar_type::integer;
        add_decimals(*c.decimal(), side, whole, made);
    } else if (c.time()) {
        add_times(*c.time(), side, made);
    } else {
        // What either side asks of the text.
        switch (rule.type_on(side) != scalar_type::string ? rule.type_on(side) : rule.type_on(1 - side)) {
        case scalar_type::string: made.assign(std::begin(texts), std::end(texts)); break;
        case scalar_type::integer: made.assign(std::begin(integers), std::end(integers)); break;
        case scalar_type::number: made.assign(std::begin(numbers), std::end(numbers)); break;
        case scalar_type::boolean: made = {"true", "false"}; break;
        }
    }
    return made;
}

std::vector<std::string> texts_of(scalar_rule const& rule, std::size_t side) {
    auto meant = meant_texts(rule, side);
    auto const* around = rule.conversion().text();
    if (around == nullptr) return meant;
    std::vector<std::string> made;
    for (auto const& text : meant) {
        std::string written;
        if (around->side(side).write(text, written)) made.push_back(std::move(written));
    }
    return made;
}

} // namespace

namespace {

/// A text that the side writes as what the field's `xmlrpc` says has to be one.
void add_noted(note n, std::vector<std::string>& texts) {
    if (n == note::date_time) texts.insert(texts.begin(), "19980717T14:08:55");
    if (n == note::base64) texts.insert(texts.begin(), {"AAEC/w==", ""});
}

} // namespace

std::vector<value*> sample_scalars(scalar_rule const& rule, std::size_t side, dialect of, document& memory) {
    std::vector<value*> samples;
    auto const note = of.typed ? rule.note_on(side) : note::none;
    auto texts = texts_of(rule, side);
    if (rule.conversion().is_nothing()) add_noted(note, texts);
    for (auto const& text : texts) {
        auto const type = of.typed ? rule.conversion().type_of(side, text) : scalar_type::string;
        if (type == scalar_type::boolean)
            samples.push_back(memory.make_boolean(text == "true"));
        else
            samples.push_back(type == scalar_type::string ? memory.make_string(text)
                                                          : memory.make_number(text));
        samples.back()->note = note;
    }
    if (of.shape == shape::json) {
        using namespace std::string_view_literals;
        if (rule.conversion().is_nothing() && rule.type_on(side) == scalar_type::string)
            samples.push_back(memory.make_string("a\0b"sv));
    }
    if (of.null && of.shape == shape::json) samples.push_back(memory.make(kind::null));
    if (rule.carries_anything()) {
        for (auto const digits : numbers) samples.push_back(memory.make_number(digits));
        samples.push_back(memory.make_boolean(true));
        for (auto const container : anything)
            samples.push_back(memory.make(container == "[]" ? kind::array : kind::object));
    }
    return samples;
}

} // namespace ficus::acl
