#include "acl/proof_examples.hpp"

#include "acl/proof_samples.hpp"
#include "acl/proof_writing.hpp"

#include <algorithm>
#include <iterator>

namespace ficus::acl {
namespace {

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
        std::vector<std::vector<field_choice>> all;
        for (auto const& field : m.fields()) all.push_back(choices(m, field));
        // One field's choice, and of those that there has to be the most ordinary one.
        auto const chosen_with = [&](std::size_t index, field_choice const* one) {
            std::vector<chosen_field> chosen;
            for (std::size_t i = 0; i < all.size(); ++i)
                if (i == index)
                    chosen.emplace_back(i, one);
                else if (!all[i].empty() &&
                         (is_needed(m, m.fields()[i]) || has_places_of(m, m.fields()[i], index) ||
                          (index < all.size() && comes_before(m, m.fields()[i], m.fields()[index]))))
                    chosen.emplace_back(i, &ordinary(all[i], one != nullptr &&
                                                                 has_places_of(m, m.fields()[i], index) &&
                                                                 one->items.size() > 1));
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
                std::vector<chosen_field> ordinary;
                for (std::size_t at = 0; at < all.size(); ++at)
                    if (!all[at].empty()) ordinary.emplace_back(at, &all[at].front());
                made.push_back(make(place(m, field), m, ordinary));
                otherwise_ = {};
            }
        if (all.empty()) return made;
        // Without the only one there is nothing, which is tried above.
        for (std::size_t left_out = all.size() == 1 ? 1 : 0; left_out <= all.size(); ++left_out) {
            std::vector<chosen_field> chosen;
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

    /// The most ordinary one, or one of several elements.
    static field_choice const& ordinary(std::vector<field_choice> const& all, bool several) {
        auto const found = std::find_if(all.begin(), all.end(), [&](field_choice const& one) {
            return !several || one.items.size() > 1;
        });
        return found == all.end() ? all.front() : *found;
    }

    /// It is a list in whose elements that field says its value.
    bool has_places_of(mapping const& m, mapped_field const& list, std::size_t index) const {
        if (index >= m.fields().size() || !list.elements || m.fields()[index].copies_on != side_)
            return false;
        auto const& spreads = m.fields()[index].spreads;
        return std::any_of(spreads.begin(), spreads.end(), [&](spread_path const& one) {
            return one.lists.front().steps == list.paths[side_].steps;
        });
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
    std::vector<field_choice> choices(mapping const& m, mapped_field const& field) {
        std::vector<field_choice> made;
        if (field.constant_on || is_tag(m, field)) return made;
        made = all_choices(m, field);
        // What would make it a document of another case.
        std::erase_if(made, [&](field_choice const& one) {
            return one.items.size() == 1 && one.items[0] != nullptr && !one.items[0]->is_container() &&
                   std::any_of(m.denied(side_).begin(), m.denied(side_).end(), [&](auto const& denied) {
                       return &m.fields()[denied.first] == &field && denied.second == one.items[0]->text;
                   });
        });
        return made;
    }

    std::vector<field_choice> all_choices(mapping const& m, mapped_field const& field) {
        std::vector<field_choice> made;
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
                // Of elements that lie in lists side by side all have what one has.
                bool const alike = field.paths[0].side_by_side || field.paths[1].side_by_side;
                auto* const other = (alike ? made.front() : made.back()).items[0];
                made.push_back({where, {made[0].items[0], other, made[0].items[0]}, false});
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
            bool const is_copied = !field.copies.empty() || !field.spreads.empty();
            if (is_copied && !field.spreads_alone && field.copies_on == side_ && !samples.empty()) {
                made.push_back({where, std::vector<value*>(field.copies.size() + 2), false});
                made.back().items.front() = samples.front();
            }
            // Of several elements one alone may say it.
            if (field.spreads_alone && field.copies_on == side_ && !samples.empty())
                made.push_back({where, {samples.front(), nullptr}, false});
            if (field.is_link && link_) {
                std::string text = *link_;
                auto const* around = field.scalar->conversion().text();
                if (around != nullptr) text.clear();
                if (around == nullptr || around->side(side_).write(*link_, text))
                    made.push_back({where, {memory_.make_string(text)}, false});
            }
            if (field.paths[side_].repeated && samples.size() > 1)
                made.push_back({where, {samples[0], samples[1], samples[0]}, false});
        }
        auto const& node = m.tree(side_)[field.nodes[side_]];
        bool const says_empty = (m.tree(side_).shape_at(field.nodes[side_]) == shape::json &&
                                 (!field.paths[side_].numbered || field.paths[side_].side_by_side)) ||
                                field.paths[side_].keyed ||
                                (node.parent != path_tree::none && m.tree(side_)[node.parent].wraps_list);
        if (field.paths[side_].repeated && says_empty) made.push_back({where, {}, true});
        if (field.nothing && !field.paths[side_].repeated) add_nothing(field, m, where, made);
        return made;
    }

    /// One text of one element, and of several.
    /// What the elements of a text can be.
    std::vector<value*> samples_of_elements(mapped_field const& field) {
        if (!field.elements) return sample_scalars(*field.scalar, side_, form_dialect, memory_);
        auto const body = std::exchange(dialect_, plain_dialect);
        std::vector<value*> samples;
        for (auto const& one : examples(*field.elements))
            if (one.is_whole && one.container->kind == kind::string) samples.push_back(one.container);
        dialect_ = body;
        return samples;
    }

    void add_split(mapped_field const& field, mapping const&, std::string const& where,
                   std::vector<field_choice>& made) {
        std::vector<std::string_view> all;
        for (auto const* sample : samples_of_elements(field)) {
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
                      std::string const& where, std::vector<field_choice>& made) {
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
                    field_choice one{where, std::vector<value*>(samples.size()), false};
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
                   std::vector<field_choice>& made) {
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
            field_choice one{where, std::vector<value*>(field.parts.size()), false};
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
                     std::vector<field_choice>& made) {
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

    example make(std::string where, mapping const& m, std::vector<chosen_field> const& chosen,
                 bool empty_list = false) {
        return write_example(m, {std::move(where), chosen, empty_list, otherwise_}, side_, dialect_, memory_);
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
        std::vector<std::vector<field_choice>> all;
        for (auto const& field : m.fields()) all.push_back(choices(m, field));
        std::vector<chosen_field> chosen;
        for (std::size_t i = 0; i < all.size(); ++i) {
            auto const& paths = m.fields()[i].paths;
            bool const key = paths[0].where == acl::place::key || paths[1].where == acl::place::key;
            if (!all[i].empty()) chosen.emplace_back(i, &all[i][key && all[i].size() > 1 ? 1 : 0]);
        }
        return make("", m, chosen);
    }

    std::size_t side_;
    dialect dialect_;
    std::optional<std::string> const& link_;
    document& memory_;
    /// The constant that is said in another spelling than the first, and which.
    std::pair<mapped_field const*, std::size_t> otherwise_{};
    std::string around_; ///< the lists around, for without_
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
