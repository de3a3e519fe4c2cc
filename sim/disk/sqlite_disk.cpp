#include "sim/disk/sqlite_disk.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sqlite3.h>

#include "common/invariant.h"

namespace balm::sim {
namespace {

using Bytes = std::vector<char>;

// SQLite hands its VFS no way to reach an object of ours but by file; what is plugged in is therefore one
// static place, held for the life of a PluggedDisk.
struct Socket {
  Disk* disk = nullptr;
  std::optional<Random> random;
  std::map<std::string, std::vector<std::unique_ptr<Bytes>>> shared;  // the wal-index of each database
};
Socket& socket() {
  static Socket one;
  return one;
}

struct OpenFile {
  sqlite3_file head;  // first, as SQLite demands
  std::string* name;
};

OpenFile* as_open(sqlite3_file* file) {
  return reinterpret_cast<OpenFile*>(file);
}
DiskFile& file_of(sqlite3_file* file) {
  return socket().disk->file(*as_open(file)->name);
}
bool gone() {
  return socket().disk == nullptr || socket().disk->fault == Disk::Fault::Gone;
}

int close_file(sqlite3_file* file) {
  const std::unique_ptr<std::string> name(std::exchange(as_open(file)->name, nullptr));
  return SQLITE_OK;
}

int read_file(sqlite3_file* file, void* to, int count, sqlite3_int64 offset) {
  if (gone()) return SQLITE_IOERR_READ;
  const std::string& bytes = file_of(file).bytes();
  const auto from = std::min<std::size_t>(static_cast<std::size_t>(offset), bytes.size());
  const auto there = std::min<std::size_t>(static_cast<std::size_t>(count), bytes.size() - from);
  std::memcpy(to, bytes.data() + from, there);
  if (there == static_cast<std::size_t>(count)) return SQLITE_OK;
  std::memset(static_cast<char*>(to) + there, 0, static_cast<std::size_t>(count) - there);
  return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* from, int count, sqlite3_int64 offset) {
  if (gone()) return SQLITE_IOERR_WRITE;
  if (!socket().disk->may_write())
    return socket().disk->fault == Disk::Fault::Full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
  file_of(file).write(static_cast<std::size_t>(offset),
                      {static_cast<const char*>(from), static_cast<std::size_t>(count)});
  return SQLITE_OK;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  if (gone() || !socket().disk->may_write()) return SQLITE_IOERR_TRUNCATE;
  file_of(file).truncate(static_cast<std::size_t>(size));
  return SQLITE_OK;
}

int sync_file(sqlite3_file* file, int) {
  if (gone() || !socket().disk->may_sync()) return SQLITE_IOERR_FSYNC;
  file_of(file).sync();
  return SQLITE_OK;
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  if (gone()) return SQLITE_IOERR_FSTAT;
  *size = static_cast<sqlite3_int64>(file_of(file).bytes().size());
  return SQLITE_OK;
}

int lock_file(sqlite3_file*, int) {
  return SQLITE_OK;  // there is one process at a time, by the lock of its folder
}
int locked_elsewhere(sqlite3_file*, int* locked) {
  *locked = 0;
  return SQLITE_OK;
}
int control_file(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
  return static_cast<int>(kSectorBytes);
}
int traits_of_device(sqlite3_file*) {
  return 0;  // promises nothing: neither atomic nor ordered writes
}

// A part of the wal-index, which is memory that all who use a database share; nullptr when it is not there.
char* shared_region(const std::string& name, std::size_t index, std::size_t size, bool extend) {
  auto& regions = socket().shared[name];
  if (regions.size() <= index && !extend) return nullptr;
  while (regions.size() <= index) regions.push_back(std::make_unique<Bytes>(size, '\0'));
  return regions[index]->data();
}
constexpr auto map_shared = [](sqlite3_file* file, int region, int size, int extend, void volatile** place) {
  *place = shared_region(*as_open(file)->name, static_cast<std::size_t>(region),
                         static_cast<std::size_t>(size), extend != 0);
  return SQLITE_OK;
};
int lock_shared(sqlite3_file*, int, int, int) {
  return SQLITE_OK;
}
void barrier(sqlite3_file*) {}
int unmap_shared(sqlite3_file* file, int) {
  if (as_open(file)->name != nullptr) socket().shared.erase(*as_open(file)->name);
  return SQLITE_OK;
}

const sqlite3_io_methods* methods() {
  static const sqlite3_io_methods all = {
      2,           close_file, read_file,        write_file,   truncate_file, sync_file,        size_of_file,
      lock_file,   lock_file,  locked_elsewhere, control_file, sector_size,   traits_of_device, map_shared,
      lock_shared, barrier,    unmap_shared,     nullptr,      nullptr};
  return &all;
}

std::string short_name(const char* path) {
  const std::string_view whole(path == nullptr ? "temporary" : path);
  return std::string(whole.substr(whole.rfind('/') + 1));
}

int open_file(const char* path, sqlite3_file* file, int flags) {
  file->pMethods = nullptr;
  if (gone()) return SQLITE_CANTOPEN;
  const std::string name = short_name(path);
  if (!socket().disk->has(name) && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
  (void)socket().disk->file(name);
  as_open(file)->name = std::make_unique<std::string>(name).release();
  file->pMethods = methods();
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs*, const char* path, int) {
  if (gone()) return SQLITE_IOERR_DELETE;
  socket().disk->remove(short_name(path));
  return SQLITE_OK;
}

int ask_access(sqlite3_vfs*, const char* path, int, int* yes) {
  *yes = !gone() && socket().disk->has(short_name(path)) ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* path, int room, char* out) {
  const std::string_view text(path);
  if (text.size() + 1 > static_cast<std::size_t>(room)) return SQLITE_CANTOPEN;
  std::memcpy(out, text.data(), text.size());
  out[text.size()] = '\0';
  return SQLITE_OK;
}

int give_randomness(sqlite3_vfs*, int count, char* out) {
  for (int i = 0; i < count; ++i) out[i] = static_cast<char>(socket().random->below(256));
  return count;
}

int sleep_for(sqlite3_vfs*, int microseconds) {
  return microseconds;
}
int tell_time(sqlite3_vfs*, double* days) {
  *days = 2'461'000.0;  // nothing that is stored comes from SQLite's clock
  return SQLITE_OK;
}
int last_error(sqlite3_vfs*, int, char*) {
  return 0;
}

sqlite3_vfs* vfs() {
  static sqlite3_vfs one = [] {
    sqlite3_vfs made{};
    made.iVersion = 1;
    made.szOsFile = static_cast<int>(sizeof(OpenFile));
    made.mxPathname = 256;
    made.zName = "balm-sim";
    made.xOpen = [](sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out_flags) {
      if (out_flags != nullptr) *out_flags = flags;
      return open_file(path, file, flags);
    };
    made.xDelete = delete_file;
    made.xAccess = ask_access;
    made.xFullPathname = full_path;
    made.xRandomness = give_randomness;
    made.xSleep = sleep_for;
    made.xCurrentTime = tell_time;
    made.xGetLastError = last_error;
    return made;
  }();
  return &one;
}

}  // namespace

PluggedDisk::PluggedDisk(Disk& disk, std::uint64_t seed) {
  BALM_ASSERT(socket().disk == nullptr);
  sqlite3_initialize();
  sqlite3_vfs_register(vfs(), 1);
  socket() = Socket{&disk, Random(seed), {}};
  sqlite3_randomness(0, nullptr);
}

PluggedDisk::~PluggedDisk() {
  sqlite3_vfs_unregister(vfs());
  socket() = Socket{};
}

}  // namespace balm::sim
