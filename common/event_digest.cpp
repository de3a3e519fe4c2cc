#include "common/event_digest.h"

#include <string>

#include "common/crc32c.h"

namespace balm {

std::uint64_t event_digest(const Event& event) {
  std::string text = std::to_string(event.seq);
  for (const std::string_view part : {std::string_view(event.type), std::string_view(event.check.text),
                                      std::string_view(event.instance), to_text(event.status)})
    text.append(1, '\n').append(part);
  text += '\n' + std::to_string(event.at.ms());
  return (std::uint64_t{1} << 32) | crc32c(text);
}

}  // namespace balm
