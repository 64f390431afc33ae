#include "rules/rules_json.hpp"

#include <boost/json.hpp>

namespace ficus::rules {

template<class T>
using result = boost::system::result<T, error>;

namespace {

error corrupt(std::string_view text) {
    return {fault::corrupt,
            "rules.db holds something that are no rules: " + std::string(text.substr(0, 200))};
}

std::optional<share> share_in(boost::json::object const& object, std::string_view key) {
    auto const* member = object.if_contains(key);
    if (member == nullptr || !member->is_string()) return std::nullopt;
    return share::parse(member->get_string());
}

std::optional<rule> rule_from(boost::json::value const& value) {
    auto const* object = value.if_object();
    if (object == nullptr) return std::nullopt;
    auto const to = share_in(*object, "share");
    auto const* when = object->if_contains("when");
    if (!to || when == nullptr || !when->is_array()) return std::nullopt;
    rule made;
    made.share = *to;
    for (auto const& text : when->get_array()) {
        if (!text.is_string()) return std::nullopt;
        auto parsed = condition::parse(text.get_string());
        if (!parsed) return std::nullopt;
        made.when.push_back(std::move(*parsed));
    }
    return made;
}

} // namespace

std::string to_json(feature_rules const& rules) {
    boost::json::array list;
    for (auto const& r : rules.rules) {
        boost::json::array when;
        for (auto const& c : r.when) when.emplace_back(c.to_string());
        list.push_back({{"when", std::move(when)}, {"share", r.share.to_string()}});
    }
    return boost::json::serialize(
        boost::json::object{{"rules", std::move(list)}, {"shadow", rules.shadow.to_string()}});
}

result<feature_rules> rules_from_json(std::string_view text) {
    boost::json::error_code failed;
    auto const value = boost::json::parse(text, failed);
    if (failed || !value.is_object()) return corrupt(text);
    auto const shadow = share_in(value.get_object(), "shadow");
    auto const* list = value.get_object().if_contains("rules");
    if (!shadow || list == nullptr || !list->is_array()) return corrupt(text);
    feature_rules made;
    made.shadow = *shadow;
    made.rules.clear();
    for (auto const& item : list->get_array()) {
        auto read = rule_from(item);
        if (!read) return corrupt(text);
        made.rules.push_back(std::move(*read));
    }
    if (made.rules.empty() || !made.rules.back().when.empty()) return corrupt(text);
    return made;
}

std::string to_json(std::vector<std::string> const& texts) {
    return boost::json::serialize(boost::json::value_from(texts));
}

result<std::vector<std::string>> texts_from_json(std::string_view text) {
    boost::json::error_code failed;
    auto const value = boost::json::parse(text, failed);
    if (failed) return corrupt(text);
    auto read = boost::json::try_value_to<std::vector<std::string>>(value);
    if (!read) return corrupt(text);
    return std::move(*read);
}

} // namespace ficus::rules
