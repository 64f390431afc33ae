#include "unit/obs/prometheus.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <set>

namespace ficus::test {

namespace {

using labels = std::map<std::string, std::string>;

bool is_name(std::string_view text, bool label) {
    if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
    for (char c : text)
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
              (!label && c == ':')))
            return false;
    return true;
}

std::string render(std::string const& name, labels const& with) {
    std::string text = name;
    for (auto const& [n, v] : with) text += (text.size() == name.size() ? "{" : ",") + n + "=\"" + v + "\"";
    return with.empty() ? text : text + "}";
}

/// Reads page after page of lines, checking each against what came before it.
class reader {
public:
    explicit reader(metrics_page& into) : page_(into) {}

    void line(std::string_view text) {
        line_ = text;
        if (text.starts_with("# HELP "))
            help(text.substr(7));
        else if (text.starts_with("# TYPE "))
            type(text.substr(7));
        else if (text.empty() || text.starts_with('#'))
            fail("neither HELP, TYPE nor a sample");
        else
            sample(text);
    }
    void end() {
        for (auto const& [series, buckets] : histograms_) check_histogram(series, buckets);
    }

private:
    struct bucket {
        double le;
        double count;
    };

    void fail(std::string const& what) { page_.errors.push_back(what + ": " + std::string(line_)); }

    void help(std::string_view rest) {
        auto const space = rest.find(' ');
        auto const name = std::string(rest.substr(0, space));
        if (!is_name(name, false)) return fail("HELP without a name");
        if (space == std::string_view::npos || rest.size() == space + 1) fail("HELP without a text");
        if (!helped_.insert(name).second) fail("HELP is repeated");
        family_ = name;
    }
    void type(std::string_view rest) {
        auto const space = rest.find(' ');
        auto const name = std::string(rest.substr(0, space));
        auto const kind = space == std::string_view::npos ? "" : std::string(rest.substr(space + 1));
        if (name != family_) fail("TYPE does not follow its HELP");
        if (kind != "counter" && kind != "gauge" && kind != "histogram") fail("unknown type");
        if (kind == "counter" && !name.ends_with("_total")) fail("a counter's name ends in _total");
        if (kind != "counter" && name.ends_with("_total")) fail("only a counter's name ends in _total");
        if (!page_.types.emplace(name, kind).second) fail("TYPE is repeated");
    }

    /// The labels from `{` on; `rest` is what follows them.
    std::optional<labels> read_labels(std::string_view text, std::string_view& rest) {
        labels found;
        if (!text.starts_with('{')) {
            rest = text;
            return found;
        }
        text.remove_prefix(1);
        for (;;) {
            auto const equals = text.find("=\"");
            if (equals == std::string_view::npos || !is_name(text.substr(0, equals), true))
                return std::nullopt;
            auto const name = std::string(text.substr(0, equals));
            text.remove_prefix(equals + 2);
            std::string value;
            for (; !text.empty() && text.front() != '"'; text.remove_prefix(1)) {
                if (text.front() == '\\') {
                    text.remove_prefix(1);
                    if (text.empty()) return std::nullopt;
                    if (text.front() != '\\' && text.front() != '"' && text.front() != 'n')
                        return std::nullopt;
                    value += text.front() == 'n' ? '\n' : text.front();
                } else {
                    value += text.front();
                }
            }
            if (text.empty() || !found.emplace(name, value).second) return std::nullopt;
            text.remove_prefix(1);
            if (text.starts_with('}')) break;
            if (!text.starts_with(',')) return std::nullopt;
            text.remove_prefix(1);
        }
        rest = text.substr(1);
        return found;
    }

    void sample(std::string_view text) {
        auto const name_end = text.find_first_of("{ ");
        if (name_end == std::string_view::npos) return fail("a sample without a value");
        auto const name = std::string(text.substr(0, name_end));
        std::string_view rest;
        auto found = read_labels(text.substr(name_end), rest);
        if (!found) return fail("malformed labels");
        if (!rest.starts_with(' ')) return fail("no space before the value");
        rest.remove_prefix(1);
        double value = 0;
        auto const [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
        if (error != std::errc() || end != rest.data() + rest.size()) return fail("the value is no number");

        auto const type = page_.types.find(family_);
        if (type == page_.types.end()) return fail("a sample before its TYPE");
        auto const suffix = name.starts_with(family_) ? name.substr(family_.size()) : std::string("?");
        bool const histogram = type->second == "histogram";
        if (histogram ? suffix != "_bucket" && suffix != "_sum" && suffix != "_count" : !suffix.empty())
            return fail("a sample of another family");
        if (type->second != "gauge" && !(value >= 0)) fail("a counter is never negative");
        if (!page_.samples.emplace(render(name, *found), value).second) fail("the series is repeated");
        if (!histogram) return;
        if (suffix == "_bucket") {
            auto const le = found->find("le");
            if (le == found->end()) return fail("a bucket without le");
            double bound = std::numeric_limits<double>::infinity();
            if (le->second != "+Inf") {
                auto const& t = le->second;
                auto const [e, bad] = std::from_chars(t.data(), t.data() + t.size(), bound);
                if (bad != std::errc() || e != t.data() + t.size()) return fail("le is no number");
            }
            found->erase(le);
            histograms_[render(family_, *found)].push_back({bound, value});
        } else {
            histograms_[render(family_, *found)];
        }
    }

    void check_histogram(std::string const& series, std::vector<bucket> const& buckets) {
        line_ = series;
        if (buckets.empty() || !std::isinf(buckets.back().le)) return fail("a histogram ends in +Inf");
        for (std::size_t i = 1; i < buckets.size(); ++i) {
            if (buckets[i].le <= buckets[i - 1].le) fail("buckets are not in order");
            if (buckets[i].count < buckets[i - 1].count) fail("buckets are not cumulative");
        }
        auto const brace = std::min(series.find('{'), series.size());
        auto const with = [&](char const* suffix) {
            return series.substr(0, brace) + suffix + series.substr(brace);
        };
        if (!page_.has(with("_sum"))) fail("a histogram without its sum");
        if (!page_.has(with("_count"))) return fail("a histogram without its count");
        if (page_[with("_count")] != buckets.back().count) fail("count is not the +Inf bucket");
    }

    metrics_page& page_;
    std::string_view line_;
    std::string family_;
    std::set<std::string> helped_;
    std::map<std::string, std::vector<bucket>> histograms_;
};

} // namespace

double metrics_page::operator[](std::string const& series) const {
    auto const at = samples.find(series);
    return at == samples.end() ? std::numeric_limits<double>::quiet_NaN() : at->second;
}

metrics_page read_metrics(std::string_view text) {
    metrics_page page;
    reader read(page);
    if (!text.ends_with('\n')) page.errors.push_back("the last line has no end");
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size() - 1);
        read.line(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    read.end();
    return page;
}

} // namespace ficus::test
