#pragma once

#include "acl/error.hpp"
#include "acl/field_path.hpp"
#include "acl/message.hpp"
#include "acl/path_template.hpp"
#include "acl/value.hpp"

#include <boost/system/result.hpp>

#include <span>
#include <string>
#include <vector>

namespace ficus::acl {

/// What a message says beside its body: path, query, header fields, cookies. `named`: the paths that fields
/// of a side have there; nothing else is looked at.

/// An object of strings called `query:page`, `header:x-client`, `cookie:sid`, `path:id`. `captures`: of the
/// message's path; null: it fits no template, or there is none.
boost::system::result<value*, error> read_outside(message_view const& from, std::span<field_path const> named,
                                                  path_mapping const* templates, std::size_t side,
                                                  path_mapping::captures const* captures, document& into);

/// Takes pairs, fields and cookies out of what goes over: those that the source's fields name, since they go
/// by the mapping, and those that the target's do, which would be there twice: these are counted as dropped.
void remove_outside(message_view const& from, std::span<field_path const> source,
                    std::span<field_path const> target, message& to);

/// Writes what read_outside() makes of the target. Whatever the values hold, what comes out is one pair, one
/// field, one cookie, one segment. `captures`: by index, percent-encoded; empty where nothing was written.
boost::system::result<void, error> write_outside(value const& values, std::span<field_path const> named,
                                                 path_mapping const* templates, std::size_t side,
                                                 std::vector<std::string>& captures, message& to);

} // namespace ficus::acl
