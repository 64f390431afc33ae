#include "acl/fixed.hpp"

#include "acl/quoted.hpp"
#include "acl/table_text.hpp"
#include "acl/utf8.hpp"

#include <algorithm>
#include <optional>

namespace ficus::acl {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool begins_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

/// Takes so many characters from the beginning of `line`, which has them.
std::string_view take(std::string_view& line, std::size_t characters) {
    std::size_t at = 0;
    for (; at < line.size(); ++at)
        if (begins_character(line[at]) && characters-- == 0) break;
    auto const taken = line.substr(0, at);
    line.remove_prefix(at);
    return taken;
}

bool is_blank(std::string_view padded, std::string_view with) {
    while (padded.starts_with(with)) padded.remove_prefix(with.size());
    return padded.empty();
}

class record_reader {
public:
    record_reader(std::string_view text, fixed_layout const& layout, reading_limits const& limits)
        : left_(text), layout_(layout), limits_(limits), result_(1024 + 2 * text.size()) {
        if (left_.starts_with(byte_order_mark)) left_.remove_prefix(byte_order_mark.size());
        for (std::size_t column = 0; column < layout.size(); ++column)
            names_.push_back(result_.keep(layout.name(column)));
    }

    boost::system::result<document, error> read() {
        result_.set_root(result_.make(kind::array));
        for (; !left_.empty(); ++row_)
            if (auto failure = read_record(take_line())) return std::move(*failure);
        result_.set_dropped(dropped_);
        return std::move(result_);
    }

private:
    std::string_view take_line() {
        auto const end = std::min(left_.find('\n'), left_.size());
        auto line = left_.substr(0, end);
        bool const ended = end < left_.size();
        left_.remove_prefix(ended ? end + 1 : end);
        if (ended && line.ends_with('\r')) line.remove_suffix(1);
        return line;
    }

    std::optional<error> read_record(std::string_view line) {
        auto const fail = [this](error_code code, std::string message) {
            return error{code, "row " + std::to_string(row_), std::move(message)};
        };
        members_ += 1 + layout_.size();
        if (members_ > limits_.max_members)
            return fail(error_code::limit, "more values than are accepted in one document");
        if (line.find('\r') != std::string_view::npos)
            return fail(error_code::malformed, "a CR without its LF");
        if (auto const width = count_characters(line); width != layout_.width())
            return fail(error_code::malformed, std::to_string(width) + " characters where the columns have " +
                                                   std::to_string(layout_.width()));
        auto* const record = result_.make(kind::object);
        document::append(*result_.root(), *record);
        for (std::size_t column = 0; column < layout_.size(); ++column) {
            auto const& pad = layout_.pad(column);
            auto const padded = take(line, pad.options().width);
            if (layout_.is_filler(column)) {
                dropped_ += is_blank(padded, pad.options().with) ? 0 : 1;
                continue;
            }
            auto const text = pad.strip(padded);
            document::append(*record, *result_.make_string(text.value_or("")), names_[column]);
        }
        return std::nullopt;
    }

    std::string_view left_;
    fixed_layout const& layout_;
    reading_limits const& limits_;
    document result_;
    std::vector<std::string_view> names_; ///< the columns'
    std::size_t row_ = 1, members_ = 1, dropped_ = 0;
};

error cannot(std::string where, std::string message) {
    return {error_code::unrepresentable, std::move(where), std::move(message)};
}

class record_writer {
public:
    explicit record_writer(fixed_layout const& layout) : layout_(layout), fields_(layout.size()) {}

    std::optional<error> write(value const& root) {
        if (root.kind != kind::array)
            return cannot("the document", "only a list can be written as records of fixed width");
        std::size_t position = 0;
        for (auto const* record = root.first; record != nullptr; record = record->next, ++position)
            if (auto failure = write_record(*record, "[" + std::to_string(position) + "]")) return failure;
        if (text_.starts_with(byte_order_mark))
            return cannot("[0]." + layout_.name(0), "begins with a byte order mark, which a reader skips");
        return std::nullopt;
    }

