#include "tests/tidy/functions.h"

#include <algorithm>

#include <re2/re2.h>

namespace balm::tidy {
namespace {

enum class Scope { Namespace, Type, Initializer, Function };

std::string squeezed(std::string text) {
  RE2::GlobalReplace(&text, "\\s+", " ");
  if (text.starts_with(" ")) text.erase(0, 1);
  if (text.ends_with(" ")) text.pop_back();
  return text;
}

// `template <class T, ...>` and labels such as `public:` say nothing about what follows.
std::string without_prefixes(std::string head) {
  static const RE2 label("^(public|private|protected) ?: ?");
  RE2::Replace(&head, label, "");
  while (head.starts_with("template")) {
    const std::size_t open = head.find('<');
    if (open == std::string::npos) break;
    int depth = 0;
    std::size_t at = open;
    for (; at < head.size(); ++at) {
      if (head[at] == '<') ++depth;
      if (head[at] == '>' && --depth == 0) break;
    }
    head = squeezed(head.substr(std::min(at + 1, head.size())));
  }
  return head;
}

// `Thing() : a_` before a brace: a member is being initialised, the body comes later.
bool in_member_initializers(const std::string& head) {
  static const RE2 pattern("\\)( noexcept)? : .*[\\w>]$");
  return RE2::PartialMatch(head, pattern);
}

Scope scope_of(const std::string& raw_head) {
  static const RE2 is_namespace("^(inline )?namespace\\b|^extern \"+ *\"*$");
  static const RE2 returns_struct("^(static |inline )*struct \\w+\\*? \\*?\\w+ ?\\(");
  static const RE2 is_type("^(typedef )?(class|struct|union|enum)\\b");
  const std::string head = without_prefixes(raw_head);
  if (RE2::PartialMatch(head, is_namespace)) return Scope::Namespace;
  if (RE2::PartialMatch(head, is_type) && !RE2::PartialMatch(head, returns_struct)) return Scope::Type;
  const std::size_t open = head.find('(');
  if (open == std::string::npos) return Scope::Initializer;
  const bool assigned = head.find('=') < open && head.find("operator") == std::string::npos;
  static const RE2 requirement("\\brequires ?(\\(.*\\))?$");
  if (assigned || in_member_initializers(head) || RE2::PartialMatch(head, requirement))
    return Scope::Initializer;
  return Scope::Function;
}

int parameters_in(const std::string& raw_head) {
  const std::string head = without_prefixes(raw_head);
  std::size_t at = head.find('(');
  if (const std::size_t call = head.find("operator()"); call != std::string::npos)
    at = head.find('(', call + 10);
  if (at == std::string::npos) return 0;
  int depth = 0;
  int commas = 0;
  bool any = false;
  for (; at < head.size(); ++at) {
    const char c = head[at];
    if (c == '(' || c == '<' || c == '[' || c == '{') ++depth;
    if (c == ')' || (c == '>' && head[at - 1] != '-') || c == ']' || c == '}') --depth;
    if (depth == 0) break;
    if (depth == 1 && c == ',') ++commas;
    any = any || (c != '(' && c != ' ');
  }
  return any ? commas + 1 : 0;
}

class Reader {
 public:
  explicit Reader(const SourceFile& file) : code_(file.code) {}

  std::vector<Function> run() {
    for (at_ = code_.find_first_of("{};"); at_ != std::string::npos;
         at_ = code_.find_first_of("{};", at_ + 1)) {
      const char c = code_[at_];
      if (c == '{') open();
      if (c == '}') close();
      if (c == ';' && !in_function()) head_begin_ = at_ + 1;
    }
    return std::move(found_);
  }

 private:
  struct Level {
    Scope scope;
    bool multi_line;
  };

  bool in_function() const { return function_level_ > 0; }

  void open() {
    const bool multi_line =
        at_ + 1 < code_.size() && code_.find_first_not_of(' ', at_ + 1) == code_.find('\n', at_ + 1);
    if (in_function()) {
      levels_.push_back({Scope::Function, multi_line});
      depth_ += multi_line ? 1 : 0;
      found_.back().depth = std::max(found_.back().depth, depth_);
      return;
    }
    const std::string head = squeezed(code_.substr(head_begin_, at_ - head_begin_));
    const Scope scope = in_initializer() ? Scope::Initializer : scope_of(head);
    levels_.push_back({scope, multi_line});
    if (scope == Scope::Function) begin_function(head);
    if (scope != Scope::Initializer) head_begin_ = at_ + 1;
  }

  bool in_initializer() const { return !levels_.empty() && levels_.back().scope == Scope::Initializer; }

  void begin_function(const std::string& head) {
    function_level_ = levels_.size();
    depth_ = 0;
    std::size_t first = code_.find_first_not_of(" \n", head_begin_);
    static const RE2 label("^(public|private|protected):");
    re2::StringPiece rest(code_.data() + first, code_.size() - first);
    while (RE2::Consume(&rest, label)) {
      first = code_.find_first_not_of(" \n", code_.size() - rest.size());
      rest = re2::StringPiece(code_.data() + first, code_.size() - first);
    }
    found_.push_back({without_prefixes(head), line_at(code_, first), 0, parameters_in(head), 0});
  }

  void close() {
    if (levels_.empty()) return;
    const Level level = levels_.back();
    if (in_function() && levels_.size() == function_level_) {
      Function& function = found_.back();
      function.lines = line_at(code_, at_) - function.first_line + 1;
      function_level_ = 0;
    } else if (in_function() && level.multi_line) {
      --depth_;
    }
    levels_.pop_back();
    // After an initialiser the same declaration goes on: more members, or the body.
    if (!in_function() && level.scope != Scope::Initializer) head_begin_ = at_ + 1;
  }

  const std::string& code_;
  std::size_t at_ = 0;
  std::size_t head_begin_ = 0;
  std::size_t function_level_ =
      0;  // how many levels are open at the function's own brace; 0 outside of functions
  int depth_ = 0;
  std::vector<Level> levels_;
  std::vector<Function> found_;
};

}  // namespace

std::vector<Function> functions_of(const SourceFile& file) {
  return Reader(file).run();
}

}  // namespace balm::tidy
