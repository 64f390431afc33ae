#include "acl/html_open_elements.hpp"

#include "acl/html_elements.hpp"

#include <algorithm>
#include <utility>

namespace ficus::acl {
namespace {

bool is_special_within_lists(html_open_element const& one) {
    return !one.is_foreign && (one.name == "address" || one.name == "div" || one.name == "p");
}

bool may_stay_open(std::string_view name) {
    constexpr std::array<std::string_view, 10> all{"dd", "dt", "li", "optgroup", "option",
                                                   "p",  "rb", "rp", "rt",       "rtc"};
    return std::find(all.begin(), all.end(), name) != all.end();
}

} // namespace

html_open_element const& html_open_elements::at(std::size_t place) const {
    ++looked_at_;
    return all_[place];
}

void html_open_elements::push(html_open_element one) {
    ++looked_at_;
    auto const place = all_.size();
    auto const [nearest, is_first] = names_of(one).try_emplace(one.name, nowhere);
    one.namesake = std::exchange(nearest->second, place);
    if (!one.is_foreign) html_.push_back(place);
    if ((one.traits & html_scope) != 0) scopes_.push_back(place);
    if ((one.traits & html_special) != 0) {
        specials_.push_back(place);
        if (!is_special_within_lists(one)) list_stops_.push_back(place);
    }
    if (!may_stay_open(one.name)) must_end_.push_back(place);
    if ((one.traits & html_table_part) != 0) table_parts_.push_back(place);
    all_.push_back(one);
}

void html_open_elements::pop() {
    ++looked_at_;
    auto const one = all_.back();
    all_.pop_back();
    auto const place = all_.size();
    for (auto* const kind : kinds())
        if (!kind->empty() && kind->back() == place) kind->pop_back();
    if (one.is_closed) return;
    auto& names = names_of(one);
    auto const nearest = names.find(one.name);
    nearest->second = one.namesake;
    // A page may have any number of names that HTML does not know.
    if (one.namesake == nowhere && find_html_kind(one.name) == nullptr) names.erase(nearest);
}

void html_open_elements::close_alone(std::size_t place) {
    ++looked_at_;
    auto& one = all_[place];
    one.is_closed = true;
    names_of(one)[one.name] = one.namesake;
    for (auto* const kind : kinds()) {
        auto const found = std::lower_bound(kind->begin(), kind->end(), place);
        if (found != kind->end() && *found == place) kind->erase(found);
    }
}

std::size_t html_open_elements::nearest(names wanted) const {
    auto place = nowhere;
    for (auto const name : wanted) {
        ++looked_at_;
        auto const found = html_names_.find(name);
        if (found != html_names_.end()) place = higher(place, found->second);
    }
    return place;
}

std::size_t html_open_elements::nearest_foreign(std::string_view name) const {
    ++looked_at_;
    auto const found = foreign_names_.find(name);
    return found == foreign_names_.end() ? nowhere : found->second;
}

std::array<html_open_elements::places*, 6> html_open_elements::kinds() {
    return {&html_, &scopes_, &specials_, &list_stops_, &must_end_, &table_parts_};
}

std::size_t html_open_elements::last(places const& from) const {
    ++looked_at_;
    return from.empty() ? nowhere : from.back();
}

} // namespace ficus::acl
