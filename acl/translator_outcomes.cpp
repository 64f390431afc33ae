#include "acl/format.hpp"
#include "acl/outside.hpp"
#include "acl/translator_compiled.hpp"

#include <algorithm>

// Of what kind an answer is, and what is said of one that is of none.

namespace ficus::acl {

/// The first one that fits. What cannot be read is none of them.
outcome const* translator::find_outcome(direction way, message_view const& from, reading_limits const& limits,
                                        std::vector<std::string>* why) const {
    auto const side = source_index(way);
    std::string_view called;
    for (auto const& header : from.headers)
        if (is_same_header(header.name, "content-type")) called = header.value;
    std::optional<document> read;
    outcome const* read_for = nullptr; // one whose bodies are read in the same way
    for (auto const& one : compiled_->outcomes) {
        if (!one.takes(side, from.status)) {
            if (why != nullptr)
                why->push_back(from.status == 0 ? "no status is known"
                                                : "the status is " + std::to_string(from.status));
            continue;
        }
        auto const& speaks = one.side(side);
        bool const own = one.has_own_body(side);
        if (!from.body.empty() && (read_for == nullptr || own || read_for->has_own_body(side))) {
            read.reset();
            read_for = &one;
            if (accepts(speaks, called))
                if (auto made = read_body(speaks, from.body, called, limits)) read = std::move(*made);
        }
        if (!from.body.empty() && !read) {
            if (why != nullptr)
                why->push_back("the body cannot be read as " + std::string(to_string(speaks.kind)));
            continue;
        }
        document memory(512);
        auto beside = read_outside(from, one.outside(side), nullptr, side, nullptr, memory);
        auto const* const body = read ? read->root() : nullptr;
        if (beside && one.is_said(side, body, *beside)) return &one;
        if (why != nullptr)
            why->push_back(beside ? one.why_not(side, body, *beside)
                                  : beside.error().where + ": " + beside.error().message);
    }
    return nullptr;
}

/// Where outcomes say what such answers hold, one that is none of them is not understood: it must not pass as
/// if it were the same on both sides.
bool translator::is_outcome_due(direction way, unsigned status) const {
    auto const side = source_index(way);
    for (std::size_t i = 0; i < compiled_->outcomes.size(); ++i)
        if (!compiled_->options.outcomes[i].fields.empty() && compiled_->outcomes[i].takes(side, status))
            return true;
    return false;
}

error translator::no_fields_for(direction way, part of, message_view const& from,
                                reading_limits const& limits) const {
    constexpr std::size_t most_told = 4;
    constexpr std::string_view where = "the document";
    if (of == part::request || compiled_->outcomes.empty())
        return {error_code::unmapped, std::string(where),
                std::string("the translator names no fields for ") +
                    (of == part::request ? "requests" : "responses") + ", so a body cannot be translated"};
    std::vector<std::string> why;
    find_outcome(way, from, limits, &why);
    std::string reasons;
    for (std::size_t i = 0; i < std::min(why.size(), most_told); ++i)
        reasons += (i == 0 ? "" : "; ") + ("outcomes[" + std::to_string(i) + "]: ") + why[i];
    if (why.size() > most_told) reasons += "...";
    return {error_code::unmapped, std::string(where),
            "the answer is of no outcome (" + reasons +
                "), and nothing says what corresponds in others; name their fields in response.fields, or "
                "say rest = \"keep\""};
}

bool translator::reads_header(direction way, std::string_view name) const {
    auto const side = source_index(way);
    auto const is_in = [&](std::vector<field_path> const& named) {
        return std::any_of(named.begin(), named.end(), [&](field_path const& path) {
            return path.where == place::header && is_same_header(path.name, name);
        });
    };
    auto const* map = mapping_of(part::response);
    return (map != nullptr && is_in(map->outside(side))) ||
           std::any_of(compiled_->outcomes.begin(), compiled_->outcomes.end(),
                       [&](outcome const& one) { return is_in(one.outside(side)); });
}

bool translator::has_outcome_for(direction way, unsigned status) const {
    return std::any_of(compiled_->outcomes.begin(), compiled_->outcomes.end(),
                       [&](outcome const& one) { return one.names(source_index(way), status); });
}

bool translator::reads_answer(direction way, unsigned status) const {
    return is_success(status) || has_outcome_for(way, status);
}

bool translator::reads_answer_without_body(direction way, unsigned status) const {
    if (has_outcome_for(way, status)) return true;
    auto const* map = mapping_of(part::response);
    if (map == nullptr || !is_success(status)) return false;
    return map->reaches_outside() || (compiled_->options.response.fields && !is_bodiless(status));
}

} // namespace ficus::acl
