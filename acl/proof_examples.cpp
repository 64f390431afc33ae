#include "acl/proof_examples.hpp"

#include "acl/inner_document.hpp"
#include "acl/proof_samples.hpp"
#include "acl/rest_carrier.hpp"

#include <algorithm>
#include <deque>
#include <iterator>

namespace ficus::acl {
namespace {

/// What one field holds in a generated document: no values for a list that is empty.
struct choice {
    std::string where;         ///< the field, or one in an element of it
    std::vector<value*> items; ///< scalars, or elements made for the list
    bool empty_list = false;
};

/// Makes containers of one side from a mapping.
class generator {
public:
    generator(std::size_t side, dialect of, std::optional<std::string> const& link, document& memory)
        : side_(side), dialect_(of), link_(link), memory_(memory) {}

    std::vector<example> examples(mapping const& m) {
        std::vector<example> made;
        for (auto const* variant : m.variants()) {
            auto some = examples_of(*variant);
            std::move(some.begin(), some.end(), std::back_inserter(made));
        }
        return made;
    }

    std::set<std::string> const& without() const { return without_; }

private:
    std::vector<example> examples_of(mapping const& m) {
        std::vector<example> made;
        std::vector<std::vector<choice>> all;
        for (auto const& field : m.fields()) all.push_back(choices(m, field));
        // One field's choice, and of those that there has to be the most ordinary one.
        auto const chosen_with = [&](std::size_t index, choice const* one) {
            std::vector<std::pair<std::size_t, choice const*>> chosen;
            for (std::size_t i = 0; i < all.size(); ++i)
                if (i == index)
                    chosen.emplace_back(i, one);
                else if (!all[i].empty() &&
                         (is_needed(m, m.fields()[i]) ||
                          (index < all.size() && comes_before(m, m.fields()[i], m.fields()[index]))))
                    chosen.emplace_back(i, &all[i].front());
            return chosen;
        };
        if (!m.is_list(side_)) made.push_back(make("", m, chosen_with(all.size(), nullptr)));
        for (std::size_t i = 0; i < all.size(); ++i)
            for (auto const& one : all[i])
                made.push_back(make(one.where, m, chosen_with(i, &one), one.empty_list));
        for (auto const& field : m.fields())
            for (std::size_t i = 1; field.constant_on == side_ && i < field.spellings.size(); ++i) {
                otherwise_ = {&field, i};
                made.push_back(make(place(m, field), m, chosen_with(all.size(), nullptr)));
                // An answer of that kind may need more than what its conditions write.
                std::vector<std::pair<std::size_t, choice const*>> ordinary;
                for (std::size_t at = 0; at < all.size(); ++at)
                    if (!all[at].empty()) ordinary.emplace_back(at, &all[at].front());
                made.push_back(make(place(m, field), m, ordinary));
                otherwise_ = {};
            }
        if (all.empty()) return made;
        // Without the only one there is nothing, which is tried above.
        for (std::size_t left_out = all.size() == 1 ? 1 : 0; left_out <= all.size(); ++left_out) {
            std::vector<std::pair<std::size_t, choice const*>> chosen;
            for (std::size_t i = 0; i < all.size(); ++i)
                if (!all[i].empty() && (i != left_out || is_needed(m, m.fields()[i])))
                    chosen.emplace_back(i, &all[i].front());
            auto where = left_out < all.size() ? place(m, m.fields()[left_out]) : std::string();
            made.push_back(make(std::move(where), m, chosen));
            made.back().lacks = left_out < all.size();
            made.back().has_all = !made.back().lacks;
        }
        return made;
    }

    /// It is the name of an element, or all that there is of it in JSON, or must be there anyway.
    static bool is_needed(mapping const& m, mapped_field const& field) {
        if (field.constant_on) return false;
        if (field.required) return true;
        for (std::size_t side = 0; side < 2; ++side)
            if (field.paths[side].where == acl::place::key || field.paths[side].where == acl::place::path ||
                (m.is_value(side) && field.nodes[side] == path_tree::root))
                return true;
        return false;
    }

