#include "acl/suggest_tree.hpp"

#include "acl/field_path.hpp"
#include "acl/rest_carrier.hpp"
#include "acl/xml_text.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace ficus::acl {
namespace {

constexpr std::string_view soap_attributes[] = {"arrayType", "encodingStyle"};

/// Of SOAP's encoding: which type a value has is no value, and nothing maps it unless a field does.
bool is_type_name(std::string_view name) {
    if (name == "@xsi:type" || name == "@xsi:schemaLocation" || name == "@xsi:noNamespaceSchemaLocation")
        return true;
    return std::any_of(std::begin(soap_attributes), std::end(soap_attributes), [&](std::string_view local) {
        auto const rest = name.size() > local.size() ? name[name.size() - local.size() - 1] : '\0';
        return name.starts_with('@') && name.ends_with(local) && (rest == ':' || rest == '}');
    });
}

bool is_declaration(std::string_view name) {
    return name == "@xmlns" || name.starts_with("@xmlns:") || name == "@xsi:nil" || is_type_name(name);
}

bool has_elements(value const& element) {
    for (auto const* child = element.first; child != nullptr; child = child->next)
        if (child->kind == kind::element) return true;
    return false;
}

bool has_attributes(value const& element) {
    for (auto const* child = element.first; child != nullptr; child = child->next)
        if (child->name.starts_with('@') && !is_declaration(child->name)) return true;
    return false;
}

/// `[2]`: a position in a list of values that differ.
bool is_tuple(std::vector<std::string> const& steps, bool names_params) {
    return names_params && steps.size() == 1 && steps.front() == "params";
}

std::string quoted_name(std::string const& name) {
    std::string out = "'";
    for (char const c : name) out += c == '\'' ? std::string("''") : std::string(1, c);
    return out + "'";
}

/// As a configuration writes it, names in quotes where they need them.
std::string write_path(std::vector<std::string> const& steps, bool repeated, shape of) {
    std::string out;
    for (auto const& step : steps) {
        bool const quoted = of == shape::json ? !position_of(step) &&
                                                    (step.empty() || step.find_first_of(".[]'") != step.npos)
                            : of == shape::form ? step.empty() || step.ends_with("[]") || step.front() == '\''
                                                : false;
        out = join_paths(of, out, quoted ? quoted_name(step) : step);
    }
    if (out.empty() && of == shape::xml && !repeated) return "text()";
    for (std::string_view const prefix : {"path:", "query:", "header:", "cookie:", "body:"})
        if (out.starts_with(prefix)) return "body:" + out + (repeated ? "[]" : "");
    return out + (repeated ? "[]" : "");
}

class level_reader {
public:
    level_reader(dialect side, bool names_params, document& memory)
        : side_(side), names_params_(names_params), memory_(memory) {}

    suggest_level read(std::vector<value const*> const& rows) {
        rows_ = rows.size();
        std::vector<std::string> steps;
        if (side_.shape == shape::xml)
            for (auto const* row : rows) survey(*row, steps);
        for (row_ = 0; row_ < rows.size(); ++row_) walk(*rows[row_], steps);
        out_.flat = side_.shape == shape::form;
        for (auto& list : out_.lists) list.holds_scalars = holds_scalars(list);
        return std::move(out_);
    }
    bool cut() const { return cut_; }

private:
    std::string path_of(std::vector<std::string> const& steps, bool repeated = false) const {
        return write_path(steps, repeated, side_.shape);
    }

    /// Which elements hold elements, and which are there more than once.
    void survey(value const& element, std::vector<std::string>& steps) {
        if (!steps.empty() && has_elements(element)) containers_.insert(path_of(steps));
        std::map<std::string_view, int> times;
        for (auto const* child = element.first; child != nullptr; child = child->next) {
            if (child->kind != kind::element) continue;
            steps.emplace_back(child->name);
            if (++times[child->name] > 1) repeated_.insert(path_of(steps));
            survey(*child, steps);
            steps.pop_back();
        }
    }

    void walk(value const& container, std::vector<std::string>& steps) {
        switch (side_.shape) {
        case shape::xml: walk_xml(container, steps); break;
        case shape::form: walk_form(container, steps); break;
        case shape::json: walk_json(container, steps); break;
        }
    }

    void walk_xml(value const& element, std::vector<std::string>& steps) {
        bool const is_container =
            steps.empty() ? has_elements(element) : containers_.contains(path_of(steps));
        if (!is_container) {
            auto const* text = suggest_scalar(element, memory_);
            bool const says_nothing = text->text.empty() && text->kind == kind::string &&
                                      (steps.empty() || has_attributes(element));
            if (!says_nothing) put(steps, text);
        }
        for (auto const* child = element.first; child != nullptr; child = child->next) {
            if (child->name.empty() || is_declaration(child->name)) continue;
            steps.emplace_back(child->name);
            if (child->kind != kind::element) {
                put(steps, child);
            } else {
                bool const certain = repeated_.contains(path_of(steps));
                put_item(steps, child, certain);
                if (!certain) walk_xml(*child, steps);
            }
            steps.pop_back();
        }
    }

