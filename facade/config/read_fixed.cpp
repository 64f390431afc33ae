#include "facade/config/read_fixed.hpp"

namespace ficus::config {
namespace {

acl::fixed_column read_column(section from) {
    acl::fixed_column out;
    from.read("name", out.name);
    std::uint64_t width = 0;
    from.read_integer("width", 1, acl::padding::widest, width);
    if (!from.has("width")) from.missing("width", "say how many characters it has: width = 8");
    out.pad.width = width;
    from.read_choice<acl::padding_options::where>(
        "align", {{"left", acl::padding_options::where::right}, {"right", acl::padding_options::where::left}},
        out.pad.side);
    from.read("pad", out.pad.with);
    from.finish();
    return out;
}

} // namespace

std::optional<acl::fixed_layout> read_fixed(section& from) {
    acl::fixed_options options;
    bool const failed_before = from.out().failed();
    if (auto columns = from.each("columns", read_column)) options.columns = std::move(*columns);
    from.read_choice<acl::line_end>("line_end", {{"lf", acl::line_end::lf}, {"crlf", acl::line_end::crlf}},
                                    options.line_end);
    if (from.out().failed() != failed_before) return std::nullopt;
    auto made = acl::fixed_layout::compile(std::move(options));
    if (made) return std::move(*made);
    for (auto const& problem : made.error())
        from.out().error({from.place_of("columns").at, from.where().key + '.' + problem.key},
                         problem.message);
    return std::nullopt;
}

} // namespace ficus::config
