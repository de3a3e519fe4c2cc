#include "common/state/unified_diff.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace balm {

namespace {

constexpr std::ptrdiff_t kContextLines = 3;
constexpr std::ptrdiff_t kEditsMax = 2'000;  // bounds the trace kept: half of its square in integers

using Lines = std::vector<std::string_view>;

Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

struct Edit {
  char sign = ' ';  // ' ', '-' or '+'
  std::string_view line;
};

// The shortest way from `a` to `b`, found forwards and read back through the trace.
class Myers {
 public:
  Myers(const Lines& a, const Lines& b) : a_(a), b_(b), n_(std::ssize(a)), m_(std::ssize(b)) {}

  std::vector<Edit> edits() {
    const std::ptrdiff_t steps = search();
    if (steps < 0) return all_replaced();
    return read_back(steps);
  }

 private:
  std::ptrdiff_t& at(std::vector<std::ptrdiff_t>& v, std::ptrdiff_t k) const {
    return v[static_cast<std::size_t>(k + offset_)];
  }

  bool goes_down(std::vector<std::ptrdiff_t>& v, std::ptrdiff_t k, std::ptrdiff_t d) const {
    return k == -d || (k != d && at(v, k - 1) < at(v, k + 1));
  }

  // Number of edits, -1 when there are too many.
  std::ptrdiff_t search() {
    const std::ptrdiff_t most = std::min(n_ + m_, kEditsMax);
    offset_ = most + 1;
    std::vector<std::ptrdiff_t> v(static_cast<std::size_t>(2 * most + 3));
    for (std::ptrdiff_t d = 0; d <= most; ++d) {
      trace_.push_back(v);
      for (std::ptrdiff_t k = -d; k <= d; k += 2) {
        std::ptrdiff_t x = goes_down(v, k, d) ? at(v, k + 1) : at(v, k - 1) + 1;
        while (x < n_ && x - k < m_ && equal(x, x - k)) ++x;
        at(v, k) = x;
        if (x >= n_ && x - k >= m_) return d;
      }
    }
    return -1;
  }

  bool equal(std::ptrdiff_t x, std::ptrdiff_t y) const {
    return a_[static_cast<std::size_t>(x)] == b_[static_cast<std::size_t>(y)];
  }

  std::vector<Edit> read_back(std::ptrdiff_t d) {
    std::vector<Edit> edits;
    std::ptrdiff_t x = n_;
    std::ptrdiff_t y = m_;
    for (; d >= 0; --d) {
      auto& v = trace_[static_cast<std::size_t>(d)];
      const std::ptrdiff_t k = x - y;
      const bool down = goes_down(v, k, d);
      const std::ptrdiff_t from = d == 0 ? 0 : at(v, down ? k + 1 : k - 1);
      const std::ptrdiff_t from_y = d == 0 ? 0 : from - (down ? k + 1 : k - 1);
      while (x > from && y > from_y && x > 0 && y > 0 && equal(x - 1, y - 1)) {
        edits.push_back({' ', a_[static_cast<std::size_t>(--x)]});
        --y;
      }
      if (d == 0) break;
      if (down)
        edits.push_back({'+', b_[static_cast<std::size_t>(--y)]});
      else
        edits.push_back({'-', a_[static_cast<std::size_t>(--x)]});
    }
    std::reverse(edits.begin(), edits.end());
    return edits;
  }

  std::vector<Edit> all_replaced() const {
    std::vector<Edit> edits;
    for (const std::string_view line : a_) edits.push_back({'-', line});
    for (const std::string_view line : b_) edits.push_back({'+', line});
    return edits;
  }

  const Lines& a_;
  const Lines& b_;
  std::ptrdiff_t n_;
  std::ptrdiff_t m_;
  std::ptrdiff_t offset_ = 0;
  std::vector<std::vector<std::ptrdiff_t>> trace_;
};

// "12,3"; a range of one line is its number alone, an empty one names the line before it.
std::string range(std::ptrdiff_t first, std::ptrdiff_t count) {
  if (count == 1) return std::to_string(first + 1);
  return std::to_string(count == 0 ? first : first + 1) + "," + std::to_string(count);
}

class HunkWriter {
 public:
  explicit HunkWriter(const std::vector<Edit>& edits) : edits_(edits) {}

  std::string write() {
    const std::ptrdiff_t size = std::ssize(edits_);
    std::ptrdiff_t done = 0;
    while (true) {
      std::ptrdiff_t first = done;
      while (first < size && edit(first).sign == ' ') ++first;
      if (first == size) return text_;
      const std::ptrdiff_t begin = std::max(done, first - kContextLines);
      std::ptrdiff_t end = first;  // behind the last change that belongs to this hunk
      for (std::ptrdiff_t i = first; i < size && i <= end + 2 * kContextLines; ++i)
        if (edit(i).sign != ' ') end = i + 1;
      advance(begin);
      hunk(begin, std::min(size, end + kContextLines));
      done = at_;
    }
  }

 private:
  const Edit& edit(std::ptrdiff_t i) const { return edits_[static_cast<std::size_t>(i)]; }

  void advance(std::ptrdiff_t to) {
    for (; at_ < to; ++at_) {
      before_ += edit(at_).sign != '+' ? 1 : 0;
      after_ += edit(at_).sign != '-' ? 1 : 0;
    }
  }

  void hunk(std::ptrdiff_t begin, std::ptrdiff_t end) {
    const std::ptrdiff_t before = before_;
    const std::ptrdiff_t after = after_;
    advance(end);
    text_ += "@@ -" + range(before, before_ - before) + " +" + range(after, after_ - after) + " @@\n";
    for (std::ptrdiff_t i = begin; i < end; ++i) {
      text_ += edit(i).sign;
      text_ += edit(i).line;
      if (!edit(i).line.ends_with('\n')) text_ += "\n\\ No newline at end of file\n";
    }
  }

  const std::vector<Edit>& edits_;
  std::string text_ = "--- \n+++ \n";
  std::ptrdiff_t at_ = 0;
  std::ptrdiff_t before_ = 0;
  std::ptrdiff_t after_ = 0;
};

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after) {
  if (before == after) return "";
  const Lines a = split(before);
  const Lines b = split(after);
  const std::vector<Edit> edits = Myers(a, b).edits();
  return HunkWriter(edits).write();
}

}  // namespace balm
