#include "facade/translation/call_links.hpp"

namespace ficus::translation {

void call_links::add(own_origin const* names, link_view seen) {
    if (names == nullptr || !names->rewrites_urls())
        // Nor by what the main answer's upstream is called.
        all_.emplace_back([](std::string_view) { return std::nullopt; });
    else
        all_.emplace_back(
            [names, seen = std::move(seen)](std::string_view url) { return names->url(url, seen); });
}

void call_links::say(std::vector<acl::call_answer>& answers) const {
    for (std::size_t i = 0; i < answers.size() && i < all_.size(); ++i) answers[i].links = &all_[i];
}

} // namespace ficus::translation
