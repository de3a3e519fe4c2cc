#include "cli/error_text.h"

#include <array>

#include "cli/show/machine.h"
#include "cli/show/screen.h"
#include "common/error_kind.h"
#include "common/utf8.h"

namespace balm::cli {
namespace {

struct Parts {
  std::string what;
  std::string why;
};

Parts parts_of(const std::string& message) {
  const std::size_t end = message.find('\n');
  if (end == std::string::npos) return {message, ""};
  return {message.substr(0, end), message.substr(end + 1)};
}

bool stands_alone(std::string_view hint) {
  constexpr std::array<std::string_view, 5> kOwnWords{"did you mean",
                                                      "near:", "one of:", "try:", "there are"};
  for (const std::string_view words : kOwnWords)
    if (hint.starts_with(words)) return true;
  return false;
}

// Further lines stand below the first.
std::string indented(std::string_view first, const std::string& text) {
  std::string lines = "  " + std::string(first);
  for (const char c : text)
    lines += c == '\n' ? "\n" + std::string(2 + first.size(), ' ') : std::string(1, c);
  return lines + "\n";
}

}  // namespace

std::string error_text(const Error& error) {
  const Screen plain;  // messages may quote what hosts and files say
  const Parts parts = parts_of(safe_block(error.message, plain));
  std::string text = "error: " + parts.what + "\n";
  if (!parts.why.empty()) text += indented("why: ", parts.why);
  const std::string hint = safe_block(error.hint, plain);
  if (!hint.empty()) text += indented(stands_alone(hint) ? "" : "try: ", hint);
  return text;
}

std::string error_json(const Error& error, Exit exit) {
  const Parts parts = parts_of(error.message);
  return json_error(Value::map({{"kind", to_text(error.kind)},
                                {"exit", static_cast<int>(exit)},
                                {"message", parts.what},
                                {"why", parts.why},
                                {"try", error.hint}}));
}

std::string quoted(std::string_view word) {
  constexpr std::size_t kShown = 64;
  const std::string_view shown = cut_to_bytes(word, kShown);
  return "\"" + for_terminal(shown) + (shown.size() < word.size() ? "...\"" : "\"");
}

}  // namespace balm::cli
