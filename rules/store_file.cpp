#include "rules/store_file.hpp"

#include "rules/schema.hpp"

#include <cerrno>
#include <cstdlib>
#include <sys/stat.h>
#include <thread>
#include <utility>

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
        if (failed)
            return error{fault::unreadable, "`" + path.parent_path().string() + "`: " + failed.message() +
                                                "; mend its owner or mode, or name another data_dir"};
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

/// A folder of its own below the system's temporary one, gone with all that is in it.
class passing_folder {
public:
    static result<passing_folder> make() {
        std::error_code failed;
        auto const parent = fs::temp_directory_path(failed);
        if (failed) return system_error(parent, failed);
        auto name = (parent / "ficus-rules-XXXXXX").native();
        if (::mkdtemp(name.data()) == nullptr) return system_error(parent, {errno, std::generic_category()});
        return passing_folder(name);
    }
    passing_folder(passing_folder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    passing_folder& operator=(passing_folder&&) = delete;
    ~passing_folder() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }
    result<void> copy_in(fs::path const& file, char const* as) {
        std::error_code failed;
        fs::copy_file(file, path_ / as, fs::copy_options::overwrite_existing, failed);
        // SQLite brings the log into the copy, whoever may write the file that it was made of.
        if (!failed) fs::permissions(path_ / as, fs::perms::owner_read | fs::perms::owner_write, failed);
        if (failed) return system_error(file, failed);
        return {};
    }
    fs::path operator/(char const* name) const { return path_ / name; }

private:
    explicit passing_folder(fs::path made) : path_(std::move(made)) {}
    fs::path path_;
};

/// Tells whether somebody has written meanwhile.
struct written {
    std::uintmax_t size = 0;
    fs::file_time_type at;
    friend bool operator==(written const&, written const&) = default;
};

written look(fs::path const& file) {
    std::error_code missing_is_fine;
    return {fs::file_size(file, missing_is_fine), fs::last_write_time(file, missing_is_fine)};
}

/// Both, as they were at one moment: a file without its log, or with another one's, is damaged.
result<void> copy_into(passing_folder& folder, fs::path const& path) {
    constexpr int most_tries = 5;
    auto log = path;
    log += "-wal";
    for (int tries = 0; tries < most_tries; ++tries) {
        auto const before = std::pair{look(path), look(log)};
        if (auto copied = folder.copy_in(path, "rules.db"); !copied) return copied;
        std::error_code failed;
        if (fs::exists(log, failed))
            if (auto copied = folder.copy_in(log, "rules.db-wal"); !copied) return copied;
        if (before == std::pair{look(path), look(log)}) return {};
    }
    return error{fault::busy, "`" + path.string() + "` is being written all the time; try again", true};
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

result<sqlite> open_copy(fs::path const& path, std::chrono::milliseconds patience) {
    if (auto fine = look_at(path, false); !fine) return fine.error();
    auto folder = passing_folder::make();
    if (!folder) return folder.error();
    if (auto copied = copy_into(*folder, path); !copied) return copied.error();
    auto db = sqlite::open(*folder / "rules.db", sqlite::mode::existing, patience);
    if (!db) return db.error();
    db->stand_for(path);
    if (auto ready = migrate(*db, rules_migrations(), false); !ready) return ready.error();
    return db;
}

} // namespace ficus::rules
