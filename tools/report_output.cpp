#include "tools/report_output.hpp"

#include "facade/app/json_text.hpp"
#include "facade/shadow/report_json.hpp"
#include "tools/report_html.hpp"
#include "tools/report_junit.hpp"
#include "tools/report_text.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace ficus::tools {

std::string report_as(shadow::report const& made, report_command::format as, bool colour,
                      boost::json::object const& more) {
    std::ostringstream text;
    switch (as) {
    case report_command::format::text: print_report(made, text, colour); break;
    case report_command::format::json: {
        auto document = report_json(made);
        for (auto const& [name, value] : more) document.as_object()[name] = value;
        text << app::json_text(document) << '\n';
        break;
    }
    case report_command::format::html: text << report_html(made); break;
    case report_command::format::junit: text << report_junit(made); break;
    }
    return text.str();
}

result<void> write_file(std::filesystem::path const& file, std::string const& text) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (out) return {};
    return failure(exit_status::failed, "`" + file.string() + "` could not be written: " +
                                            std::strerror(errno) + "; give -o a file that can");
}

exit_status gate(shadow::verdict worst) {
    switch (worst) {
    case shadow::verdict::ready: return exit_status::done;
    case shadow::verdict::not_ready: return exit_status::refused;
    case shadow::verdict::insufficient: return exit_status::unsure;
    }
    return exit_status::unsure;
}

} // namespace ficus::tools
