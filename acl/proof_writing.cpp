#include "acl/proof_writing.hpp"

#include "acl/inner_document.hpp"
#include "acl/rest_carrier.hpp"

#include <deque>
#include <utility>

namespace ficus::acl {
namespace {

/// Puts what fields hold into one example.
class example_writer {
public:
    example_writer(std::size_t side, dialect spoken, document& memory)
        : side_(side), dialect_(spoken), memory_(memory) {}

    example make(mapping const& m, example_content content) {
        example made{std::move(content.where),
                     memory_.make(dialect_.shape == shape::xml ? kind::element
                                  : m.is_list(side_) || m.tree(side_)[path_tree::root].is_array()
                                      ? kind::array
                                      : kind::object),
                     memory_.make(kind::object), memory_.make(kind::object), content.empty_list};
        for (auto const& field : m.fields()) {
            if (field.constant_on != side_ || !field.around.empty()) continue;
            auto* said = field.make_constant(memory_);
            if (content.otherwise.first == &field) {
                auto const& [as, text] = field.spellings[content.otherwise.second];
                said = as == kind::boolean  ? memory_.make_boolean(text == "true")
                       : as == kind::number ? memory_.make_number(text)
                                            : memory_.make_string(text);
            }
            put(made, m, field, {{}, {said}, false});
        }
        for (auto const& [index, said] : m.tags(side_))
            put(made, m, m.fields()[index],
                {{}, {m.fields()[index].scalar->make(side_, said, memory_)}, false});
        for (auto const& [index, one] : content.chosen) put(made, m, m.fields()[index], *one);
        // When the lists are there.
        for (auto const& [index, one] : content.chosen)
            if (auto const& field = m.fields()[index]; !field.spreads.empty() && field.copies_on == side_)
                put_in_elements(made, field, *one);
        if (m.tree(side_).has_tuples()) {
            made.is_whole = order_all(*made.container) && order_all(*made.calls);
        }
        write_documents(made, m);
        for (auto* one : {made.container, made.beside, made.calls})
            if (!other_paths_.empty()) keep_names(*one);
        return made;
    }

private:
    /// The example is there longer than the paths that were made for it.
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

    void put(example& into, mapping const& m, mapped_field const& field, field_choice const& chosen) {
        auto const* as_said = &field.paths[side_];
        // As it is written: one element is no list.
        if (field.is_single[side_] && chosen.items.size() == 1 &&
            can_stand_alone(*chosen.items[0], m.tree(side_).dialect_at(field.nodes[side_]))) {
            auto& alone = other_paths_.emplace_back(*as_said);
            alone.repeated = false;
            as_said = &alone;
        }
        auto const& path = *as_said;
        if (field.spreads_alone && field.copies_on == side_) return;
        if ((!field.copies.empty() || !field.spreads.empty()) && field.copies_on == side_) {
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

    /// One item: all elements say it; several: the first element alone, where no other place does.
    void put_in_elements(example& into, mapped_field const& field, field_choice const& chosen) {
        bool const all = chosen.items.size() == 1;
        if (!all && !field.spreads_alone) return;
        for (auto const& spread : field.spreads) {
            bool is_first = true;
            spread.each_element(*into.container, [&](value& element) {
                if (!std::exchange(is_first, false) && !all) return;
                auto within = into;
                within.container = &element;
                put_at(within, &element, spread.inner, nullptr, {chosen.items[0]});
            });
        }
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
        if (list.patterns.front().is_of_list()) return put_in_lists(parent, list, items);
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

    /// Elements lie in lists side by side.
    void put_in_lists(value& parent, path_tree::node const& list, std::vector<value*> const& items) {
        for (auto const& pattern : list.patterns)
            if (dialect_.shape == shape::json && items.empty())
                child_container(parent, pattern.member(), true);
        for (auto* item : items)
            for (auto* child = item->first; child != nullptr; child = child->next) {
                auto const name = numbered_name::list_of(child->name);
                if (dialect_.shape == shape::json)
                    document::append(child_container(parent, name, true), *memory_.copy(*child));
                else
                    document::append(parent, *memory_.copy(*child), name);
            }
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
    document& memory_;
    std::deque<field_path> other_paths_; ///< than the mapping's, of which the example has names
};

} // namespace

example write_example(mapping const& m, example_content content, std::size_t side, dialect spoken,
                      document& memory) {
    return example_writer(side, spoken, memory).make(m, std::move(content));
}

} // namespace ficus::acl
