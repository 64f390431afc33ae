#include "acl/csv.hpp"

#include "acl/table_text.hpp"
#include "acl/utf8.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace ficus::acl {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

class csv_reader {
public:
    csv_reader(std::string_view text, csv_options const& options, reading_limits const& limits)
        : text_(text), options_(options), limits_(limits), result_(1024 + 2 * text.size()) {
        if (text_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
    }

    boost::system::result<document, error> read() {
        result_.set_root(result_.make(kind::array));
        for (; at_ < text_.size(); ++row_)
            if (auto failure = read_row()) return std::move(*failure);
        return std::move(result_);
    }

private:
    error fail(error_code code, std::string message) const {
        return {code, "row " + std::to_string(row_), std::move(message)};
    }

    std::optional<error> read_row() {
        auto const names_columns = options_.header && row_ == 1;
        value* row = nullptr;
        if (!names_columns) {
            if (++members_ > limits_.max_members) return too_many();
            row = result_.make(options_.header ? kind::object : kind::array);
            document::append(*result_.root(), *row);
        }
        for (std::size_t column = 0;; ++column) {
            auto const field = read_field();
            if (!field) return field.error();
            if (row_ > 1 && column >= columns_) return ragged("more");
            if (names_columns) {
                if (names_.size() + members_ >= limits_.max_members) return too_many();
                if (!seen_.insert(*field).second)
                    return fail(error_code::repeated,
                                "column \"" + std::string(*field) + "\" is there twice");
                names_.push_back(*field);
            } else {
                if (++members_ > limits_.max_members) return too_many();
                document::append(*row, *result_.make_string(*field),
                                 options_.header ? names_[column] : std::string_view{});
            }
            if (at_ < text_.size() && text_[at_] == options_.separator) {
                ++at_;
                continue;
            }
            if (row_ == 1) columns_ = column + 1;
            if (column + 1 < columns_) return ragged("fewer");
            return end_row();
        }
    }

    /// The field's text, which lives as long as the document.
    boost::system::result<std::string_view, error> read_field() {
        if (at_ == text_.size() || text_[at_] != options_.quote) {
            auto const begin = at_;
            while (at_ < text_.size() && text_[at_] != options_.separator && text_[at_] != '\n' &&
                   text_[at_] != '\r') {
                if (text_[at_] == options_.quote)
                    return fail(error_code::malformed, "a quote within a field that does not begin with one; "
                                                       "put the field in quotes and double it");
                ++at_;
            }
            return result_.keep(text_.substr(begin, at_ - begin));
        }
        auto* const decoded = result_.allocate(quoted_size() + 1);
        std::size_t size = 0;
        for (++at_;; ++at_) {
            if (at_ == text_.size()) return fail(error_code::malformed, "a quote that is never closed");
            if (text_[at_] == options_.quote) {
                ++at_;
                if (at_ == text_.size() || text_[at_] != options_.quote) break;
            }
            decoded[size++] = text_[at_];
        }
        if (at_ < text_.size() && text_[at_] != options_.separator && text_[at_] != '\n' &&
            text_[at_] != '\r')
            return fail(error_code::malformed,
                        "text behind a closing quote; a quote within quotes is doubled");
        return std::string_view(decoded, size);
    }

    /// How many bytes the field in quotes has at the most.
    std::size_t quoted_size() const {
        auto at = at_ + 1;
        for (; at < text_.size(); ++at) {
            if (text_[at] != options_.quote) continue;
            ++at;
            if (at == text_.size() || text_[at] != options_.quote) break;
        }
        return at - at_;
    }

    std::optional<error> end_row() {
        if (at_ == text_.size()) return std::nullopt;
        if (text_[at_] == '\r') ++at_;
        if (at_ == text_.size() || text_[at_] != '\n')
            return fail(error_code::malformed, "a CR without its LF; put the field in quotes");
        ++at_;
        return std::nullopt;
    }

    error ragged(std::string_view how) const {
        return fail(error_code::malformed,
                    std::string(how) + " fields than the " + std::to_string(columns_) + " of the first row");
    }
    error too_many() const {
        return fail(error_code::limit, "more values than are accepted in one document");
    }

    std::string_view text_;
    csv_options const& options_;
    reading_limits const& limits_;
    document result_;
    std::size_t at_ = 0, row_ = 1, columns_ = 0, members_ = 1;
    std::vector<std::string_view> names_;
    std::set<std::string_view> seen_; // ordered: the names are the sender's, whose hashes may collide
};

class csv_writer {
public:
    explicit csv_writer(csv_options const& options) : options_(options) {}

