#pragma once

#include "acl/script_options.hpp"

#include <boost/system/result.hpp>

#include <string>
#include <string_view>

namespace ficus::acl {

/// One Lua function, compiled from its body. Immutable: what runs it is script_run.
class script {
public:
    /// `parameters`: the names of what it is called with, such as `source, target`. `name`: what messages
    /// call it, such as `orders.lua`. The error is Lua's own, with the line.
    static boost::system::result<script, std::string> compile(script_text const& from,
                                                              std::string_view parameters);

    std::string const& name() const { return name_; }
    /// What Lua loads; made by compile, never taken from anybody else.
    std::string const& code() const { return code_; }

private:
    script() = default;
    std::string name_;
    std::string code_;
};

} // namespace ficus::acl
