// What a reader without a DTD may decide, and what ours does.
#include "xml_suite.hpp"

using namespace ficus::acl;
using namespace ficus::acl::testing;
using namespace std::string_view_literals;

namespace {

std::vector<open_case> const left_open{
    {{"i_doctype_without_subset", "<!DOCTYPE r><r/>"}, true, "it declares nothing"},
    {{"i_doctype_external", "<!DOCTYPE r SYSTEM 'http://127.0.0.1/r.dtd'><r/>"}, true, "nothing is fetched"},
    {{"i_doctype_empty_subset", "<!DOCTYPE r []><r/>"},
     false,
     "an internal subset is refused, whatever is in it"},
    {{"i_doctype_of_another_root", "<!DOCTYPE s><r/>"}, true, "validity is not asked for"},
    {{"i_version_1_1", "<?xml version='1.1'?><r/>"}, true, "what it holds is judged as 1.0"},
    {{"i_levels_128", times(128, "<r>") + times(128, "</r>")}, true, "the limit"},
    {{"i_levels_129", times(129, "<r>") + times(129, "</r>")}, false, "past the limit"},
    {{"i_prefix_undeclared", "<n:r/>"}, true, "prefixes are looked at where a side names namespaces"},
    {{"i_version_1_2", "<?xml version='1.2'?><r/>"}, true, "as the fifth edition has it, judged as 1.0"},
    {{"i_doctype_public", "<!DOCTYPE r PUBLIC '-//x' 'r.dtd'><r/>"}, true, "nothing is fetched"},
    {{"i_entity_of_external_doctype", "<!DOCTYPE r SYSTEM 'r.dtd'><r>&a;</r>"},
     false,
     "an entity that nobody reads cannot be passed on"},
    {{"i_name_two_colons", "<a:b:c/>"}, true, "prefixes are looked at where a side names namespaces"},
};

} // namespace

TEST_CASE("what a reader without a DTD may decide is read or refused as documented") {
    check_left_open<xml_format>(left_open);
}