    /// It is of an element that the other one's cannot be without: `Line[0]` before `Line[1]`.
    bool comes_before(mapping const& m, mapped_field const& one, mapped_field const& other) const {
        if (m.shape(side_) != shape::xml || one.constant_on || other.constant_on) return false;
        auto const& a = one.paths[side_].steps;
        auto const& b = other.paths[side_].steps;
        auto const [mine, theirs] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
        if (mine == a.end() || theirs == b.end()) return false;
        auto const position = position_of(*mine);
        return position && position_of(*theirs) && *position < *position_of(*theirs);
    }

    std::string place(mapping const& m, mapped_field const& field) const {
        auto const& path = field.paths[side_];
        return path.steps.empty() && path.repeated ? "" : m.tree(side_).path_of(field.nodes[side_]);
    }

    /// The most ordinary one first.
    std::vector<choice> choices(mapping const& m, mapped_field const& field) {
        std::vector<choice> made;
        if (field.constant_on || is_tag(m, field)) return made;
        auto const where = place(m, field);
        auto const body = dialect_;
        bool const keyed = field.paths[0].keyed || field.paths[1].keyed;
        if (field.composed) {
            add_composed(*field.composed, m, m.tree(side_).dialect_at(field.nodes[side_]), where, made);
        } else if (field.split && field.split_on == side_) {
            add_split(field, m, where, made);
        } else if (field.elements) {
            auto const outer = std::exchange(around_, join_paths(dialect_.shape, around_, where) + "[0]");
            if (field.paths[side_].where == acl::place::call) dialect_ = field.paths[side_].spoken;
            if (!field.paths[side_].documents.empty()) dialect_ = field.paths[side_].documents.back();
            auto const inside = examples(*field.elements);
            around_ = outer;
            for (auto const& inner : inside)
                if (inner.is_whole)
                    made.push_back(
                        {join_paths(dialect_.shape, where + "[0]", inner.where), {item_of(inner)}, false});
            if (keyed && !made.empty()) {
                std::rotate(made.begin(), made.end() - 1, made.end());
                made.push_back({where, {made[0].items[0], item_of(with_other_key(*field.elements))}, false});
            }
            dialect_ = body;
            if (!made.empty() && !keyed) {
                std::rotate(made.begin(), made.end() - 1, made.end());
                made.push_back({where, {made[0].items[0], made.back().items[0], made[0].items[0]}, false});
            }
        } else if (keyed) {
            auto const samples =
                sample_scalars(*field.scalar, side_, m.tree(side_).dialect_at(field.nodes[side_]), memory_);
            if (samples.empty()) without_.insert(join_paths(dialect_.shape, around_, where));
            for (std::string_view const key : {"k", "", "Zoë €"})
                for (auto* sample : samples) made.push_back({where, {named(*sample, key)}, false});
            if (!samples.empty())
                made.push_back({where, {named(*samples[0], "k"), named(*samples.back(), "l")}, false});
        } else {
            auto const samples =
                sample_scalars(*field.scalar, side_, m.tree(side_).dialect_at(field.nodes[side_]), memory_);
            if (samples.empty()) without_.insert(join_paths(dialect_.shape, around_, where));
            for (auto* sample : samples) made.push_back({where, {sample}, false});
            if (!field.copies.empty() && field.copies_on == side_ && !samples.empty()) {
                made.push_back({where, std::vector<value*>(field.copies.size() + 1), false});
                made.back().items.front() = samples.front();
            }
            if (field.is_link && link_) made.push_back({where, {memory_.make_string(*link_)}, false});
            if (field.paths[side_].repeated && samples.size() > 1)
                made.push_back({where, {samples[0], samples[1], samples[0]}, false});
        }
        auto const& node = m.tree(side_)[field.nodes[side_]];
        bool const says_empty =
            (m.tree(side_).shape_at(field.nodes[side_]) == shape::json && !field.paths[side_].numbered) ||
            field.paths[side_].keyed ||
            (node.parent != path_tree::none && m.tree(side_)[node.parent].wraps_list);
        if (field.paths[side_].repeated && says_empty) made.push_back({where, {}, true});
        if (field.nothing && !field.paths[side_].repeated) add_nothing(field, m, where, made);
        return made;
    }

