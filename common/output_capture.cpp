#include "common/output_capture.h"

#include <algorithm>

namespace balm {

void OutputCapture::add(std::string_view bytes) {
  total_ += bytes.size();
  const std::size_t to_head = std::min(bytes.size(), head_bytes_ - head_.size());
  head_ += bytes.substr(0, to_head);
  bytes.remove_prefix(to_head);
  if (bytes.size() > tail_bytes_) bytes.remove_prefix(bytes.size() - tail_bytes_);
  tail_ += bytes;
  if (tail_.size() > 2 * tail_bytes_) tail_.erase(0, tail_.size() - tail_bytes_);
}

std::string OutputCapture::text() const {
  std::string text = head_;
  if (dropped() > 0) text += "\n[... " + std::to_string(dropped()) + " bytes left out ...]\n";
  return text.append(tail_, tail_.size() - tail_size());
}

std::uint64_t OutputCapture::dropped() const {
  return total_ - head_.size() - tail_size();
}

std::size_t OutputCapture::tail_size() const {
  return std::min(tail_.size(), tail_bytes_);
}

}  // namespace balm