    std::string const& text() const { return text_; }

private:
    std::optional<error> write_record(value const& record, std::string const& where) {
        if (record.kind != kind::object) return cannot(where, "a record is an object of its columns");
        std::fill(fields_.begin(), fields_.end(), nullptr);
        std::size_t next = 0; // most come in the columns' order
        for (auto const* member = record.first; member != nullptr; member = member->next) {
            auto const column = find(member->name, next);
            auto const place = where + "." + std::string(member->name);
            if (column == layout_.size() || member->name.empty())
                return cannot(place, "is none of the columns");
            if (fields_[column] != nullptr)
                return error{error_code::repeated, place, "is there twice; a record has each column once"};
            fields_[column] = member;
            next = column + 1;
        }
        for (std::size_t column = 0; column < layout_.size(); ++column)
            if (layout_.is_filler(column))
                write_filler(layout_.pad(column).options());
            else if (auto failure = write_field(fields_[column], column, where + "." + layout_.name(column)))
                return failure;
        text_ += layout_.options().line_end == line_end::crlf ? "\r\n" : "\n";
        return std::nullopt;
    }

    void write_filler(padding_options const& pad) {
        for (std::size_t i = 0; i < pad.width; ++i) text_ += pad.with;
    }

    std::size_t find(std::string_view name, std::size_t expected) const {
        if (expected < layout_.size() && layout_.name(expected) == name) return expected;
        std::size_t column = 0;
        while (column < layout_.size() && layout_.name(column) != name) ++column;
        return column;
    }

    std::optional<error> write_field(value const* field, std::size_t column, std::string const& where) {
        if (field == nullptr) return cannot(where, "is absent, and a record has no way to say so");
        if (field->is_container() || field->kind == kind::null)
            return cannot(where, field->kind == kind::null ? "a record cannot hold null"
                                                           : "a record cannot hold lists or objects");
        auto const text =
            field->kind == kind::boolean ? std::string_view(field->truth ? "true" : "false") : field->text;
        auto const width = layout_.pad(column).options().width;
        if (auto const characters = count_characters(text); characters > width)
            return cannot(where, quoted(text) + " has " + std::to_string(characters) +
                                     " characters, and the column " + std::to_string(width));
        if (text.find_first_of("\r\n") != std::string_view::npos)
            return cannot(where, quoted(text) + " has a line end in it, and a record is one line");
        if (auto const filled = layout_.pad(column).fill(text, text_); !filled)
            return cannot(where, filled.error());
        return std::nullopt;
    }

    fixed_layout const& layout_;
    std::vector<value const*> fields_; ///< by column
    std::string text_;
};

} // namespace

boost::system::result<fixed_layout, std::vector<option_error>> fixed_layout::compile(fixed_options options) {
    std::vector<option_error> problems;
    fixed_layout made;
    if (std::all_of(options.columns.begin(), options.columns.end(),
                    [](fixed_column const& column) { return column.name.empty(); }))
        problems.push_back({"columns", "say which columns a record has, from the left: columns = [ { name = "
                                       "\"sku\", width = 8 } ]"});
    for (std::size_t i = 0; i < options.columns.size(); ++i) {
        auto const& column = options.columns[i];
        auto const key = "columns[" + std::to_string(i) + "]";
        for (std::size_t other = 0; other < i && !column.name.empty(); ++other)
            if (options.columns[other].name == column.name)
                problems.push_back({key + ".name", quoted(column.name) +
                                                       " is the name of another column; give each its own"});
        if (column.pad.with == "\n" || column.pad.with == "\r")
            problems.push_back({key + ".pad", "a line end cannot stand in a record"});
        auto pad = padding::compile(column.pad);
        if (pad) {
            made.width_ += column.pad.width;
            made.paddings_.push_back(std::move(*pad));
            continue;
        }
        for (auto& problem : pad.error())
            problems.push_back(
                {key + (problem.key == "with" ? ".pad" : '.' + problem.key), std::move(problem.message)});
    }
    if (!problems.empty()) return problems;
    made.options_ = std::move(options);
    return made;
}

boost::system::result<document, error> read_fixed(std::string_view text, fixed_layout const& layout,
                                                  reading_limits const& limits) {
    if (auto failure = refuse_table(text, limits)) return std::move(*failure);
    return record_reader(text, layout, limits).read();
}

boost::system::result<void, error> write_fixed(value const& root, fixed_layout const& layout,
                                               std::string& out) {
    record_writer writer(layout);
    if (auto failure = writer.write(root)) return std::move(*failure);
    out += writer.text();
    return {};
}

} // namespace ficus::acl
