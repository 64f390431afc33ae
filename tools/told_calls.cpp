#include "tools/told_calls.hpp"

#include "acl/call.hpp"
#include "rules/near_match.hpp"
#include "tools/document_file.hpp"

#include <algorithm>
#include <utility>

namespace ficus::tools {
namespace {

failure no_such_call(std::string const& name, acl::translator const& by) {
    if (by.calls().empty())
        return {exit_status::usage,
                "--call " + name +
                    ": this translator has no calls: leave --call out, or add [[calls]] to it"};
    std::vector<std::string> names;
    for (auto const& call : by.calls()) names.push_back(call.name());
    auto const near = rules::near_match(name, names);
    return {exit_status::usage, "--call " + name + ": no call is called that; did you mean '" +
                                    near.value_or(names.front()) + "'?"};
}

} // namespace

result<told_calls> told_calls::read(std::vector<std::string> const& told, acl::translator const& by,
                                    std::size_t most) {
    told_calls made;
    auto const& calls = by.calls();
    if (!told.empty()) made.answers.resize(calls.size());
    for (auto const& text : told) {
        auto const mark = text.find('=');
        if (mark == text.npos || mark == 0 || mark + 1 == text.size())
            return failure(exit_status::usage,
                           "--call '" + text + "': write NAME=FILE, such as customer=customer.json");
        auto const name = text.substr(0, mark), path = text.substr(mark + 1);
        auto const call =
            std::find_if(calls.begin(), calls.end(), [&](auto const& each) { return each.name() == name; });
        if (call == calls.end()) return no_such_call(name, by);
        auto& answer = made.answers[static_cast<std::size_t>(call - calls.begin())];
        if (answer.document != nullptr)
            return failure(exit_status::usage, "--call " + name + " is given twice: it answers once");
        auto body = read_document(path, most);
        if (!body) return body.error();
        auto read = call->read(*body, {});
        if (!read)
            return failure(exit_status::failed,
                           path + ": " + (read.error().where.empty() ? "" : read.error().where + ": ") +
                               read.error().message);
        answer.came = acl::call_answer::state::answered;
        answer.document = made.documents.emplace_back(std::move(*read)).root();
    }
    return made;
}

} // namespace ficus::tools
