#include "acl/soap_references.hpp"

#include "acl/quoted.hpp"
#include "acl/xml_name_text.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <vector>

namespace ficus::acl {
namespace {

constexpr std::string_view encoding_root = "@{http://schemas.xmlsoap.org/soap/encoding/}root";

/// What an independent element says about itself, not about its value.
bool is_of_reference(std::string_view name) {
    return name == "@id" || name == encoding_root || name == "@soapenc:root" || name == "@soap:encodingStyle";
}

class resolver {
public:
    resolver(document& tree, reading_limits const& limits)
        : tree_(tree), limits_(limits), members_left_(limits.max_members) {}

    std::optional<error> run(value& body) {
        value* root = nullptr;
        std::vector<value*> independent;
        for (auto* child = body.first; child != nullptr; child = child->next) {
            if (child->kind != kind::element) continue;
            if (root == nullptr)
                root = child;
            else
                independent.push_back(child);
        }
        for (auto const* one : independent)
            if (one->find("@id") == nullptr)
                return error{error_code::malformed, "soap:Body/" + std::string(one->name),
                             "a second element in the Body; one is accepted, and what its href refers to"};
        if (auto failure = collect(body)) return failure;
        if (root != nullptr)
            if (auto failure = walk(*root, 1)) return failure;
        for (auto const* one : independent)
            if (!used_.contains(one))
                return error{error_code::malformed, "soap:Body/" + std::string(one->name),
                             "nothing refers to its id " + quoted(one->find("@id")->text)};
        return std::nullopt;
    }

private:
    std::optional<error> collect(value& element) {
        for (auto* child = element.first; child != nullptr; child = child->next) {
            if (child->kind != kind::element) continue;
            if (auto const* id = child->find("@id"); id != nullptr && !by_id_.emplace(id->text, child).second)
                return error{error_code::repeated, std::string(child->name),
                             "the id " + quoted(id->text) + " is there twice"};
            if (auto failure = collect(*child)) return within_element(*child, std::move(*failure));
        }
        return std::nullopt;
    }

    std::optional<error> walk(value& element, std::size_t depth) {
        if (depth > limits_.max_depth)
            return error{error_code::limit, std::string(element.name),
                         "nested deeper than the " + std::to_string(limits_.max_depth) +
                             " levels that are accepted, with what is referred to"};
        auto const outside = open_.size();
        open_.push_back(&element);
        if (auto failure = expand(element)) return failure;
        for (auto* child = element.first; child != nullptr; child = child->next)
            if (child->kind == kind::element)
                if (auto failure = walk(*child, depth + 1))
                    return within_element(element, std::move(*failure));
        open_.resize(outside);
        return std::nullopt;
    }

    std::optional<error> expand(value& element) {
        // An independent element may itself be a mere reference.
        for (auto const* href = element.find("@href"); href != nullptr && href->text.starts_with('#');
             href = element.find("@href")) {
            auto const id = href->text.substr(1);
            auto const refuse = [&](error_code code, std::string message) {
                return error{code, std::string(element.name) + "/@href", std::move(message)};
            };
            for (auto const* child = element.first; child != nullptr; child = child->next)
                if (!is_xml_attribute(*child))
                    return refuse(error_code::malformed, "what refers to something else must be empty");
            if (open_.size() > 2 * limits_.max_depth)
                return refuse(error_code::limit, "references to references, further than is accepted");
            auto const found = by_id_.find(id);
            if (found == by_id_.end())
                return refuse(error_code::malformed, "nothing in the Body has the id " + quoted(id));
            auto* const aim = found->second;
            if (std::find(open_.begin(), open_.end(), aim) != open_.end())
                return refuse(error_code::malformed,
                              "'#" + std::string(id) + "' goes round in a circle, which is no tree");
            open_.push_back(aim);
            used_.insert(aim);
            drop(element, "@href");
            // A set: with as many attributes as a document may have, looking each up one by one costs their
            // square.
            std::set<std::string_view> own;
            for (auto const* child = element.first; child != nullptr; child = child->next)
                own.insert(child->name);
            for (auto const* child = aim->first; child != nullptr; child = child->next) {
                if (is_of_reference(child->name) || (is_xml_attribute(*child) && own.contains(child->name)))
                    continue;
                auto* twin = copy(*child);
                if (twin == nullptr)
                    return refuse(error_code::limit,
                                  "more values than are accepted in one document, with what is referred to");
                document::append(element, *twin, child->name);
            }
        }
        return std::nullopt;
    }

    static void drop(value& element, std::string_view attribute) {
        value* before = nullptr;
        for (auto* child = element.first; child != nullptr; before = child, child = child->next) {
            if (child->name != attribute) continue;
            (before == nullptr ? element.first : before->next) = child->next;
            if (element.last == child) element.last = before;
            --element.count;
            return;
        }
    }

    value* copy(value const& from) {
        if (members_left_ == 0) return nullptr;
        --members_left_;
        auto* node = tree_.make(from.kind);
        node->truth = from.truth;
        node->text = from.text;
        node->name = from.name;
        for (auto const* child = from.first; child != nullptr; child = child->next) {
            auto* twin = copy(*child);
            if (twin == nullptr) return nullptr;
            document::append(*node, *twin, child->name);
        }
        return node;
    }

    document& tree_;
    reading_limits const& limits_;
    std::size_t members_left_;
    std::map<std::string_view, value*> by_id_;
    std::set<value const*> used_;
    std::vector<value const*> open_; ///< elements that are being walked, and what they refer to
};

} // namespace

std::optional<error> resolve_soap_references(value& body, document& tree, reading_limits const& limits) {
    return resolver(tree, limits).run(body);
}

} // namespace ficus::acl
