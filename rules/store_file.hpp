#pragma once

#include "rules/error.hpp"
#include "rules/sqlite.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <filesystem>
#include <sys/types.h>

namespace ficus::rules {

/// Which file a path names, whatever it holds.
struct file_id {
    dev_t device = 0;
    ino_t inode = 0;
    friend bool operator==(file_id const&, file_id const&) = default;
};

/// fault::missing, or fault::unreadable. One stat(): opening the file outside SQLite would cost its locks.
boost::system::result<file_id, error> identify(std::filesystem::path const& path);

/// Opens rules.db and migrates it. With `create`, folders and file are made when missing. Switching a new
/// file to WAL mode does not wait for others who do the same, so this does, no longer than `patience`.
boost::system::result<sqlite, error> open_database(std::filesystem::path const& path, bool create,
                                                   std::chrono::milliseconds patience);

/// Opens a copy of rules.db, where neither it nor its folder can be written: SQLite needs both to read what
/// is in its log. The copy shows the file as it was at this moment; it is made in the system's temporary
/// folder, and leaves nothing there.
boost::system::result<sqlite, error> open_copy(std::filesystem::path const& path,
                                               std::chrono::milliseconds patience);

} // namespace ficus::rules
