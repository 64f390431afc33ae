#include "acl/xml_markup.hpp"

#include "acl/text_place.hpp"
#include "acl/xml_text.hpp"

namespace ficus::acl {
namespace {

constexpr std::string_view white_space = " \t\r\n";

bool is_white_space(char c) {
    return white_space.find(c) != std::string_view::npos;
}

bool is_called_xml(std::string_view target) {
    return target.size() == 3 && (target[0] | 32) == 'x' && (target[1] | 32) == 'm' &&
           (target[2] | 32) == 'l';
}

/// `version`, `encoding` and `standalone` of a declaration, what stands between `<?xml` and `?>`.
class declaration {
public:
    explicit declaration(std::string_view rest) : rest_(rest) {}

    bool is_well_formed() {
        auto const version = pseudo_attribute("version");
        if (!version || !version->starts_with("1.") || version->size() < 3 ||
            version->find_first_not_of("0123456789", 2) != std::string_view::npos)
            return false;
        // Which encoding it names is looked at where the document is decoded.
        if (auto const encoding = pseudo_attribute("encoding"); encoding && encoding->empty()) return false;
        auto const standalone = pseudo_attribute("standalone");
        if (standalone && *standalone != "yes" && *standalone != "no") return false;
        return rest_.find_first_not_of(white_space) == std::string_view::npos;
    }

private:
    /// Takes ` NAME = "VALUE"` from the front when it is there.
    std::optional<std::string_view> pseudo_attribute(std::string_view name) {
        auto at = rest_;
        if (!skip_white_space(at) || !at.starts_with(name)) return std::nullopt;
        at.remove_prefix(name.size());
        skip_white_space(at);
        if (!at.starts_with('=')) return std::nullopt;
        at.remove_prefix(1);
        skip_white_space(at);
        if (at.empty() || (at.front() != '"' && at.front() != '\'')) return std::nullopt;
        auto const end = at.find(at.front(), 1);
        if (end == std::string_view::npos) return std::nullopt;
        rest_ = at.substr(end + 1);
        return at.substr(1, end - 1);
    }

    static bool skip_white_space(std::string_view& at) {
        auto const size = std::min(at.find_first_not_of(white_space), at.size());
        at.remove_prefix(size);
        return size > 0;
    }

    std::string_view rest_;
};

class scanner {
public:
    scanner(std::string_view text, std::size_t most_elements)
        : text_(text), elements_left_(most_elements), ends_sections_(text.find("]]>") != text.npos) {}

    std::optional<error> run() {
        std::size_t at = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
        if (begins(at, "<?xml") && at + 5 < text_.size() && is_white_space(text_[at + 5])) {
            auto const end = text_.find("?>", at);
            if (end == std::string_view::npos ||
                !declaration(text_.substr(at + 5, end - at - 5)).is_well_formed())
                return wrong(at,
                             "a malformed XML declaration; write <?xml version=\"1.0\" encoding=\"UTF-8\"?>, "
                             "or leave it out");
            at = end + 2;
        }
        while (at < text_.size() && !failure_ && !done_) {
            auto const open = text_.find('<', at);
            if (ends_sections_) check_text(at, open);
            if (open == std::string_view::npos) break;
            if (!failure_) at = skip_markup(open);
        }
        return std::move(failure_);
    }

private:
    bool begins(std::size_t at, std::string_view what) const { return text_.substr(at, what.size()) == what; }

    /// What stands between a markup's beginning and the next one's: the rest of a tag, and text.
    void check_text(std::size_t from, std::size_t to) {
        auto const found = text_.substr(from, to - from).find("]]>");
        if (found == std::string_view::npos) return;
        auto const begun = in_tag_ ? end_of_tag(from) : from;
        auto const at = text_.find("]]>", begun);
        if (at < to) failure_ = wrong(at, "a ']]>' in text ends no CDATA section; write ]]&gt;");
    }

    /// Behind the `>` that is in no quotes.
    std::size_t end_of_tag(std::size_t at) const {
        for (char quote = 0; at < text_.size(); ++at) {
            auto const c = text_[at];
            if (quote != 0)
                quote = c == quote ? char(0) : quote;
            else if (c == '"' || c == '\'')
                quote = c;
            else if (c == '>')
                return at + 1;
        }
        return at;
    }

    /// Where to go on behind the markup that begins at `at`, or inside a tag.
    std::size_t skip_markup(std::size_t at) {
        in_tag_ = false;
        // Most are tags.
        auto const kind = at + 1 < text_.size() ? text_[at + 1] : '\0';
        if (kind == '!' || kind == '?') {
            if (begins(at, "<!--")) return skip_comment(at);
            if (begins(at, "<![CDATA[")) return std::min(text_.find("]]>", at), text_.size() - 3) + 3;
            if (begins(at, "<!DOCTYPE")) return skip_doctype(at);
            if (kind == '?') return skip_instruction(at);
        }
        if (kind != '/' && root_seen_ && elements_left_-- == 0)
            failure_ = error{error_code::limit, text_place(text_, at),
                             "more values than are accepted in one document"};
        in_tag_ = true;
        root_seen_ = true;
        return at + 1;
    }

    std::size_t skip_comment(std::size_t at) {
        auto const end = text_.find("--", at + 4);
        if (end == std::string_view::npos) return text_.size();
        if (!begins(end, "-->")) failure_ = wrong(end, "a '--' in a comment, which only its end may have");
        check_characters(at, end);
        return end + 3;
    }

    std::size_t skip_instruction(std::size_t at) {
        auto const end = text_.find("?>", at + 2);
        if (end == std::string_view::npos) return text_.size();
        auto const content = text_.substr(at + 2, end - at - 2);
        if (is_called_xml(content.substr(0, content.find_first_of(white_space))))
            failure_ = wrong(at, "an XML declaration stands once, at the very beginning, in small letters");
        check_characters(at, end);
        return end + 2;
    }

    std::size_t skip_doctype(std::size_t at) {
        auto const name = text_.find_first_not_of(white_space, at + 9);
        if (name == at + 9 || name == std::string_view::npos || text_[name] == '>' || text_[name] == '[')
            failure_ = wrong(at, "a DOCTYPE without a name");
        if (root_seen_ || doctype_seen_)
            failure_ = wrong(at, "a DOCTYPE stands once, before the root element; leave it out");
        doctype_seen_ = true;
        auto const end = end_of_tag(at);
        // What an internal subset holds is refused as a whole, whatever it is.
        done_ = text_.substr(at, end - at).find('[') != std::string_view::npos;
        return end;
    }

    void check_characters(std::size_t from, std::size_t to) {
        auto const bad = find_non_xml_character(text_.substr(from, to - from));
        if (bad != std::string_view::npos) failure_ = wrong(from + bad, "a character that XML cannot hold");
    }

    error wrong(std::size_t at, std::string message) const {
        return {error_code::malformed, text_place(text_, at), std::move(message)};
    }

    std::string_view text_;
    std::size_t elements_left_;
    bool ends_sections_; ///< somewhere there is a `]]>`
    bool in_tag_ = false;
    bool root_seen_ = false;
    bool doctype_seen_ = false;
    bool done_ = false;
    std::optional<error> failure_;
};

} // namespace

std::optional<error> find_bad_xml_markup(std::string_view text, std::size_t most_elements) {
    return scanner(text, most_elements).run();
}

} // namespace ficus::acl
