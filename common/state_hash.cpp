#include "common/state_hash.h"

#include <string_view>

#include "common/hash.h"

namespace balm {
namespace {

void append_counted(std::string& out, std::string_view text) {
  out += std::to_string(text.size());
  out += ':';
  out += text;
}

}  // namespace

std::string state_files_hash(const std::map<std::string, std::string>& files) {
  std::string all;
  for (const auto& [name, text] : files) {
    append_counted(all, name);
    append_counted(all, text);
  }
  return sha256_hex(all);
}

}  // namespace balm
