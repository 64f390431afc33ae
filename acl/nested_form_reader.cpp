#include "acl/form.hpp"
#include "acl/nested_form.hpp"
#include "acl/nested_form_key.hpp"
#include "acl/same_text.hpp"

#include <algorithm>
#include <map>
#include <memory_resource>
#include <optional>
#include <utility>
#include <vector>

namespace ficus::acl {
namespace {

/// `a[b][]` as `a`, `b` and an empty key; nothing where brackets do not match.
bool split_name(std::string_view name, std::vector<std::string_view>& keys) {
    keys.clear();
    auto const base = name.substr(0, find_bracket(name, 0));
    keys.push_back(base);
    auto rest = name.substr(base.size());
    if (base.empty() && !rest.empty()) return false;
    while (!rest.empty()) {
        auto const close = find_bracket(rest, 1);
        if (rest.front() != '[' || close == rest.size() || rest[close] != ']') return false;
        keys.push_back(rest.substr(1, close - 1));
        rest.remove_prefix(close + 1);
    }
    return true;
}

/// Puts one pair after the other into the tree. Keyed containers are objects until all is read, as only then
/// it is known which of them are lists. Names and texts live as long as the document.
class nesting {
public:
    nesting(document& into, reading_limits const& limits) : into_(into), limits_(limits) {
        root_ = into_.make(kind::object);
        into_.set_root(root_);
    }

    std::optional<error> add(std::string_view name, std::string_view text) {
        if (add_beside_last(name, text)) return std::nullopt;
        auto const fail = [name](error_code code, std::string message) {
            return error{code, std::string(name), std::move(message)};
        };
        if (!split_name(name, keys_))
            return fail(error_code::malformed,
                        "brackets that do not match; a nested name is written name[key][key]");
        if (keys_.size() > limits_.max_depth)
            return fail(error_code::limit, "nested deeper than is accepted");
        auto* at = root_;
        value* parent = nullptr;
        bool has_appended = false;
        for (std::size_t i = 0; i < keys_.size(); ++i) {
            auto const last = i + 1 == keys_.size();
            auto const wanted = last ? kind::string : keys_[i + 1].empty() ? kind::array : kind::object;
            // The base name may be empty, a key may not: `a[]` appends.
            auto const appends = i > 0 && keys_[i].empty();
            if (appends && wanted == kind::array)
                return fail(error_code::malformed,
                            "which inner list is meant by [][] cannot be told; number the outer one");
            value* child = nullptr;
            if (!appends)
                child = find(at, keys_[i]);
            else if (!last && at->last != nullptr && !has(at->last, i + 1))
                child = at->last;
            if (child == nullptr) {
                if (++members_ >= limits_.max_members)
                    return fail(error_code::limit, "more values than are accepted in one form");
                child = into_.make(wanted);
                document::append(*at, *child, appends ? std::string_view{} : keys_[i]);
                if (!appends) note_child(*at, *child);
                if (wanted == kind::object) keyed_.push_back(child);
            } else if (last && child->kind == kind::string) {
                return fail(error_code::repeated, "is there twice; a list is written with []");
            } else if (child->kind != wanted) {
                return fail(error_code::wrong_type, conflict(child->kind, wanted));
            }
            parent = at;
            at = child;
            has_appended |= appends;
        }
        at->text = text;
        // Behind a list that is appended to, the same name may mean the next item.
        last_parent_ = keys_.size() > 1 && !has_appended ? parent : nullptr;
        last_name_ = name.substr(0, name.size() - std::min(name.size(), keys_.back().size() + 1));
        return std::nullopt;
    }

    void finish() {
        for (auto* const container : keyed_) make_list_of_positions(*container);
    }

private:
    /// A value of the container that the pair before went into: `a[b][` begins both names. False: it is not
    /// one, or add() has something to say of it.
    bool add_beside_last(std::string_view name, std::string_view text) {
        auto const known = last_name_.size();
        if (last_parent_ == nullptr || name.size() < known + 2 ||
            !same_text(name.substr(0, known), last_name_))
            return false;
        auto const key = name.substr(known, name.size() - known - 1);
        if (name.back() != ']' || find_bracket(key, 0) != key.size() || find(last_parent_, key) != nullptr ||
            members_ + 1 >= limits_.max_members)
            return false;
        ++members_;
        auto* const child = into_.make(kind::string);
        child->text = text;
        document::append(*last_parent_, *child, key);
        note_child(*last_parent_, *child);
        return true;
    }

    static std::string conflict(kind before, kind now) {
        auto const word = [](kind k) {
            return k == kind::string ? "a value" : k == kind::array ? "a list of []" : "an object of keys";
        };
        return std::string("is ") + word(now) + " here and " + word(before) +
               " before; one name has one shape";
    }

    /// What comes next mostly goes where the last one went; of few children, each is looked at.
    value* find(value const* parent, std::string_view name) const {
        if (parent->last != nullptr && same_text(parent->last->name, name)) return parent->last;
        if (parent->count <= few_children) {
            for (auto* child = parent->first; child != nullptr; child = child->next)
                if (same_text(child->name, name)) return child;
            return nullptr;
        }
        auto const found = children_.find({parent, name});
        return found == children_.end() ? nullptr : found->second;
    }

    void note_child(value const& parent, value& added) {
        if (parent.count <= few_children) return;
        auto* child = parent.count == few_children + 1 ? parent.first : &added;
        for (; child != nullptr; child = child->next)
            children_.emplace(std::pair(&parent, child->name), child);
    }

    /// Whether all the keys from `from` on lead somewhere below an item.
    bool has(value const* item, std::size_t from) const {
        for (auto i = from; i < keys_.size(); ++i) {
            if (keys_[i].empty()) return false;
            item = find(item, keys_[i]);
            if (item == nullptr) return false;
        }
        return true;
    }

    static void make_list_of_positions(value& container) {
        // Most are objects, which their first name tells.
        if (!list_position(container.first->name)) return;
        std::vector<value*> items(container.count);
        for (auto* child = container.first; child != nullptr; child = child->next) {
            auto const position = list_position(child->name);
            if (!position || *position >= items.size()) return;
            items[*position] = child;
        }
        container.kind = kind::array;
        container.first = container.last = nullptr;
        container.count = 0;
        for (auto* const item : items) {
            item->next = nullptr;
            document::append(container, *item);
        }
    }

    document& into_;
    reading_limits const& limits_;
    value* root_;
    std::size_t members_ = 1;
    std::vector<std::string_view> keys_;
    std::vector<value*> keyed_;
    std::string_view last_name_;   ///< of the pair before, up to its last key
    value* last_parent_ = nullptr; ///< of its value; null: it says nothing of the next
    static constexpr std::uint32_t few_children = 16;
    /// By parent and name, of parents of more than a few. Ordered: the names are the sender's, who can make
    /// any hash of them collide.
    std::pmr::monotonic_buffer_resource nodes_;
    std::pmr::map<std::pair<value const*, std::string_view>, value*> children_{&nodes_};
};

} // namespace

boost::system::result<document, error> read_nested_form(std::string_view text, reading_limits const& limits,
                                                        charset const* sent_in) {
    auto result = read_form(text, limits, sent_in);
    if (!result) return result;
    auto const* pair = result->root()->first;
    nesting tree(*result, limits);
    for (; pair != nullptr; pair = pair->next)
        if (auto failure = tree.add(pair->name, pair->text)) return std::move(*failure);
    tree.finish();
    return result;
}

} // namespace ficus::acl
