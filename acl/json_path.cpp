#include "acl/json_path.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace ficus::acl {

namespace {

option_error wrong(std::string_view text, std::size_t at, std::string const& what) {
    return {"", "`" + std::string(text) + "` is no JSON path: at character " + std::to_string(at + 1) + ", " +
                    what};
}

class reader {
public:
    explicit reader(std::string_view text) : text_(text) {}

    boost::system::result<json_path, option_error> read() {
        if (text_.empty() || text_.front() != '$')
            return wrong(text_, 0, "it must begin with `$`, such as `$.lines[*].sku`");
        at_ = 1;
        while (at_ < text_.size() && !error_) step();
        if (error_) return *error_;
        return std::move(path_);
    }

private:
    char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    void fail(std::size_t at, std::string const& what) { error_ = wrong(text_, at, what); }

    void step() {
        if (here() == '[') return bracket();
        if (here() != '.') return fail(at_, "`.name` or `[` is due");
        ++at_;
        if (here() == '.') {
            ++at_;
            path_.steps.push_back({path_step::what::descend, {}, 0});
            if (here() == '[') return bracket();
        }
        bare_name();
    }

    void bare_name() {
        auto const begin = at_;
        at_ = std::min(text_.find_first_of(".[", begin), text_.size());
        auto const name = text_.substr(begin, at_ - begin);
        if (name.empty()) return fail(begin, "a name is due after the dot");
        if (name == "*")
            path_.steps.push_back({path_step::what::any_member, {}, 0});
        else if (name.find_first_of("]'\"* ") != std::string_view::npos)
            fail(begin, "a name with such characters is written ['" + std::string(name) + "']");
        else
            path_.steps.push_back({path_step::what::member, std::string(name), 0});
    }

    void bracket() {
        auto const begin = at_++;
        if (here() == '\'' || here() == '"')
            quoted_name();
        else if (here() == '*') {
            ++at_;
            path_.steps.push_back({path_step::what::any_element, {}, 0});
        } else
            position();
        if (error_) return;
        if (here() != ']') return fail(begin, "`[` is not closed by `]`");
        ++at_;
    }

    void quoted_name() {
        auto const begin = at_;
        char const quote = text_[at_++];
        std::string name;
        while (at_ < text_.size() && text_[at_] != quote) {
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
            name += text_[at_++];
        }
        if (at_ == text_.size()) return fail(begin, "the quoted name does not end");
        ++at_;
        path_.steps.push_back({path_step::what::member, std::move(name), 0});
    }

    void position() {
        std::uint32_t index = 0;
        auto const* begin = text_.data() + at_;
        auto const [end, error] = std::from_chars(begin, text_.data() + text_.size(), index);
        if (error == std::errc::result_out_of_range) return fail(at_, "the position is too large");
        if (error != std::errc{})
            return fail(at_, "`*`, a position from 0, or a quoted name is due between `[` and `]`");
        at_ += static_cast<std::size_t>(end - begin);
        path_.steps.push_back({path_step::what::index, {}, index});
    }

    std::string_view text_;
    std::size_t at_ = 0;
    json_path path_;
    std::optional<option_error> error_;
};

} // namespace

boost::system::result<json_path, option_error> json_path::parse(std::string_view text) {
    return reader(text).read();
}

void append_member(std::string& path, std::string_view name) {
    bool const is_bare = !name.empty() && name.find_first_of(".[]'\"* \\") == std::string_view::npos;
    if (is_bare) {
        path += '.';
        path += name;
        return;
    }
    path += "['";
    for (char const c : name) {
        if (c == '\'' || c == '\\') path += '\\';
        path += c;
    }
    path += "']";
}

std::string json_path::to_string() const {
    std::string text = "$";
    bool descends = false;
    for (auto const& step : steps) {
        switch (step.kind) {
        case path_step::what::descend: text += ".."; break;
        case path_step::what::any_member: text += descends ? "*" : ".*"; break;
        case path_step::what::any_element: text += "[*]"; break;
        case path_step::what::index: text += '[' + std::to_string(step.index) + ']'; break;
        case path_step::what::member: {
            auto const begin = text.size();
            append_member(text, step.name);
            if (descends && text[begin] == '.') text.erase(begin, 1);
            break;
        }
        }
        descends = step.kind == path_step::what::descend;
    }
    return text;
}

} // namespace ficus::acl
