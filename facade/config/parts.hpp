#pragma once

#include "facade/config/configuration.hpp"
#include "facade/config/section.hpp"

#include <string>
#include <string_view>
#include <vector>

/// How each part of the file becomes options. What is wrong goes to the section's diagnostics; what could be
/// read is returned all the same, so that later checks find later errors. References between parts are not
/// looked at here.
namespace ficus::config {

facade_options read_facade(section facade);
upstream::upstream_options read_upstream(std::string const& name, section upstream);
feature read_feature(std::string const& name, section feature);
acl::translator_options read_translator(std::string const& name, section translator);

/// How a side of a translator speaks.
acl::side_options read_side(section from);
/// `[[translators.NAME.calls]]`
std::vector<acl::call_options> read_calls(section& from);

/// Upstreams, features and translators are named by the file: 1 to 64 letters, digits, `_`, `-` or `.`, the
/// first a letter or digit. What else there is would not survive the command line, metrics and file names.
bool check_name(std::string_view what, located_text const& name, diagnostics& out);

/// A text that has to be there; empty where it is not, which is said.
std::string read_needed(section& from, std::string_view member);

/// A list of strings, each once; empty where there is none.
std::vector<std::string> read_texts(section& from, std::string_view member);

/// Methods are tokens in capitals; each once.
std::vector<std::string> read_methods(section& from, std::string_view member);

/// Says that an entry repeats an earlier one.
void refuse_repeated(std::vector<located_text> const& entries, diagnostics& out);

} // namespace ficus::config