    /// One text of one element, and of several.
    void add_split(mapped_field const& field, mapping const&, std::string const& where,
                   std::vector<choice>& made) {
        std::vector<std::string_view> all;
        for (auto const* sample : sample_scalars(*field.scalar, side_, form_dialect, memory_)) {
            std::string one;
            if (sample->kind == kind::null || !field.split->join(std::vector{sample->text}, one)) continue;
            made.push_back({where, {memory_.make_string(one)}, false});
            all.push_back(sample->text);
        }
        std::string joined;
        if (all.size() > 1 && field.split->join(std::vector{all[0], all[1], all[0]}, joined))
            made.push_back({where, {memory_.make_string(joined)}, false});
        made.push_back({where, {memory_.make_string("")}, false});
    }

    /// Each form with the ordinary values of its parts, and with each special one of one of them. What has no
    /// place in a form is null among the items.
    void add_composed(composed_field const& field, mapping const& m, dialect text_spoken,
                      std::string const& where, std::vector<choice>& made) {
        bool const is_text = field.parts_on != side_;
        if (field.whole) return add_whole(field, text_spoken, where, made);
        std::vector<std::vector<value*>> samples;
        for (auto const& part : field.parts)
            samples.push_back(sample_scalars(
                part.scalar, side_, is_text ? form_dialect : m.tree(side_).dialect_at(part.node), memory_));
        // Of a part whose options nothing fits that is known here there is no example, nor of its forms.
        auto const has_examples = [&](std::size_t form) {
            for (std::size_t part = 0; part < samples.size(); ++part)
                if (field.forms.has(form, part) && samples[part].empty()) return false;
            return true;
        };
        for (auto const& of_part : samples)
            if (of_part.empty()) without_.insert(join_paths(dialect_.shape, around_, where));
        for (std::size_t form = 0; form < field.forms.size(); ++form)
            for (std::size_t varied = 0; varied < samples.size(); ++varied)
                for (std::size_t i = 0; i < samples[varied].size(); ++i) {
                    if (!has_examples(form) || !field.forms.has(form, varied) || (i == 0 && varied > 0))
                        continue;
                    choice one{where, std::vector<value*>(samples.size()), false};
                    for (std::size_t part = 0; part < samples.size(); ++part)
                        if (field.forms.has(form, part))
                            one.items[part] = part == varied ? samples[part][i] : samples[part].front();
                    if (!is_text) {
                        made.push_back(std::move(one));
                        continue;
                    }
                    template_choice::parts texts(samples.size());
                    for (std::size_t part = 0; part < samples.size(); ++part)
                        if (one.items[part] != nullptr) texts[part] = one.items[part]->text;
                    std::string whole;
                    if (field.forms.write(texts, whole))
                        made.push_back({where, {memory_.make_string(whole)}, false});
                }
    }

    /// Texts of which something is said as a whole: those, or the parts that they are read as.
    void add_whole(composed_field const& field, dialect spoken, std::string const& where,
                   std::vector<choice>& made) {
        bool const is_text = field.parts_on != side_;
        auto const samples = sample_scalars(*field.whole, side_, is_text ? spoken : form_dialect, memory_);
        if (samples.empty()) without_.insert(join_paths(dialect_.shape, around_, where));
        for (auto* sample : samples) {
            if (is_text) {
                made.push_back({where, {sample}, false});
                continue;
            }
            auto const texts = field.forms.read(sample->text);
            if (!texts) continue;
            choice one{where, std::vector<value*>(field.parts.size()), false};
            bool all = true;
            for (std::size_t part = 0; part < field.parts.size(); ++part) {
                if (!(*texts)[part]) continue;
                auto const converted =
                    field.parts[part].scalar.convert(side_ == 0 ? direction::to_legacy : direction::to_modern,
                                                     *memory_.make_string(*(*texts)[part]), memory_);
                if (converted)
                    one.items[part] = *converted;
                else
                    all = false;
            }
            if (all) made.push_back(std::move(one));
        }
    }

