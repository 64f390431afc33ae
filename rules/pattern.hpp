#pragma once

#include <boost/system/result.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace ficus::rules {

/// A compiled RE2 pattern, found anywhere in a text unless it anchors itself. Text that is not UTF-8 is
/// matched byte by byte. Copies share the compiled form; matching is safe from many threads.
class pattern {
public:
    /// The error is RE2's, such as `missing ): (abc`.
    static boost::system::result<pattern, std::string> compile(std::string_view text);

    std::string const& text() const { return text_; }
    bool found_in(std::string_view text) const;
    /// What every text that matches begins with; often empty. Finds the few patterns that a text may match.
    std::string literal_prefix() const;

    friend bool operator==(pattern const& a, pattern const& b) { return a.text_ == b.text_; }

private:
    std::string text_;
    std::shared_ptr<re2::RE2 const> utf8_;
    std::shared_ptr<re2::RE2 const> bytes_;
};

} // namespace ficus::rules