    void walk_form(value const& form, std::vector<std::string>& steps) {
        std::map<std::string_view, int> times;
        for (auto const* child = form.first; child != nullptr; child = child->next) ++times[child->name];
        for (auto const* child = form.first; child != nullptr; child = child->next) {
            if (child->is_container()) continue;
            steps.emplace_back(child->name);
            bool const certain = times[child->name] > 1;
            put_item(steps, child, certain);
            put(steps, child);
            steps.pop_back();
        }
    }

    void walk_json(value const& container, std::vector<std::string>& steps) {
        if (container.kind == kind::array && !is_tuple(steps, names_params_)) {
            for (auto const* child = container.first; child != nullptr; child = child->next)
                put_item(steps, child, true);
            if (container.first == nullptr) list(steps, true).items[row_].emplace();
            return;
        }
        std::size_t position = 0;
        for (auto const* child = container.first; child != nullptr; child = child->next) {
            steps.emplace_back(container.kind == kind::array ? '[' + std::to_string(position++) + ']'
                                                             : std::string(child->name));
            if (child->is_container())
                walk_json(*child, steps);
            else
                put(steps, child);
            steps.pop_back();
        }
    }

    void put(std::vector<std::string> const& steps, value const* cell) {
        auto path = path_of(steps);
        auto const [at, is_new] = columns_.try_emplace(path, out_.columns.size());
        if (is_new) {
            if (out_.columns.size() >= most_suggest_paths) {
                columns_.erase(at);
                cut_ = true;
                return;
            }
            out_.columns.push_back({std::move(path), std::vector<value const*>(rows_)});
        }
        out_.columns[at->second].cells[row_] = cell;
    }

    suggest_list& list(std::vector<std::string> const& steps, bool certain) {
        auto path = path_of(steps, true);
        auto const [at, is_new] = lists_.try_emplace(path, out_.lists.size());
        if (is_new) {
            suggest_list made;
            made.path = std::move(path);
            made.items.resize(rows_);
            out_.lists.push_back(std::move(made));
        }
        auto& found = out_.lists[at->second];
        found.certain |= certain;
        return found;
    }

    void put_item(std::vector<std::string> const& steps, value const* item, bool certain) {
        if (lists_.size() >= most_suggest_paths && !lists_.contains(path_of(steps, true))) {
            cut_ = true;
            return;
        }
        auto& items = list(steps, certain).items[row_];
        if (!items) items.emplace();
        items->push_back(item);
    }

    bool holds_scalars(suggest_list const& list) const {
        for (auto const& items : list.items) {
            if (!items) continue;
            for (auto const* item : *items)
                if (item->kind == kind::element ? has_elements(*item) || has_attributes(*item)
                                                : item->is_container())
                    return false;
        }
        return true;
    }

    dialect side_;
    bool names_params_;
    document& memory_;
    std::size_t rows_ = 0, row_ = 0;
    bool cut_ = false;
    std::set<std::string> containers_, repeated_;
    std::map<std::string, std::size_t> columns_, lists_;
    suggest_level out_;
};

} // namespace

bool is_below(std::string_view path, std::string_view outer) {
    if (outer == "[]" || outer.empty()) return true;
    if (!path.starts_with(outer)) return false;
    auto const rest = path.substr(outer.size());
    return rest.empty() || rest.front() == '/' || rest.front() == '.' || rest.front() == '[';
}

void suggest_level::adopt(std::string const& list_path) {
    auto const outer = list_path.substr(0, list_path.size() - 2);
    if (flat) {
        std::erase_if(columns, [&](auto const& column) { return column.path == outer; });
        return;
    }
    std::erase_if(columns, [&](auto const& column) { return is_below(column.path, outer); });
    std::erase_if(lists,
                  [&](auto const& list) { return list.path != list_path && is_below(list.path, outer); });
}

value const* suggest_scalar(value const& item, document& memory) {
    if (item.kind != kind::element) return &item;
    if (is_nil(item)) return memory.make(kind::null);
    auto const text = element_text(item, memory);
    return memory.make_string(text.data() == nullptr ? std::string_view() : text);
}

suggest_level read_suggest_level(std::vector<value const*> const& rows, dialect side, bool names_params,
                                 document& memory, bool& cut) {
    level_reader reader(side, names_params, memory);
    auto level = reader.read(rows);
    cut |= reader.cut();
    // A list that is certain has no columns of its own.
    std::vector<std::string> certain;
    for (auto const& list : level.lists)
        if (list.certain) certain.push_back(list.path);
    for (auto const& path : certain) level.adopt(path);
    return level;
}

std::vector<std::pair<std::string, value const*>> flatten(value const& root, dialect side, bool names_params,
                                                          document& memory) {
    std::vector<std::pair<std::string, value const*>> out;
    bool cut = false;
    auto level = read_suggest_level({&root}, side, names_params, memory, cut);
    for (auto const& column : level.columns)
        if (column.cells[0] != nullptr) out.emplace_back(column.path, column.cells[0]);
    for (auto const& list : level.lists) {
        if (!list.certain || !list.items[0]) continue;
        for (auto const* item : *list.items[0]) {
            if (list.holds_scalars) {
                out.emplace_back(list.path, suggest_scalar(*item, memory));
                continue;
            }
            if (!item->is_container()) continue;
            for (auto& [path, found] : flatten(*item, side, false, memory))
                out.emplace_back(path == "text()" ? list.path : join_paths(side.shape, list.path, path),
                                 found);
        }
    }
    return out;
}

} // namespace ficus::acl
