#include "acl/template_choice.hpp"

#include "acl/quoted.hpp"

#include <algorithm>

namespace ficus::acl {

boost::system::result<template_choice, std::vector<option_error>>
template_choice::compile(std::vector<std::string> const& templates, std::vector<std::string> names) {
    std::vector<option_error> problems;
    template_choice made;
    made.names_ = std::move(names);
    std::vector<bool> used(made.names_.size());
    for (auto const& text : templates) {
        auto compiled = text_template::compile(text);
        if (!compiled) {
            problems.push_back({"", "'" + text + "': " + compiled.error()});
            continue;
        }
        form one{std::move(*compiled), {}};
        for (auto const& name : one.text.names()) {
            auto const found = std::find(made.names_.begin(), made.names_.end(), name);
            auto const at = static_cast<std::size_t>(found - made.names_.begin());
            if (found == made.names_.end()) {
                problems.push_back({"", "the part {" + name +
                                            "} has no path; give it one beside the others: " + name +
                                            " = \"...\""});
            } else {
                used[at] = true;
                one.order.push_back(at);
            }
        }
        made.templates_.push_back(std::move(one));
    }
    for (std::size_t i = 0; i < used.size() && problems.empty(); ++i)
        if (!used[i])
            problems.push_back(
                {"", "the part {" + made.names_[i] +
                         "} stands in no template, so that its value would be lost; put it in, "
                         "or leave its path out"});
    if (!problems.empty()) return problems;
    return made;
}

bool template_choice::has(std::size_t form, std::size_t name) const {
    auto const& order = templates_[form].order;
    return std::find(order.begin(), order.end(), name) != order.end();
}

boost::system::result<template_choice::parts, std::string>
template_choice::read(std::string_view whole) const {
    std::string why;
    for (auto const& one : templates_) {
        auto const split = one.text.split(whole);
        if (!split) {
            if (why.empty()) why = split.error();
            continue;
        }
        parts found(names_.size());
        for (std::size_t i = 0; i < one.order.size(); ++i) found[one.order[i]] = (*split)[i];
        return found;
    }
    return templates_.size() == 1 ? why : why + ", nor as any other template";
}

std::string template_choice::said_of(parts const& these) const {
    std::string said;
    for (std::size_t i = 0; i < these.size(); ++i)
        if (these[i]) said += (said.empty() ? "{" : ", {") + names_[i] + '}';
    return said;
}

boost::system::result<void, std::string> template_choice::write(parts const& these, std::string& out) const {
    auto const has_just_these = [&](form const& one) {
        for (std::size_t i = 0; i < these.size(); ++i)
            if (these[i].has_value() != (std::find(one.order.begin(), one.order.end(), i) != one.order.end()))
                return false;
        return true;
    };
    auto const one = std::find_if(templates_.begin(), templates_.end(), has_just_these);
    if (one == templates_.end())
        return "no template has " + said_of(these) + " alone, and the other parts are not there";
    std::vector<std::string_view> texts;
    for (auto const at : one->order) texts.push_back(*these[at]);
    auto const begin = out.size();
    auto const joined = one->text.join(texts, out);
    if (!joined) return joined.error();
    // An earlier template may read it otherwise.
    auto const back = read(std::string_view(out).substr(begin));
    if (back && *back == these) return {};
    auto why = quoted(std::string_view(out).substr(begin)) + " of " + said_of(these) +
               " would be read back by an earlier template, as " + (back ? said_of(*back) : "nothing");
    out.resize(begin);
    return why;
}

} // namespace ficus::acl
