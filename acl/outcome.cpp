#include "acl/outcome.hpp"

#include "acl/csv_columns.hpp"
#include "acl/format.hpp"
#include "acl/mapping_trace.hpp"
#include "acl/media_type.hpp"
#include "acl/quoted.hpp"
#include "acl/rest_carrier.hpp"
#include "acl/side_check.hpp"

#include <algorithm>

namespace ficus::acl {
namespace {

constexpr std::array<std::string_view, 2> side_names{"legacy", "modern"};

void check_statuses(std::vector<unsigned> const& statuses, std::string const& key,
                    std::vector<option_error>& problems) {
    for (auto const status : statuses)
        if (status < 200 || status > 599)
            problems.push_back({key + ".status", std::to_string(status) +
                                                     " is no status of an answer; it takes "
                                                     "200 to 599"});
}

/// A type that the format itself would not take could never be read back.
void check_type(std::string const& type, side_options const& side, std::string const& where,
                std::vector<option_error>& problems) {
    if (type.empty()) return;
    auto const charset = parameter_of(type, "charset");
    auto const spoken = side.charset ? side.charset->name() : std::string("utf-8");
    if (!charset.empty() && lower_case(charset) != lower_case(spoken))
        problems.push_back({where + ".type", "'" + type + "' says the charset '" + charset + "', and '" +
                                                 spoken +
                                                 "' is what is written; leave it out of the type, and say it "
                                                 "as the side's 'charset'"});
    bool const printable =
        std::all_of(type.begin(), type.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
    if (!printable || type.find('/') == std::string::npos || side.kind == format::multipart ||
        side.kind == format::none || !accepts(side, type))
        problems.push_back(
            {where + ".type", "'" + type + "' is no Content-Type of " + std::string(to_string(side.kind)) +
                                  "; leave it out, or write one such as application/problem+json"});
}

/// Null says that there is nothing, in XML xsi:nil.
bool is_something(value const* found) {
    return found != nullptr && found->kind != kind::null && !(found->kind == kind::element && is_nil(*found));
}

bool says_something_at(mapping const& said, std::size_t side, field_path const& path) {
    for (auto const& field : said.fields()) {
        if (field.constant_on && *field.constant_on != side) continue;
        for (auto const* named : field.paths_on(side))
            if (share_a_place(*named, path)) return true;
    }
    return false;
}

/// Nothing is written for it.
bool is_asked_only(constant_options const& said) {
    return said.asks_presence() || said.asks_pattern();
}

/// What a side says is there for both directions: written, and asked for; or what is denied, too, of which
/// nothing is written.
std::vector<placed_field> conditions_of(outcome_options const& options, std::string const& key,
                                        bool denied_too) {
    std::vector<placed_field> fields;
    for (std::size_t side = 0; side < 2; ++side)
        for (auto const& [path, said] : options.side(side).when)
            if (!is_asked_only(said) && (denied_too || !said.denies))
                fields.push_back({condition_field(side, path, said),
                                  key + '.' + std::string(side_names[side]) + ".when", placed_field::always,
                                  false});
    return fields;
}

/// A code of SOAP 1.1 as the message has it is never read: it has the name of 1.2, and what is behind its dot
/// is another value.
void check_fault_code(std::vector<std::pair<std::string, constant_options>> const& when,
                      std::string const& key, std::vector<option_error>& problems) {
    auto const check = [&](std::string const& text) {
        auto const code = text.substr(0, text.find('.'));
        if (code != "Client" && code != "Server") return;
        auto const subcode = code.size() < text.size() ? text.substr(code.size() + 1) : std::string();
        problems.push_back({key, "'" + text + "' is read as the code '" +
                                     (code == "Client" ? "Sender" : "Receiver") + "'" +
                                     (subcode.empty() ? "" : " and the subcode '" + subcode + "'") +
                                     "; ask for " + (subcode.empty() ? "that" : "these")});
    };
    for (auto const& [path, said] : when) {
        if (path != "code") continue;
        check(said.text);
        for (auto const& other : said.others) check(other.text);
    }
}

std::string due(mapped_field const& constant) {
    if (constant.empty_constant) return constant.constant;
    std::string text;
    for (auto const& [as, said] : constant.spellings)
        text += (text.empty() ? "" : " or ") + (as == kind::string ? '"' + said + '"' : said);
    return text;
}

/// What is wrong with a path there is wrong with `when`.
std::string key_of(std::string const& found, std::string const& key) {
    for (auto const side : side_names) {
        auto const when = key + '.' + std::string(side) + ".when";
        if (found.starts_with(when)) return when;
    }
    return found;
}

} // namespace

boost::system::result<outcome, std::vector<option_error>>
outcome::compile(outcome_options const& options, std::array<side_options, 2> const& sides, bool keep_rest,
                 std::vector<named_call> const& requests, std::string const& key) {
    outcome made;
    std::vector<option_error> problems;
    for (std::size_t i = 0; i < 2; ++i) {
        auto const& said = options.side(i);
        auto const where = key + '.' + std::string(side_names[i]);
        check_statuses(said.statuses, where, problems);
        made.statuses_[i] = said.statuses;
        made.types_[i] = said.type;
        made.sides_[i] = said.spoken.value_or(sides[i]);
        if (!said.root.empty()) made.sides_[i].root = said.root;
        made.own_body_[i] = said.spoken.has_value();
        if (said.spoken || !said.root.empty()) check_side(made.sides_[i], where, problems);
        made.names_root_[i] = !said.root.empty() || (said.spoken && !said.spoken->root.empty());
        check_type(said.type, made.sides_[i], where, problems);
        if (said.statuses.empty() && said.when.empty() && said.root.empty() && said.without.empty())
            problems.push_back({where,
                                "nothing tells these answers from others; say their 'status', their 'root', "
                                "what they say in 'when', or what they are 'without'"});
    }
    std::array<dialect, 2> const dialects{dialect_of(made.sides_[0]), dialect_of(made.sides_[1])};
    auto const conditions = conditions_of(options, key, false);
    std::vector<field_options> const none;
    auto mapped = mapping::compile(options.fields, dialects, key + ".fields", requests, conditions);
    if (mapped) {
        side_options const both[2] = {made.sides_[0], made.sides_[1]};
        std::vector<option_error> found;
        check_fields(*mapped, options.fields, part::response, both, key + ".fields", found);
        for (auto& problem : found)
            problems.push_back({key_of(problem.key, key), std::move(problem.message)});
        made.mapping_ = std::make_shared<acl::mapping const>(std::move(*mapped));
        if (auto said = mapping::compile(none, dialects, key, requests, conditions_of(options, key, true)))
            made.said_ = std::make_shared<acl::mapping const>(std::move(*said));
        else
            for (auto& problem : said.error())
                problems.push_back({key_of(problem.key, key), std::move(problem.message)});
        for (std::size_t i = 0; i < 2; ++i) {
            bool const goes_on = keep_rest && made.sides_[1 - i].kind == format::soap;
            made.sides_[i].csv.columns = named_columns(*made.mapping_, i);
            made.prefixes_[i] = xml_prefixes::needed(*made.mapping_, i, made.sides_[i], keep_rest);
            made.sides_[i].soap.understood.reset();
            if (!goes_on) made.sides_[i].soap.understood = named_header_blocks(*made.mapping_, i);
        }
    } else {
        for (auto& problem : mapped.error())
            problems.push_back({key_of(problem.key, key), std::move(problem.message)});
    }
    for (std::size_t i = 0; i < 2; ++i) {
        made.read_asked(i, options.side(i), key + '.' + std::string(side_names[i]) + ".when", problems);
        // Of what kind an answer is no request says.
        if (made.mapping_)
            std::copy_if(made.mapping_->outside(i).begin(), made.mapping_->outside(i).end(),
                         std::back_inserter(made.outside_[i]),
                         [](field_path const& path) { return path.where != place::request; });
        for (std::size_t at = 0; made.said_ && at < made.said_->outside(i).size(); ++at)
            if (auto const& path = made.said_->outside(i)[at];
                std::none_of(made.outside_[i].begin(), made.outside_[i].end(),
                             [&](field_path const& known) { return known.steps == path.steps; }))
                made.outside_[i].push_back(path);
        for (auto const& one : made.asked_[i])
            if (one.path().where != place::body) made.outside_[i].push_back(one.path());
    }
    for (std::size_t i = 0; i < 2; ++i)
        if (made.sides_[i].kind == format::soap && made.sides_[i].root == "Fault")
            check_fault_code(options.side(i).when, key + '.' + std::string(side_names[i]) + ".when",
                             problems);
    for (std::size_t i = 0; i < 2; ++i)
        made.read_without(i, options.side(i).without, key + '.' + std::string(side_names[i]) + ".without",
                          problems);
    if (!problems.empty()) return problems;
    return made;
}

/// What is mapped would be written to where the other direction asks for nothing.
void outcome::read_without(std::size_t side, std::vector<std::string> const& paths, std::string const& key,
                           std::vector<option_error>& problems) {
    for (auto const& text : paths) {
        auto path = parse_field_path(dialect_of(sides_[side]).shape, text);
        if (!path) {
            problems.push_back({key, "'" + text + "': " + path.error()});
            continue;
        }
        if (path->where != place::body || path->repeated) {
            problems.push_back({key, "'" + text + "' is no single place in the body"});
            continue;
        }
        if (mapping_ != nullptr && says_something_at(*mapping_, side, *path))
            problems.push_back(
                {key, "'" + text + "' is where a field or 'when' says that there is something"});
        without_[side].push_back(std::move(*path));
    }
}

void outcome::read_asked(std::size_t side, outcome_side_options const& options, std::string const& key,
                         std::vector<option_error>& problems) {
    for (auto const& [text, said] : options.when) {
        if (!is_asked_only(said)) continue;
        auto path = parse_field_path(dialect_of(sides_[side]).shape, text);
        if (path && (path->repeated || (path->where != place::body && path->where != place::header)))
            path = "'" + text + "' is no single place in the body or among the headers";
        if (!path) {
            problems.push_back({key, path.error()});
        } else if (auto made = asked::compile(std::move(*path), said)) {
            asked_[side].push_back(std::move(*made));
        } else {
            problems.push_back({key, made.error()});
        }
    }
}

bool outcome::is_asked(std::size_t side, value const* body, value const* beside) const {
    return std::all_of(asked_[side].begin(), asked_[side].end(),
                       [&](asked const& one) {
                           auto const& path = one.path();
                           return one.holds(find_at(path.where == place::body ? body : beside, path.steps));
                       }) &&
           std::none_of(said_->fields().begin(), said_->fields().end(), [&](mapped_field const& field) {
               if (!field.denies || field.constant_on != side) return false;
               auto const& path = field.paths[side];
               auto const* found = find_at(path.where == place::body ? body : beside, path.steps);
               return found != nullptr && field.is_constant(*found);
           });
}

bool outcome::names(std::size_t side, unsigned status) const {
    return std::find(statuses_[side].begin(), statuses_[side].end(), status) != statuses_[side].end();
}

bool outcome::takes(std::size_t side, unsigned status) const {
    if (status == 0)
        return !without_[side].empty() || !asked_[side].empty() ||
               std::any_of(said_->fields().begin(), said_->fields().end(),
                           [&](mapped_field const& field) { return field.constant_on == side; });
    return statuses_[side].empty() ? is_success(status) : names(side, status);
}

bool outcome::asks_body(std::size_t side) const {
    auto const& asked = asked_[side];
    return names_root_[side] || !without_[side].empty() ||
           std::any_of(asked.begin(), asked.end(),
                       [](acl::asked const& one) { return one.path().where == place::body; }) ||
           std::any_of(said_->fields().begin(), said_->fields().end(), [&](mapped_field const& field) {
               return field.constant_on == side && !field.is_outside(side);
           });
}

bool outcome::is_said(std::size_t side, value const* body, value const* beside) const {
    auto const& speaks = sides_[side];
    if (body == nullptr && asks_body(side)) return false;
    if (body != nullptr && dialect_of(speaks).shape == shape::xml && body->name != speaks.root) return false;
    if (std::any_of(without_[side].begin(), without_[side].end(),
                    [&](field_path const& path) { return is_something(find_at(body, path.steps)); }))
        return false;
    return is_asked(side, body, beside) && says_constants(*said_, side, {body, beside, nullptr});
}

std::string outcome::why_not(std::size_t side, value const* body, value const* beside) const {
    auto const& speaks = sides_[side];
    if (body == nullptr && asks_body(side)) return "there is no body";
    auto const shape = dialect_of(speaks).shape;
    if (body != nullptr && shape == shape::xml && body->name != speaks.root)
        return "the root element is " + quoted(body->name) + ", not '" + speaks.root + "'";
    for (auto const& path : without_[side])
        if (is_something(find_at(body, path.steps)))
            return "there is something at '" + to_string(path, shape) + "'";
    for (auto const& field : said_->fields()) {
        if (field.constant_on != side) continue;
        auto const& path = field.paths[side];
        auto const* found = find_at(path.where == place::body ? body : beside, path.steps);
        auto const place = '\'' + to_string(path, shape) + '\'';
        if (field.denies) {
            if (found != nullptr && field.is_constant(*found)) return place + " is " + words_of(*found);
            continue;
        }
        if (found == nullptr) return place + " is not there";
        if (!field.is_constant(*found)) return place + " is " + words_of(*found) + ", not " + due(field);
    }
    for (auto const& one : asked_[side]) {
        auto const& path = one.path();
        auto const* found = find_at(path.where == place::body ? body : beside, path.steps);
        if (one.holds(found)) continue;
        auto const place = '\'' + to_string(path, shape) + '\'';
        if (!is_something(found)) return place + " is not there";
        return place + " is " + words_of(*found) + ", in which what 'when' asks for is not found";
    }
    return {};
}

unsigned outcome::status(std::size_t side, unsigned came) const {
    if (statuses_[side].empty() || names(side, came)) return came;
    return statuses_[side].front();
}

} // namespace ficus::acl
