// Writes the pages that page.py looks at: `write_pages FOLDER`.
#include "tools/report_html.hpp"
#include "unit/tools/sample_reports.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>

using namespace ficus;

namespace {

bool write(std::filesystem::path const& file, shadow::report const& report) {
    std::ofstream out(file, std::ios::binary);
    out << tools::report_html(report);
    out.close();
    return static_cast<bool>(out);
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "write_pages FOLDER\n";
        return 2;
    }
    std::filesystem::path const folder = argv[1];
    if (write(folder / "sample.html", test::sample_report()) &&
        write(folder / "hostile.html", test::hostile_report()))
        return 0;
    std::cerr << folder << " could not be written\n";
    return 1;
}
