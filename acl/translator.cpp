#include "acl/translator.hpp"

#include "acl/format.hpp"
#include "acl/header_mapping.hpp"
#include "acl/mapping.hpp"
#include "acl/mapping_run.hpp"
#include "acl/path_template.hpp"
#include "acl/xml.hpp"

namespace ficus::acl {
namespace {

constexpr std::string_view xsi_namespace = "http://www.w3.org/2001/XMLSchema-instance";

side_options const& side_of(translator_options const& options, std::size_t side) {
    return side == 0 ? options.legacy : options.modern;
}

void check_side(side_options const& side, std::string const& key, std::vector<option_error>& problems) {
    if (side.kind != format::xml) {
        if (!side.root.empty())
            problems.push_back({key + ".root", "only xml has a root element; leave 'root' out"});
    } else if (side.root.empty()) {
        problems.push_back({key + ".root", "an xml side needs its root element's name: root = \"Order\""});
    } else if (!is_xml_name(side.root)) {
        problems.push_back({key + ".root", "'" + side.root + "' cannot be the name of an XML element"});
    }
}

void add_all(std::vector<option_error>& problems, std::string const& prefix,
             std::vector<option_error> found) {
    for (auto& problem : found) problems.push_back({prefix + problem.key, std::move(problem.message)});
}

} // namespace

struct translator::compiled {
    translator_options options;
    std::shared_ptr<mapping const> mappings[2]; ///< of requests and responses; null: no fields are named
    header_mapping headers[2];
    std::optional<path_mapping> path;
};

boost::system::result<translator, std::vector<option_error>>
translator::compile(translator_options const& options) {
    auto made = std::make_shared<compiled>();
    made->options = options;
    std::vector<option_error> problems;
    check_side(options.legacy, "legacy", problems);
    check_side(options.modern, "modern", problems);
    std::array<format, 2> const formats{options.legacy.kind, options.modern.kind};

    auto const compile_fields = [&](std::vector<field_options> const& fields,
                                    std::string const& key) -> std::shared_ptr<mapping const> {
        if (fields.empty() && !options.keep_rest) return nullptr;
        auto compiled_fields = mapping::compile(fields, formats, key);
        if (compiled_fields) return std::make_shared<mapping const>(std::move(*compiled_fields));
        add_all(problems, "", compiled_fields.error());
        return nullptr;
    };
    auto const shared = compile_fields(options.fields, "fields");
    part_options const* const parts[2] = {&options.request, &options.response};
    char const* const part_names[2] = {"request", "response"};
    for (int i = 0; i < 2; ++i) {
        std::string const name = part_names[i];
        made->mappings[i] = parts[i]->fields ? compile_fields(*parts[i]->fields, name + ".fields") : shared;
        auto headers = header_mapping::compile(parts[i]->headers);
        if (headers)
            made->headers[i] = std::move(*headers);
        else
            add_all(problems, name + ".headers", headers.error());
    }
    if (options.request.path) {
        auto path = path_mapping::compile(options.request.path->first, options.request.path->second);
        if (path)
            made->path = std::move(*path);
        else
            add_all(problems, "request.path.", path.error());
    }
    if (options.response.path)
        problems.push_back({"response.path", "only requests have a path; put this into 'request'"});
    if (formats[0] != formats[1] && !made->mappings[0] && !made->mappings[1] && problems.empty())
        problems.push_back({"fields", "the formats differ, but no field says what corresponds; name the "
                                      "fields, or say rest = \"keep\""});
    if (!problems.empty()) return problems;
    return translator(std::move(made));
}

boost::system::result<translator::translation, error>
translator::translate(direction way, part of, std::string_view body, reading_limits const& limits) const {
    auto const& from = side_of(compiled_->options, source_index(way));
    auto const& to = side_of(compiled_->options, target_index(way));
    auto const* map = mapping_of(of);
    if (body.empty()) return translation{};
    if (map == nullptr) {
        if (from.kind == to.kind) return translation{std::string(body), 0};
        return error{error_code::unmapped, "the document",
                     std::string("the translator names no fields for ") +
                         (of == part::request ? "requests" : "responses") +
                         ", so a body cannot be translated"};
    }
    auto read = read_body(from.kind, body, limits);
    if (!read) return read.error();
    auto const& source = *read->root();
    if (from.kind == format::xml && source.name != from.root)
        return error{error_code::malformed, std::string(source.name),
                     "the root element is '" + std::string(source.name) + "', not '" + from.root + "'"};

    bool const list = to.kind == format::json && map->is_list(target_index(way));
    auto* target = read->make(to.kind == format::xml ? kind::element : list ? kind::array : kind::object);
    target->name = to.root;
    mapping_run run(way, *map, compiled_->options.keep_rest, *read);
    if (auto failure = run.run(*map, source, *target)) {
        if (failure->where.empty()) failure->where = "the document";
        return std::move(*failure);
    }
    if (run.wrote_nil() && target->find("@xmlns:xsi") == nullptr)
        document::append(*target, *read->make_string(xsi_namespace), "@xmlns:xsi");
    translation made;
    made.body.reserve(body.size() + body.size() / 2);
    if (auto const written = write_body(to.kind, *target, made.body); !written) return written.error();
    made.dropped = run.dropped();
    return made;
}

boost::system::result<std::string, error> translator::translate_body(direction way, part of,
                                                                     std::string_view body) const {
    auto translated = translate(way, of, body);
    if (!translated) return translated.error();
    return std::move(translated->body);
}

std::string_view translator::content_type(direction way) const {
    return acl::content_type(side_of(compiled_->options, target_index(way)).kind);
}

bool translator::accepts(direction way, std::string_view content_type) const {
    return acl::accepts(side_of(compiled_->options, source_index(way)).kind, content_type);
}

std::optional<std::string> translator::map_path(direction way, std::string_view raw_path) const {
    if (!compiled_->path) return std::nullopt;
    return compiled_->path->map(source_index(way), raw_path);
}

std::optional<std::string_view> translator::map_header(direction way, part of, std::string_view name) const {
    return compiled_->headers[static_cast<std::size_t>(of)].map(source_index(way), name);
}

std::string const& translator::name() const {
    return compiled_->options.name;
}

bool translator::rejects() const {
    return compiled_->options.reject;
}

translator_options const& translator::options() const {
    return compiled_->options;
}

mapping const* translator::mapping_of(part of) const {
    return compiled_->mappings[static_cast<std::size_t>(of)].get();
}

} // namespace ficus::acl