    /// What this side says for no value.
    void add_nothing(mapped_field const& field, mapping const& m, std::string const& where,
                     std::vector<choice>& made) {
        bool const typed = m.tree(side_).dialect_at(field.nodes[side_]).typed;
        for (auto const& way : field.nothing->ways(side_)) {
            if (way.as == nothing::absent) continue;
            auto const& text = way.value.text;
            auto* said = way.as == nothing::null                           ? memory_.make(kind::null)
                         : !typed || way.value.type == scalar_type::string ? memory_.make_string(text)
                         : way.value.type == scalar_type::boolean ? memory_.make_boolean(text == "true")
                                                                  : memory_.make_number(text);
            bool const all = field.composed && field.composed->parts_on == side_;
            made.push_back({where, std::vector<value*>(all ? field.composed->parts.size() : 1, said), false});
        }
    }

    example make(std::string where, mapping const& m,
                 std::vector<std::pair<std::size_t, choice const*>> const& chosen, bool empty_list = false) {
        example made{std::move(where),
                     memory_.make(dialect_.shape == shape::xml ? kind::element
                                  : m.is_list(side_) || m.tree(side_)[path_tree::root].is_array()
                                      ? kind::array
                                      : kind::object),
                     memory_.make(kind::object), memory_.make(kind::object), empty_list};
        for (auto const& field : m.fields()) {
            if (field.constant_on != side_) continue;
            auto* said = field.make_constant(memory_);
            if (otherwise_.first == &field) {
                auto const& [as, text] = field.spellings[otherwise_.second];
                said = as == kind::boolean  ? memory_.make_boolean(text == "true")
                       : as == kind::number ? memory_.make_number(text)
                                            : memory_.make_string(text);
            }
            put(made, m, field, {{}, {said}, false});
        }
        for (auto const& [index, said] : m.tags(side_))
            put(made, m, m.fields()[index],
                {{}, {m.fields()[index].scalar->make(side_, said, memory_)}, false});
        for (auto const& [index, one] : chosen) put(made, m, m.fields()[index], *one);
        if (m.tree(side_).has_tuples()) {
            made.is_whole = order_all(*made.container) && order_all(*made.calls);
        }
        write_documents(made, m);
        for (auto* one : {made.container, made.beside, made.calls})
            if (!other_paths_.empty()) keep_names(*one);
        return made;
    }

    /// Examples are there longer than the paths that were made for them.
    void keep_names(value& v) {
        v.name = memory_.keep(v.name);
        for (auto* child = v.first; child != nullptr; child = child->next) keep_names(*child);
    }

    /// The inner ones first: they are texts of the others.
    void write_documents(example& made, mapping const& m) {
        for (auto one = m.documents().rbegin(); one != m.documents().rend(); ++one) {
            if (one->side != side_) continue;
            auto* const at = find_at(start_of(made, one->path), one->path.steps);
            if (at != nullptr)
                made.is_whole &=
                    write_inner_document(*at, one->spoken, m.tree(side_).dialect_at(one->node), memory_)
                        .has_value();
        }
    }

    static value* start_of(example const& made, field_path const& path) {
        return path.where == acl::place::body   ? made.container
               : path.where == acl::place::call ? made.calls
                                                : made.beside;
    }

    void put(example& into, mapping const& m, mapped_field const& field, choice const& chosen) {
        auto const* as_said = &field.paths[side_];
        // As it is written: one element is no list.
        if (field.is_single[side_] && chosen.items.size() == 1 &&
            can_stand_alone(*chosen.items[0], m.tree(side_).dialect_at(field.nodes[side_]))) {
            auto& alone = other_paths_.emplace_back(*as_said);
            alone.repeated = false;
            as_said = &alone;
        }
        auto const& path = *as_said;
        if (!field.copies.empty() && field.copies_on == side_) {
            // One item: all of them say it; several: each what it has, or nothing.
            for (std::size_t i = 0; i <= field.copies.size(); ++i) {
                auto* const item = chosen.items.size() == 1 ? chosen.items[0] : chosen.items[i];
                if (item != nullptr) put_at(into, i == 0 ? path : field.copies[i - 1].path, nullptr, {item});
            }
            return;
        }
        if (!field.composed || field.composed->parts_on != side_)
            return put_at(into, path, path.numbered ? &m.tree(side_)[field.nodes[side_]] : nullptr,
                          chosen.items);
        for (std::size_t i = 0; i < chosen.items.size(); ++i)
            if (chosen.items[i] != nullptr)
                put_at(into, field.composed->parts[i].path, nullptr, {chosen.items[i]});
    }

