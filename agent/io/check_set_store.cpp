#include "agent/io/check_set_store.h"

#include "agent/handed_checks.h"
#include "agent/named_json.h"
#include "common/io/file_text.h"
#include "common/value_json.h"

namespace balm::agent {
namespace {

constexpr std::size_t kFileBytesMax = 4 * limits::kCheckSetBytesMax;  // escaped anew

Result<CheckSet> check_set_from(std::string_view text) {
  const auto value = value_from_json(text);
  if (!value) return value.error();
  CheckSet set;
  wire::Fault fault;
  const bool read = wire::Reader<wire::ValueNode>::read_object(wire::ValueNode(*value), set, fault);
  if (read && HandedChecks::is_whole(set)) return set;
  return Error{Error::Kind::BadData, "the set of checks is damaged", ""};
}

}  // namespace

Result<CheckSet> CheckSetStore::load() const {
  const auto text = read_file(path_, {.bytes_max = kFileBytesMax, .forbidden_mode = 077});
  if (!text && text.error().kind == Error::Kind::NotFound) return CheckSet{};
  if (!text) return text.error();
  return check_set_from(*text);
}

Result<void> CheckSetStore::keep(const CheckSet& set) const {
  std::string text;
  wire::append_json(text, set);
  return replace_file(path_, text + "\n", 0600);
}

}  // namespace balm::agent
