#include "acl/script_rule.hpp"

#include "acl/quoted.hpp"
#include "acl/scalar_rule.hpp"
#include "acl/scalar_text.hpp"

namespace ficus::acl {

boost::system::result<script_pair, std::vector<option_error>>
compile_scripts(lua_options const& options, std::string const& key, std::string_view parameters) {
    script_pair made;
    std::vector<option_error> problems;
    for (std::size_t way = 0; way < made.size(); ++way) {
        auto const& said = options.of(way);
        if (!said) continue;
        auto const own = key + (way == 0 ? ".to_modern" : ".to_legacy");
        auto text = *said;
        if (text.name.empty()) text.name = own;
        if (auto compiled = script::compile(text, parameters))
            made[way] = std::move(*compiled);
        else
            problems.push_back({own, compiled.error()});
    }
    if (!problems.empty()) return problems;
    return made;
}

boost::system::result<script_rule, std::vector<option_error>>
script_rule::compile(field_options const& options, std::array<dialect, 2> dialects) {
    std::vector<option_error> problems;
    if (options.says_conversion())
        problems.push_back({"lua", "a script says all that becomes of the value; leave it out, or 'values', "
                                   "'time' and whatever else the field says of it"});
    if (options.constant) problems.push_back({"lua", "a constant needs no script; leave one of the two out"});
    if (!options.fields.empty())
        problems.push_back({"lua", "a script takes scalars; put it on the fields of the list's elements"});
    auto scripts = compile_scripts(options.lua, "lua", "value");
    if (!scripts)
        for (auto& problem : scripts.error()) problems.push_back(std::move(problem));
    if (!problems.empty()) return problems;
    script_rule made;
    made.dialects_ = dialects;
    made.type_ = options.type;
    made.scripts_ = std::move(*scripts);
    return made;
}

/// Makes a scalar what that side can hold, if it is of the type that is due there.
std::optional<error> script_rule::fit(value& scalar, std::size_t side, char const* whose) const {
    if (scalar.kind == kind::null) return std::nullopt;
    bool const is_typed = side == 1 && type_ && dialects_[side].typed;
    if (dialects_[side].typed && !is_typed) return std::nullopt;
    if (scalar.kind == kind::boolean) scalar.text = scalar.truth ? "true" : "false";
    auto const due = is_typed ? *type_ : scalar_type::string;
    if (!is_of_type(due, scalar.text))
        return error{error_code::wrong_type,
                     {},
                     quoted(scalar.text) + whose + " where " + std::string(name_of(due)) + " is due"};
    auto const k = kind_of(due);
    if (k == kind::boolean) scalar.truth = scalar.text == "true";
    if (k != scalar.kind) scalar.note = note::none;
    scalar.kind = k;
    return std::nullopt;
}

boost::system::result<value*, error> script_rule::convert(direction way, value const& from,
                                                          script_run& run) const {
    auto const& used = scripts_[source_index(way)];
    if (!used)
        return error{error_code::unmapped,
                     {},
                     way == direction::to_modern ? "the field has no lua.to_modern, and comes from legacy"
                                                 : "the field has no lua.to_legacy, and comes from modern"};
    // What is sent is of the type that is due there, as for any other field.
    bool const is_typed = way == direction::to_legacy && type_ && dialects_[1].typed;
    if (is_typed && from.kind != kind::null &&
        (from.kind != kind_of(*type_) || (from.kind == kind::number && !is_of_type(*type_, from.text))))
        return error{error_code::wrong_type,
                     {},
                     (from.kind == kind::number ? quoted(from.text) : std::string(describe(from.kind))) +
                         " where " + std::string(name_of(*type_)) + " is due"};
    auto made = run.convert(*used, from);
    if (!made || *made == nullptr) return made;
    if (auto failure = fit(**made, target_index(way), " came from the script")) return std::move(*failure);
    return *made;
}

} // namespace ficus::acl
