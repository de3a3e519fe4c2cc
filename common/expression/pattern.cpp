#include "common/expression/pattern.h"

#include <re2/re2.h>

#include "common/limits.h"

namespace balm::expression {
namespace {

constexpr std::int64_t kMemoryBytesMax =
    1024 * 1024;  // of the compiled program; repetitions of repetitions end here

RE2::Options options() {
  RE2::Options options(RE2::Quiet);
  options.set_max_mem(kMemoryBytesMax);
  return options;
}

re2::StringPiece piece(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

struct Pattern::Compiled {
  explicit Compiled(std::string_view text) : expression(piece(text), options()) {}
  RE2 expression;
};

Pattern::Pattern(std::string_view text) {
  if (text.size() > limits::kPatternBytesMax) {
    error_ = "a pattern longer than 4 KiB";
    return;
  }
  compiled_ = std::make_unique<Compiled>(text);
  if (!compiled_->expression.ok()) error_ = "not a pattern: " + compiled_->expression.error();
}

Pattern::~Pattern() = default;

bool Pattern::found_in(std::string_view text) const {
  return RE2::PartialMatch(piece(text), compiled_->expression);
}

}  // namespace balm::expression
