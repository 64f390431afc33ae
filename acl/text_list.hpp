#pragma once

#include "acl/option_error.hpp"

#include <boost/system/result.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ficus::acl {

struct text_list_options {
    /// What an empty text is: a list of nothing, or of one empty text.
    enum class nothing : std::uint8_t { no_element, one_element };

    std::string separator; ///< `;`: between each two elements, to the letter
    nothing empty = nothing::no_element;
};

/// A list that a side writes as one text. There are no escapes: what could not be read back is an error.
class text_list {
public:
    /// Keys of the errors are `separator`.
    static boost::system::result<text_list, std::vector<option_error>> compile(text_list_options options);

    /// The elements, pointing into `text`; an error when there are more than `most`.
    boost::system::result<std::vector<std::string_view>, std::string> split(std::string_view text,
                                                                            std::size_t most) const;
    /// Appends the text; an error says which element could not be read back.
    boost::system::result<void, std::string> join(std::span<std::string_view const> elements,
                                                  std::string& out) const;

    text_list_options const& options() const { return options_; }

private:
    text_list_options options_;
};

} // namespace ficus::acl
