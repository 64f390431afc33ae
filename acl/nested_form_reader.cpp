#include "acl/form_pairs.hpp"
#include "acl/nested_form.hpp"
#include "acl/nested_form_key.hpp"
#include "acl/same_text.hpp"

#include <array>
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

/// Of a nested name as it was sent, what is before its last key.
std::string_view before_last_key(std::string_view raw) {
    // A '%' begins an escape wherever it stands, so that nothing else can look like a bracket.
    for (auto at = raw.size(); at-- > 0;) {
        auto const* const here = raw.data() + at;
        if (*here == '[') return {raw.data(), at + 1};
        if (*here != '%') continue;
        std::string_view const escape(here, 3);
        if (same_text(escape, "%5B") || same_text(escape, "%5b")) return {raw.data(), at + 3};
    }
    return {};
}

/// Octets that a key as it was sent can have which stand for themselves in it.
constexpr auto plain_in_key = [] {
    std::array<bool, 256> table{};
    for (unsigned c = 0; c < 0x80; ++c) table[c] = c != '[' && c != ']' && c != '%' && c != '+';
    return table;
}();

/// What a name as it was sent ends in, as one key and its bracket; empty: it is not, or has to be decoded.
std::string_view plain_key(std::string_view rest) {
    std::size_t size = 0;
    while (size < rest.size() && plain_in_key.data()[static_cast<unsigned char>(rest.data()[size])]) ++size;
    std::string_view const behind(rest.data() + size, rest.size() - size);
    bool const is_key = same_text(behind, "%5D") || same_text(behind, "]") || same_text(behind, "%5d");
    return {rest.data(), is_key ? size : 0};
}

/// Puts one pair after the other into the tree. Keyed containers are objects until all is read, as only then
/// it is known which of them are lists. Names and texts live as long as the document.
class nesting {
public:
    nesting(document& into, reading_limits const& limits) : into_(into), limits_(limits) {
        root_ = into_.make(kind::object);
        into_.set_root(root_);
        keys_.reserve(8);
        keyed_.reserve(32);
    }

    /// `raw`: the name as it was sent.
    std::optional<error> add(std::string_view raw, std::string_view name, std::string_view text) {
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
        last_container_ = before_last_key(raw);
        return std::nullopt;
    }

    /// The value of a name that differs from the last one in its last key alone, which is plain: most do, and
    /// need no decoding. Null: it is not one, or add() has something to say of it.
    value* add_beside_last(std::string_view raw) {
        auto const known = last_container_.size();
        if (last_parent_ == nullptr || raw.size() < known || !same_text({raw.data(), known}, last_container_))
            return nullptr;
        auto const key = plain_key({raw.data() + known, raw.size() - known});
        if (key.empty() || find(last_parent_, key) != nullptr || members_ + 1 >= limits_.max_members)
            return nullptr;
        ++members_;
        auto* const child = into_.make(kind::string);
        document::append(*last_parent_, *child, key);
        note_child(*last_parent_, *child);
        return child;
    }

    void finish() {
        for (auto* const container : keyed_) make_list_of_positions(*container);
    }

private:
    static std::string conflict(kind before, kind now) {
        auto const word = [](kind k) {
            return k == kind::string ? "a value" : k == kind::array ? "a list of []" : "an object of keys";
        };
        return std::string("is ") + word(now) + " here and " + word(before) +
               " before; one name has one shape";
    }

    /// What comes next mostly goes where the last one went; of few children, each is looked at.
    [[gnu::always_inline]] value* find(value const* parent, std::string_view name) const {
        if (parent->last != nullptr && same_text(parent->last->name, name)) return parent->last;
        if (parent->count > few_children) return find_among_many(parent, name);
        for (auto* child = parent->first; child != nullptr; child = child->next)
            if (same_text(child->name, name)) return child;
        return nullptr;
    }

    value* find_among_many(value const* parent, std::string_view name) const {
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
    std::string_view last_container_; ///< of the name before, as it was sent, what is before its last key
    value* last_parent_ = nullptr;    ///< of its value; null: it says nothing of the next
    static constexpr std::uint32_t few_children = 16;
    /// By parent and name, of parents of more than a few. Ordered: the names are the sender's, who can make
    /// any hash of them collide.
    std::pmr::monotonic_buffer_resource nodes_;
    std::pmr::map<std::pair<value const*, std::string_view>, value*> children_{&nodes_};
};

} // namespace

boost::system::result<document, error> read_nested_form(std::string_view text, reading_limits const& limits,
                                                        charset const* sent_in) {
    if (auto failure = form_pairs::find_excess(text, limits)) return std::move(*failure);
    document result(1024 + 4 * text.size());
    nesting tree(result, limits);
    for (form_pairs pairs(text, sent_in, result); pairs.next();) {
        // Octets of another charset mean something only together.
        auto* const beside = sent_in == nullptr ? tree.add_beside_last(pairs.raw_name()) : nullptr;
        std::string_view name;
        if (beside == nullptr) {
            auto const decoded = pairs.name();
            if (!decoded) return decoded.error();
            name = *decoded;
        }
        auto const value = pairs.value();
        if (!value) return value.error();
        if (beside != nullptr)
            beside->text = *value;
        else if (auto failure = tree.add(pairs.raw_name(), name, *value))
            return std::move(*failure);
    }
    tree.finish();
    return result;
}

} // namespace ficus::acl
