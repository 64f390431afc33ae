#include "acl/compare_options.hpp"
#include "acl/json.hpp"
#include "acl/value.hpp"

#include <xxhash.h>

#include <algorithm>

namespace ficus::acl {

namespace {

using words = std::vector<std::string>;

/// Writes the rules as a JSON object. What is as it is by default is left out, so that a key that a later
/// version adds does not change the fingerprint of rules that do not use it.
class rules_writer {
public:
    rules_writer() { memory_.set_root(memory_.make(kind::object)); }

    void add(std::string_view key, words texts) {
        if (texts.empty()) return;
        std::sort(texts.begin(), texts.end());
        texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
        document::append(*memory_.root(), *list(texts), key);
    }

    void add(std::string_view key, std::vector<std::pair<std::string, std::string>> entries) {
        std::sort(entries.begin(), entries.end());
        add_table(key, entries, [&](std::string const& text) { return memory_.make_string(text); });
    }

    void add(std::string_view key, std::vector<std::pair<std::string, words>> entries) {
        std::sort(entries.begin(), entries.end());
        add_table(key, entries, [&](words const& steps) { return list(steps); });
    }

    void add_word(std::string_view key, std::string_view word) {
        document::append(*memory_.root(), *memory_.make_string(word), key);
    }

    std::string text() const {
        std::string out;
        write_json(*memory_.root(), out);
        return out;
    }

private:
    value* list(words const& texts) {
        auto* made = memory_.make(kind::array);
        for (auto const& text : texts) document::append(*made, *memory_.make_string(text));
        return made;
    }

    template<class Entries, class Make>
    void add_table(std::string_view key, Entries const& entries, Make const& make) {
        if (entries.empty()) return;
        auto* table = memory_.make(kind::object);
        for (auto const& [path, what] : entries) document::append(*table, *make(what), memory_.keep(path));
        document::append(*memory_.root(), *table, key);
    }

    document memory_;
};

words lower_case(words names) {
    for (auto& name : names)
        for (char& c : name)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return names;
}

} // namespace

std::string rules_text(compare_options const& options) {
    rules_writer out;
    out.add("headers", lower_case(options.headers));
    out.add("ignore", options.ignore);
    out.add("unordered", options.unordered);
    out.add("keyed", options.keyed);
    out.add("tolerance", options.tolerance);
    out.add("tolerance_relative", options.tolerance_relative);
    out.add("normalize", options.normalize);
    out.add("html_ignore", options.html_ignore);
    if (options.numbers == number_policy::text) out.add_word("numbers", "text");
    if (options.status == status_policy::by_class) out.add_word("status", "class");
    if (options.cookies == cookie_policy::names) out.add_word("cookies", "names");
    if (options.cookies == cookie_policy::attributes) out.add_word("cookies", "attributes");
    return out.text();
}

std::string rules_fingerprint(compare_options const& options) {
    auto const text = rules_text(options);
    auto hash = XXH3_64bits(text.data(), text.size());
    std::string digits(16, '0');
    for (auto at = digits.rbegin(); at != digits.rend(); ++at, hash >>= 4)
        *at = "0123456789abcdef"[hash & 15];
    return digits;
}

} // namespace ficus::acl