    std::optional<error> write(value const& root) {
        if (root.kind != kind::array)
            return error{error_code::unrepresentable, "the document",
                         "only a list of rows can be written as csv"};
        std::size_t position = 0;
        if (options_.header)
            if (auto failure = write_header(root.first)) return failure;
        for (auto const* row = root.first; row != nullptr; row = row->next, ++position) {
            auto const where = "[" + std::to_string(position) + "]";
            bool const is_empty = row->count == 0 && (!options_.header || options_.columns.empty());
            if (row->kind != (options_.header ? kind::object : kind::array) || is_empty)
                return error{error_code::unrepresentable, where,
                             options_.header
                                 ? "a row of csv is an object with at least one member"
                                 : "a row of csv without a header is a list with at least one item"};
            auto failure = options_.header ? write_object(*row, where) : write_list(*row, *root.first, where);
            if (failure) return failure;
        }
        return std::nullopt;
    }

    std::string const& text() const { return text_; }

private:
    std::optional<error> write_header(value const* first) {
        for (auto const& name : options_.columns)
            if (positions_.emplace(name, positions_.size()).second) columns_.push_back(name);
        bool const has_names = first != nullptr && first->kind == kind::object;
        std::set<std::string_view> seen;
        for (auto const* column = has_names ? first->first : nullptr; column != nullptr;
             column = column->next) {
            if (!seen.insert(column->name).second)
                return error{error_code::repeated, "[0]." + std::string(column->name),
                             "is there twice; a column has one name"};
            if (positions_.emplace(column->name, positions_.size()).second) columns_.push_back(column->name);
        }
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (i > 0) text_ += options_.separator;
            write_text(columns_[i]);
        }
        if (!columns_.empty()) text_ += "\r\n";
        return std::nullopt;
    }

    std::optional<error> write_object(value const& row, std::string const& where) {
        std::vector<value const*> fields(columns_.size());
        for (auto const* member = row.first; member != nullptr; member = member->next) {
            auto const column = positions_.find(member->name);
            auto const place = where + "." + std::string(member->name);
            if (column == positions_.end())
                return error{error_code::unrepresentable, place,
                             "is not in the first row, which names the columns"};
            if (fields[column->second] != nullptr)
                return error{error_code::repeated, place, "is there twice; a column has one name"};
            fields[column->second] = member;
        }
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            auto const place = where + "." + std::string(columns_[i]);
            if (fields[i] == nullptr && i >= options_.columns.size())
                return error{error_code::unrepresentable, place, "is absent, and csv has no way to say so"};
            if (fields[i] == nullptr)
                text_.append(i > 0 ? 1 : 0, options_.separator);
            else if (auto failure = write_field(*fields[i], i > 0, place))
                return failure;
        }
        text_ += "\r\n";
        return std::nullopt;
    }

    std::optional<error> write_list(value const& row, value const& first, std::string const& where) {
        if (row.count != first.count)
            return error{error_code::unrepresentable, where,
                         std::to_string(row.count) + " items, and the first row has " +
                             std::to_string(first.count)};
        std::size_t position = 0;
        for (auto const* item = row.first; item != nullptr; item = item->next, ++position) {
            auto const place = where + "[" + std::to_string(position) + "]";
            if (auto failure = write_field(*item, item != row.first, place)) return failure;
        }
        text_ += "\r\n";
        return std::nullopt;
    }

    std::optional<error> write_field(value const& field, bool separated, std::string const& where) {
        if (field.is_container() || field.kind == kind::null)
            return error{error_code::unrepresentable, where,
                         field.kind == kind::null ? "csv cannot hold null"
                                                  : "csv cannot hold lists or objects in a field"};
        if (separated) text_ += options_.separator;
        write_text(field.kind == kind::boolean ? (field.truth ? "true" : "false") : field.text);
        return std::nullopt;
    }

    void write_text(std::string_view text) {
        auto const needs = std::any_of(text.begin(), text.end(), [this](char c) {
            return c == options_.separator || c == options_.quote || c == '\r' || c == '\n';
        });
        // Else the mark that a reader skips would be a part of the text.
        if (!needs && !(text_.empty() && text.starts_with(byte_order_mark))) {
            text_ += text;
            return;
        }
        text_ += options_.quote;
        for (auto const c : text) {
            if (c == options_.quote) text_ += c;
            text_ += c;
        }
        text_ += options_.quote;
    }

    csv_options const& options_;
    std::string text_;
    std::vector<std::string_view> columns_;
    std::map<std::string_view, std::size_t> positions_;
};

} // namespace

boost::system::result<document, error> read_csv(std::string_view text, csv_options const& options,
                                                reading_limits const& limits) {
    if (auto failure = refuse_table(text, limits)) return std::move(*failure);
    return csv_reader(text, options, limits).read();
}

boost::system::result<void, error> write_csv(value const& root, csv_options const& options,
                                             std::string& out) {
    csv_writer writer(options);
    if (auto failure = writer.write(root)) return std::move(*failure);
    out += writer.text();
    return {};
}

} // namespace ficus::acl
