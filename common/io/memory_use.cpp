#include "common/io/memory_use.h"

#include <cstdint>

#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

namespace balm {
namespace {

// Only what the file says cannot be written: such pages are as they are in the file. Relocated tables stand
// in writable segments, protected later, and would be lost.
void drop_code(const dl_phdr_info& object, const ElfW(Phdr) & segment) {
  if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) != 0) return;
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const std::uintptr_t from = (object.dlpi_addr + segment.p_vaddr) / page * page;
  const std::uintptr_t upto = object.dlpi_addr + segment.p_vaddr + segment.p_filesz;
  // Refused, it changes nothing.
  // NOLINTNEXTLINE(performance-no-int-to-ptr): the loader tells places as numbers
  (void)::madvise(reinterpret_cast<void*>(from), upto - from, MADV_DONTNEED);
}

int drop_object(dl_phdr_info* object, std::size_t, void*) {
  for (ElfW(Half) i = 0; i < object->dlpi_phnum; ++i) drop_code(*object, object->dlpi_phdr[i]);
  return 0;
}

}  // namespace

void share_one_heap() {
  (void)::mallopt(M_ARENA_MAX, 1);
}

void give_back_memory() {
  (void)::malloc_trim(0);
  (void)::dl_iterate_phdr(drop_object, nullptr);
}

}  // namespace balm
