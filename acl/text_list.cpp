#include "acl/text_list.hpp"

#include "acl/quoted.hpp"

namespace ficus::acl {

boost::system::result<text_list, std::vector<option_error>> text_list::compile(text_list_options options) {
    if (options.separator.empty())
        return std::vector<option_error>{{"separator", "say what stands between the elements, such as ';'"}};
    text_list made;
    made.options_ = std::move(options);
    return made;
}

boost::system::result<std::vector<std::string_view>, std::string> text_list::split(std::string_view text,
                                                                                   std::size_t most) const {
    std::vector<std::string_view> elements;
    if (text.empty() && options_.empty == text_list_options::nothing::no_element) return elements;
    for (;;) {
        if (elements.size() == most)
            return "the list has more than " + std::to_string(most) + " elements, which is the limit";
        auto const end = text.find(options_.separator);
        elements.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return elements;
        text.remove_prefix(end + options_.separator.size());
    }
}

boost::system::result<void, std::string> text_list::join(std::span<std::string_view const> elements,
                                                         std::string& out) const {
    if (elements.empty()) {
        if (options_.empty == text_list_options::nothing::no_element) return {};
        return std::string("a list of nothing: an empty text is a list of one empty text here");
    }
    auto const begin = out.size();
    for (std::size_t i = 0; i < elements.size(); ++i) {
        if (i > 0) out += options_.separator;
        out += elements[i];
    }
    auto const back = split(std::string_view(out).substr(begin), out.size() + 1);
    // An element may hold half of a separator of several characters: only reading tells.
    for (std::size_t i = 0; i < elements.size(); ++i) {
        if (back && i < back->size() && (*back)[i] == elements[i]) continue;
        out.resize(begin);
        if (elements[i].empty())
            return std::string("a list of one empty text: an empty text is a list of nothing here");
        return "the element " + quoted(elements[i]) + " could not be told from two: '" + options_.separator +
               "' separates them";
    }
    return {};
}

} // namespace ficus::acl
