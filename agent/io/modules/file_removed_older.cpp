// file.removed_older: old files of a folder are gone. Walks with folder handles, so that nobody who may write
// there can lead it elsewhere by putting a link in its way.
#include <cerrno>
#include <memory>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent/io/modules/file_access.h"
#include "agent/io/modules/file_states.h"
#include "common/duration_text.h"
#include "common/glob.h"
#include "common/io/system_clock.h"
#include "common/io/system_error.h"

namespace balm::agent::modules {

namespace {

constexpr int kDepthMax = 64;
constexpr std::size_t kListedMax = 200;  // paths named in `changes`; all are counted

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

class Walk {
 public:
  Walk(const ModuleCall& call, WallTime oldest)
      : pattern_(call["pattern"].string_or("*")),
        recurse_(call["recurse"].bool_or(true)),
        remove_empty_(call["remove_empty"].bool_or()),
        oldest_(oldest) {}

  // `remove`: really; otherwise only counts.
  Result<void> run(const std::string& folder, bool remove) {
    remove_ = remove;
    UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    struct stat info {};
    if (!fd || ::fstat(fd.get(), &info) != 0) return system_error("cannot read " + folder, errno);
    device_ = info.st_dev;
    enter(std::move(fd), folder, 0);
    return {};
  }

  std::size_t count() const { return count_; }
  std::int64_t bytes() const { return bytes_; }
  const ValueList& listed() const { return listed_; }
  const std::string& fault() const { return fault_; }

 private:
  // True when the folder is empty afterwards.
  bool enter(UniqueFd fd, const std::string& path, int depth) {
    const int number = fd.get();
    const std::unique_ptr<DIR, CloseFolder> folder(::fdopendir(number));
    if (!folder) return false;
    (void)fd.release();  // closedir() closes it
    bool empty = true;
    while (const dirent* entry = ::readdir(folder.get())) {
      const std::string name = entry->d_name;
      if (name != "." && name != "..") empty = visit(number, path + "/" + name, depth) && empty;
    }
    return empty;
  }

  // True when it is gone afterwards.
  bool visit(int folder, const std::string& path, int depth) {
    const std::string name = path.substr(path.find_last_of('/') + 1);
    struct stat info {};
    if (::fstatat(folder, name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0 || info.st_dev != device_)
      return false;
    const WallTime changed{std::chrono::seconds(info.st_mtim.tv_sec) +
                           std::chrono::nanoseconds(info.st_mtim.tv_nsec)};
    if (S_ISDIR(info.st_mode)) return visit_folder(folder, path, changed, depth);
    if (!S_ISREG(info.st_mode) || changed >= oldest_ || !glob_match(pattern_, name)) return false;
    if (!take(folder, name, path, 0)) return false;
    bytes_ += static_cast<std::int64_t>(info.st_blocks) * 512;
    return true;
  }

  bool visit_folder(int parent, const std::string& path, WallTime changed, int depth) {
    const std::string name = path.substr(path.find_last_of('/') + 1);
    if (!recurse_ || depth >= kDepthMax) return false;
    UniqueFd fd(::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!fd) return false;
    const bool empty = enter(std::move(fd), path, depth + 1);
    // Its own time counts too: somebody may be about to put something into a new folder.
    return empty && remove_empty_ && changed < oldest_ && take(parent, name, path, AT_REMOVEDIR);
  }

  bool take(int folder, const std::string& name, const std::string& path, int flags) {
    if (remove_ && ::unlinkat(folder, name.c_str(), flags) != 0 && errno != ENOENT) {
      if (fault_.empty()) fault_ = system_error("cannot remove " + path, errno).message;
      return false;
    }
    ++count_;
    if (listed_.size() < kListedMax) listed_.emplace_back(path);
    return true;
  }

  std::string pattern_;
  bool recurse_;
  bool remove_empty_;
  WallTime oldest_;
  bool remove_ = false;
  dev_t device_ = 0;
  std::size_t count_ = 0;
  std::int64_t bytes_ = 0;
  ValueList listed_;
  std::string fault_;
};

Value changes_of(const Walk& walk) {
  return Value::map({{"removed", Value(walk.listed())},
                     {"count", static_cast<std::int64_t>(walk.count())},
                     {"bytes", walk.bytes()}});
}

}  // namespace

Plan file_removed_older(const ModuleCall& call, const HostSettings&) {
  const std::string path = call["path"].string_or(call.name);
  if (!is_absolute(path)) return failed("Specified file " + path + " is not an absolute path");
  if (is_root(path)) return failed("will not clean up the whole host");
  const PathFacts facts = look_at(path);
  if (!facts.exists()) return done(path + " does not exist");
  if (facts.kind != PathFacts::Kind::Folder) return failed(path + " is no folder");
  const Duration age = call["age"].as_duration();
  const WallTime oldest = system_now().wall - age;
  Walk seen(call, oldest);
  if (auto walked = seen.run(path, false); !walked) return failed(walked.error().message);
  const std::string what = " files older than " + duration_text(age) + " below " + path;
  if (seen.count() == 0) return done("There are no" + what);
  return would(std::to_string(seen.count()) + what + " are set for removal", changes_of(seen),
               [&call, path, oldest, what] {
                 Walk walk(call, oldest);
                 if (auto walked = walk.run(path, true); !walked) return failure(walked.error().message);
                 ModuleReport report =
                     success("Removed " + std::to_string(walk.count()) + what, changes_of(walk));
                 if (walk.fault().empty()) return report;
                 report.result = false;
                 report.comment += "; " + walk.fault();
                 return report;
               });
}

}  // namespace balm::agent::modules
