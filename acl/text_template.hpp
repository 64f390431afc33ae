#pragma once

#include <boost/system/result.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

/// `{last}, {first}`: a text of named parts, which can be read back because something stands between each
/// two of them. `{{` and `}}` are the braces themselves. A part ends where the text that follows it in the
/// template first stands; the last one takes the rest. With `{first...} {last}` the one with the dots takes
/// the most instead: those behind it are found from the end. Where line ends stand between them, a part has
/// none but what takes the rest from the beginning of a line on.
class text_template {
public:
    /// An error says what is wrong with the template, and the mend.
    static boost::system::result<text_template, std::string> compile(std::string_view text);

    std::string const& text() const { return text_; }
    /// In the order of the template, each once.
    std::vector<std::string> const& names() const { return names_; }

    /// The parts, in the order of `names`, pointing into `whole`; an error says why it is not of the
    /// template.
    boost::system::result<std::vector<std::string_view>, std::string> split(std::string_view whole) const;
    /// Appends the text of as many parts as there are names; an error says which of them could not be read
    /// back.
    boost::system::result<void, std::string> join(std::span<std::string_view const> parts,
                                                  std::string& out) const;

private:
    bool may_have_lines(std::size_t part) const;

    std::string text_;
    std::vector<std::string> names_;
    std::size_t greedy_ = 0;            ///< the part that takes the most
    std::vector<std::string> literals_; ///< before the first part, between them, after the last one
};

} // namespace ficus::acl