    /// `list`: of a path that ends in a name with a number.
    void put_at(example& into, field_path const& path, path_tree::node const* list,
                std::vector<value*> const& items) {
        bool const of_call = path.where == acl::place::call;
        auto const body = dialect_;
        if (of_call) dialect_ = path.spoken;
        if (path.documents.empty())
            put_at(into, of_call ? into.calls : into.container, path, list, items);
        else
            put_into_document(into, path, list, items);
        dialect_ = body;
    }

    /// Behind the last text that is a document the path is one of that document.
    void put_into_document(example& into, field_path const& path, path_tree::node const* list,
                           std::vector<value*> const& items) {
        auto& inner = other_paths_.emplace_back(path);
        inner.where = acl::place::body;
        auto* at = start_of(into, path);
        std::size_t document = 0;
        for (std::size_t i = 0; document < path.documents.size(); ++i) {
            auto const& step = path.steps[i];
            if (step == document_step) dialect_ = path.documents[document++];
            if (i + 1 < path.steps.size())
                at = &step_into(*at, path.steps, i);
            else
                at = &child_container(*at, step, path.repeated && !path.keyed);
            inner.steps.erase(inner.steps.begin());
        }
        auto within = into;
        within.container = at;
        auto const before = *at;
        put_at(within, at, inner, list, items);
        at->name = before.name;
        at->next = before.next;
    }

    /// What steps[i] leads to, which is not the last one.
    value& step_into(value& at, std::vector<std::string> const& steps, std::size_t i) {
        bool const chooses = is_choice(steps[i + 1]);
        if (is_choice(steps[i]))
            return chosen_element(at, i > 0 ? std::string_view(steps[i - 1]) : std::string_view{}, steps[i]);
        if (chooses && dialect_.shape == shape::xml) return at;
        return child_container(at, steps[i], chooses || position_of(steps[i + 1]).has_value());
    }

    void put_at(example& into, value* at, field_path const& path, path_tree::node const* list_node,
                std::vector<value*> const& items) {
        auto const& steps = path.steps;
        if (path.where != acl::place::body && path.where != acl::place::call) {
            for (auto* item : items) document::append(*into.beside, *memory_.copy(*item), steps.front());
            return;
        }
        for (std::size_t i = 0; i + 1 < steps.size(); ++i) at = &step_into(*at, steps, i);
        // In XML, whose text is meant.
        bool const ends_chosen = steps.size() > 1 && is_choice(steps.back());
        if (ends_chosen) at = &chosen_element(*at, steps[steps.size() - 2], steps.back());
        if (path.keyed) {
            if (!steps.empty()) at = &child_container(*at, steps.back());
            for (auto* item : items) put_one(*at, item->name, *item, true);
            return;
        }
        if (list_node != nullptr) return put_numbered(*at, *list_node, items);
        if (steps.empty() && dialect_.shape == shape::json && !path.repeated) {
            for (auto* item : items) *into.container = *memory_.copy(*item);
            return;
        }
        if (path.repeated && dialect_.shape == shape::json) {
            auto* list = at;
            if (!steps.empty()) {
                list = memory_.make(kind::array);
                document::append(*at, *list, steps.back());
            }
            for (auto* item : items) document::append(*list, *memory_.copy(*item));
            return;
        }
        for (auto* item : items)
            put_one(*at, steps.empty() || ends_chosen ? std::string_view{} : std::string_view(steps.back()),
                    *item, path.repeated);
    }

    void put_numbered(value& parent, path_tree::node const& list, std::vector<value*> const& items) {
        std::size_t position = 0;
        for (auto* item : items) {
            auto const& pattern = list.patterns.front();
            if (!list.is_flat) {
                put_one(parent, memory_.keep(pattern.write(pattern.first() + position)), *item, true);
            } else {
                for (auto* child = item->first; child != nullptr; child = child->next)
                    document::append(parent, *memory_.copy(*child),
                                     memory_.keep(write_last_number(child->name, position)));
            }
            ++position;
        }
    }

