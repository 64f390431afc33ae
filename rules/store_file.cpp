#include "rules/store_file.hpp"

#include "rules/schema.hpp"

#include <cerrno>
#include <sys/stat.h>
#include <thread>

namespace ficus::rules {

template<class T>
using result = boost::system::result<T, error>;
namespace fs = std::filesystem;

namespace {

/// SQLite takes a file that is shorter than any page for an empty one, and would write over it.
constexpr std::uintmax_t smallest_page = 512;

error missing(fs::path const& path) {
    return {fault::missing, "`" + path.string() + "` does not exist"};
}

error system_error(fs::path const& path, std::error_code const& code) {
    return {fault::unreadable, "`" + path.string() + "`: " + code.message()};
}

/// What can be said before SQLite is asked: it would take a folder for an I/O error, and would throw the log
/// of a file that was emptied away.
result<void> look_at(fs::path const& path, bool create) {
    std::error_code failed;
    auto const status = fs::status(path, failed);
    if (status.type() == fs::file_type::not_found) {
        if (!create) return missing(path);
        if (path.has_parent_path()) fs::create_directories(path.parent_path(), failed);
        if (failed) return system_error(path.parent_path(), failed);
        return {};
    }
    if (failed) return system_error(path, failed);
    if (status.type() != fs::file_type::regular)
        return error{fault::unreadable,
                     "`" + path.string() + "` is no file but a folder or device; name another data_dir"};
    auto log = path;
    log += "-wal";
    auto const size = fs::file_size(path, failed);
    if (size > 0 && size < smallest_page)
        return error{fault::not_a_store,
                     "`" + path.string() +
                         "` is no SQLite database; name another data_dir, or move the file away"};
    if (size == 0 && fs::exists(log, failed) && fs::file_size(log, failed) > 0)
        return error{fault::corrupt, "`" + path.string() + "` has been emptied, but not `" + log.string() +
                                         "` beside it; put a copy back, or move both away to begin anew"};
    return {};
}

} // namespace

result<file_id> identify(fs::path const& path) {
    struct stat found {};
    if (stat(path.c_str(), &found) != 0) {
        if (errno == ENOENT) return missing(path);
        return system_error(path, {errno, std::generic_category()});
    }
    return file_id{found.st_dev, found.st_ino};
}

result<sqlite> open_database(fs::path const& path, bool create, std::chrono::milliseconds patience) {
    auto const deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        if (auto fine = look_at(path, create); !fine) return fine.error();
        auto db = sqlite::open(path, create ? sqlite::mode::create : sqlite::mode::existing, patience);
        if (!db) return db.error();
        auto ready = migrate(*db, rules_migrations(), create);
        if (ready) return db;
        if (ready.error().code != fault::busy || std::chrono::steady_clock::now() >= deadline)
            return ready.error();
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
}

} // namespace ficus::rules
