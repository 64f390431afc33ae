#include "tools/trace_text.hpp"

#include "facade/http/head.hpp"
#include "tools/table.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <ostream>

namespace ficus::tools {
namespace {

acl::trace_step step_of(std::string place, std::string value, std::string result) {
    acl::trace_step step;
    step.source = step.target = std::move(place);
    step.value = std::move(value);
    step.result = std::move(result);
    return step;
}

} // namespace

acl::mapping_trace trace_of_head(whole_message const& from, whole_message const& to) {
    acl::mapping_trace trace;
    if (from.part == acl::part::request) {
        trace.add(step_of("method", from.method, to.method));
        trace.add(step_of("target", from.target, to.target));
    } else {
        trace.add(step_of("status", std::to_string(from.status), std::to_string(to.status)));
    }
    using texts = std::pair<std::string, std::string>;
    auto left = to.fields;
    std::vector<texts const*> gone;
    auto const take = [&](texts const& field, bool by_value) {
        auto const found = std::find_if(left.begin(), left.end(), [&](texts const& other) {
            return by_value ? other.second == field.second : other == field;
        });
        if (found == left.end()) return false;
        if (found->first != field.first) {
            auto step = step_of("header:" + field.first, field.second, found->second);
            step.target = "header:" + found->first;
            trace.add(std::move(step));
        }
        left.erase(found);
        return true;
    };
    for (auto const& field : from.fields)
        if (!take(field, false)) gone.push_back(&field);
    for (auto const* field : gone) {
        if (take(*field, true)) continue;
        auto const same = std::find_if(left.begin(), left.end(), [&](texts const& other) {
            return http::iequals(other.first, field->first);
        });
        acl::trace_step step;
        step.source = "header:" + field->first;
        step.value = field->second;
        step.what = acl::trace_step::did::dropped;
        if (same != left.end()) {
            step.what = acl::trace_step::did::carried;
            step.target = "header:" + same->first;
            step.result = same->second;
            left.erase(same);
        }
        trace.add(std::move(step));
    }
    for (auto const& [name, value] : left) {
        acl::trace_step step;
        step.what = acl::trace_step::did::filled_in;
        step.target = "header:" + name;
        step.result = value;
        trace.add(std::move(step));
    }
    return trace;
}

void print_trace(acl::mapping_trace const& trace, std::ostream& out, bool colour) {
    table rows({{"WHAT"}, {"SOURCE"}, {"VALUE"}, {"RULES"}, {"TARGET"}, {"RESULT"}});
    for (auto const& step : trace.steps)
        rows.add({std::string(to_string(step.what)), step.source, step.value, step.rules, step.target,
                  step.result});
    if (!rows.empty()) rows.print(out, colour);
    if (trace.left_out > 0) out << "and " << trace.left_out << " more, which are not shown\n";
}

boost::json::array trace_json(acl::mapping_trace const& trace) {
    boost::json::array all;
    for (auto const& step : trace.steps)
        all.push_back(boost::json::object{{"what", to_string(step.what)},
                                          {"source", step.source},
                                          {"value", step.value},
                                          {"rules", step.rules},
                                          {"target", step.target},
                                          {"result", step.result}});
    return all;
}

} // namespace ficus::tools