    /// An element for a list: a member of an object has its name.
    value* item_of(example const& made) {
        auto const* key = made.beside->find("key()");
        if (key != nullptr)
            made.container->name = key->text;
        else
            made.container->name = "k";
        return made.container;
    }

    value* named(value const& item, std::string_view name) {
        auto* same = memory_.copy(item);
        same->name = name;
        return same;
    }

    bool is_tag(mapping const& m, mapped_field const& field) const {
        return std::any_of(m.tags(side_).begin(), m.tags(side_).end(),
                           [&](auto const& tag) { return &m.fields()[tag.first] == &field; });
    }

    /// All fields, and another name than that of other elements of the list.
    example with_other_key(mapping const& m) {
        std::vector<std::vector<choice>> all;
        for (auto const& field : m.fields()) all.push_back(choices(m, field));
        std::vector<std::pair<std::size_t, choice const*>> chosen;
        for (std::size_t i = 0; i < all.size(); ++i) {
            auto const& paths = m.fields()[i].paths;
            bool const key = paths[0].where == acl::place::key || paths[1].where == acl::place::key;
            if (!all[i].empty()) chosen.emplace_back(i, &all[i][key && all[i].size() > 1 ? 1 : 0]);
        }
        return make("", m, chosen);
    }

    void put_one(value& parent, std::string_view name, value const& item, bool repeats) {
        auto* made = memory_.copy(item);
        if (dialect_.shape != shape::xml || name.starts_with('@') || made->kind == kind::element) {
            document::append(parent, *made, name);
            return;
        }
        auto* element = &parent;
        if (repeats) {
            element = memory_.make(kind::element);
            document::append(parent, *element, name);
        } else if (!name.empty()) {
            element = &child_container(parent, name);
        }
        if (made->kind == kind::null)
            set_nil(*element, memory_);
        else if (!made->text.empty())
            document::append(*element, *made);
    }

    /// False where one of several elements is there, and one before it is not.
    bool order_all(value& container) {
        bool whole = true;
        std::vector<value*> several;
        for (auto* child = container.first; child != nullptr; child = child->next) {
            if (child->is_container()) whole &= order_all(*child);
            if (child->kind == kind::array && container.kind == kind::element) several.push_back(child);
        }
        if (container.kind == kind::array && container.first != nullptr &&
            position_of(container.first->name)) {
            bool const elements = container.first->kind == kind::element;
            whole &= !order_positions(container, memory_).has_value() || !elements;
        }
        for (auto* list : several) put_in_place(container, *list);
        return whole;
    }

    /// Of a list's elements; in XML they are the parent's, of that name.
    value& chosen_element(value& parent, std::string_view name, std::string const& step) {
        bool const xml = dialect_.shape == shape::xml;
        auto const choice = choice_of(step);
        for (auto* child = parent.first; child != nullptr; child = child->next)
            if ((!xml || child->name == name) && choice->holds(*child, dialect_)) return *child;
        auto* made = memory_.make(xml ? kind::element : kind::object);
        choice->write(*made, dialect_, memory_);
        document::append(parent, *made, xml ? name : std::string_view{});
        return *made;
    }

    value& child_container(value& parent, std::string_view name, bool list = false) {
        if (auto* found = parent.find(name)) return *found;
        auto* made = memory_.make(list                           ? kind::array
                                  : dialect_.shape == shape::xml ? kind::element
                                                                 : kind::object);
        document::append(parent, *made, name);
        return *made;
    }

    std::size_t side_;
    dialect dialect_;
    std::optional<std::string> const& link_;
    document& memory_;
    /// The constant that is said in another spelling than the first, and which.
    std::pair<mapped_field const*, std::size_t> otherwise_{};
    std::deque<field_path> other_paths_; ///< than the mapping's, of which the examples have names
    std::string around_;                 ///< the lists around, for without_
    std::set<std::string> without_;
};

} // namespace

made_examples make_examples(mapping const& m, std::size_t side, std::optional<std::string> const& link,
                            document& memory) {
    generator making(side, m.dialect(side), link, memory);
    made_examples made{making.examples(m), {}};
    made.without = making.without();
    return made;
}

} // namespace ficus::acl
