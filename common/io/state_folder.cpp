#include "common/io/state_folder.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "common/io/system_error.h"

namespace balm {
namespace {

constexpr std::uint64_t kCifs = 0xFF534D42;  // not in linux/magic.h, as are the next
constexpr std::uint64_t kCeph = 0x00C36400;
constexpr std::uint64_t kLustre = 0x0BD00BD0;
constexpr std::uint64_t kGpfs = 0x47504653;
constexpr std::array<std::uint64_t, 8> kNetworks{
    NFS_SUPER_MAGIC, SMB_SUPER_MAGIC, SMB2_SUPER_MAGIC, AFS_SUPER_MAGIC, kCifs, kCeph, kLustre, kGpfs};

}  // namespace

Storage storage_of(std::uint64_t file_system) {
  if (file_system == TMPFS_MAGIC || file_system == RAMFS_MAGIC) return Storage::Memory;
  const bool network = std::find(kNetworks.begin(), kNetworks.end(), file_system) != kNetworks.end();
  return network ? Storage::Network : Storage::Disk;
}

Result<Storage> check_state_folder(const std::string& folder) {
  struct stat facts {};
  struct statfs system {};
  if (::stat(folder.c_str(), &facts) != 0 || ::statfs(folder.c_str(), &system) != 0)
    return system_error("cannot look at " + folder, errno);
  if ((facts.st_mode & 022u) != 0)
    return Error{Error::Kind::Denied, "others can write to " + folder, "chmod go-w " + folder};
  return storage_of(static_cast<std::uint64_t>(system.f_type) & 0xFFFFFFFFu);
}

}  // namespace balm
