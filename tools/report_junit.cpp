#include "tools/report_junit.hpp"

#include "facade/shadow/figures.hpp"
#include "tools/page/markup.hpp"
#include "tools/page/numbers.hpp"
#include "tools/report_checks.hpp"

#include <algorithm>
#include <vector>

namespace ficus::tools {
namespace {

using shadow::counted;
using shadow::feature_report;
using shadow::verdict;

struct test_case {
    std::string name;
    verdict came_to = verdict::ready;
    std::string says;
};

verdict verdict_of(report_check::state state) {
    switch (state) {
    case report_check::state::passed:
    case report_check::state::not_asked: return verdict::ready;
    case report_check::state::failed: return verdict::not_ready;
    case report_check::state::unsure: return verdict::insufficient;
    }
    return verdict::insufficient;
}

test_case case_of(report_check check) {
    return {std::string(check.name), verdict_of(check.is), std::move(check.says)};
}

std::vector<test_case> cases_of(feature_report const& one) {
    std::vector<test_case> all{{"verdict", one.judged.says, one.judged.why},
                               case_of(coverage_check(one)),
                               case_of(errors_check(one))};
    for (auto const& operation : one.operations)
        all.push_back({"operation " + operation.name,
                       operation.too_few ? verdict::insufficient : verdict::ready,
                       counted(operation.compared) + " of " + counted(operation.eligible) + " compared, " +
                           counted(operation.mismatched) + " differ"});
    for (auto const& field : one.fields) {
        if (field.standing != shadow::standing::counts) continue;
        all.push_back({"field " + field.path + " (" + std::string(to_string(field.kind)) + ")",
                       one.judged.says,
                       "differs in " + counted(field.count) + " comparisons, " + share_text(field.share) +
                           (field.noise_share ? "; noise " + share_text(*field.noise_share) : "")});
    }
    return all;
}

void put_count(markup& out, markup::constant name, std::size_t count) {
    out << " " << name << "=\"";
    out.text(std::to_string(count)) << "\"";
}

void put_counts(std::vector<test_case> const& cases, markup& out) {
    auto const of = [&](verdict wanted) {
        return static_cast<std::size_t>(std::ranges::count(cases, wanted, &test_case::came_to));
    };
    put_count(out, "tests", cases.size());
    put_count(out, "failures", of(verdict::not_ready));
    put_count(out, "errors", of(verdict::insufficient));
}

void put_case(std::string const& feature, test_case const& one, markup& out) {
    out << "    <testcase classname=\"";
    out.text("ficus." + feature) << "\" name=\"";
    out.text(one.name) << "\">";
    switch (one.came_to) {
    case verdict::ready: out << "<system-out>", out.text(one.says) << "</system-out>"; break;
    case verdict::not_ready:
        out << "<failure type=\"not_ready\" message=\"", out.text(one.says) << "\"/>";
        break;
    case verdict::insufficient:
        out << "<error type=\"insufficient\" message=\"", out.text(one.says) << "\"/>";
        break;
    }
    out << "</testcase>\n";
}

} // namespace

std::string report_junit(shadow::report const& report) {
    std::vector<test_case> all;
    markup suites;
    for (auto const& one : report.features) {
        auto const cases = cases_of(one);
        suites << "  <testsuite name=\"";
        suites.text(one.name) << "\"";
        put_counts(cases, suites);
        suites << " timestamp=\"";
        suites.text(shadow::iso_time(report.until)) << "\">\n";
        for (auto const& each : cases) put_case(one.name, each, suites);
        suites << "  </testsuite>\n";
        all.insert(all.end(), cases.begin(), cases.end());
    }
    markup out;
    out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ficus report\"";
    put_counts(all, out);
    out << ">\n";
    out.baked(suites.written()) << "</testsuites>\n";
    return out.written();
}

} // namespace ficus::tools
