#include "tests/tidy/source_file.h"

#include <algorithm>
#include <cctype>

namespace balm::tidy {
namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Splits a text into code and comments. Knows what hides quotes and slashes from a naive reader: escapes, raw
// texts, digit separators and continued preprocessor lines.
class Splitter {
 public:
  explicit Splitter(SourceFile& file) : text_(file.text), code_(file.code), comments_(file.comments) {
    code_.assign(text_.size(), ' ');
    comments_.assign(text_.size(), ' ');
    for (std::size_t at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1))
      code_[at] = comments_[at] = '\n';
  }

  void run() {
    while (at_ < text_.size()) {
      if (starts("//")) {
        comment(text_.find('\n', at_));
      } else if (starts("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        comment(end == std::string::npos ? end : end + 2);
      } else if (starts("R\"") && (at_ == 0 || !is_word(text_[at_ - 1]))) {
        raw_text();
      } else if (text_[at_] == '"' || (text_[at_] == '\'' && !separates_digits())) {
        quoted(text_[at_]);
      } else if (text_[at_] == '#' && first_on_line()) {
        directive();
      } else {
        plain();
      }
    }
  }

 private:
  bool starts(std::string_view what) const { return text_.compare(at_, what.size(), what) == 0; }

  bool separates_digits() const {
    return at_ > 0 && at_ + 1 < text_.size() &&
           std::isxdigit(static_cast<unsigned char>(text_[at_ - 1])) != 0 &&
           std::isxdigit(static_cast<unsigned char>(text_[at_ + 1])) != 0 && in_number();
  }

  bool in_number() const {
    std::size_t begin = at_;
    while (begin > 0 && (is_word(text_[begin - 1]) || text_[begin - 1] == '\'')) --begin;
    return std::isdigit(static_cast<unsigned char>(text_[begin])) != 0;
  }

  bool first_on_line() const {
    const std::size_t before = text_.find_last_not_of(" \t", at_ == 0 ? 0 : at_ - 1);
    return at_ == 0 || before == std::string::npos || text_[before] == '\n';
  }

  // From here to where something else may begin.
  void plain() {
    const std::size_t end = std::min(text_.find_first_of("/R\"'#", at_ + 1), text_.size());
    code_.replace(at_, end - at_, text_, at_, end - at_);
    at_ = end;
  }

  void comment(std::size_t end) {
    end = std::min(end, text_.size());
    comments_.replace(at_, end - at_, text_, at_, end - at_);
    at_ = end;
  }

  void raw_text() {
    const std::size_t open = text_.find('(', at_);
    const std::string close = ")" + text_.substr(at_ + 2, open - at_ - 2) + "\"";
    const std::size_t end = text_.find(close, open);
    mark_literal(at_ + 1, end == std::string::npos ? text_.size() : end + close.size());
  }

  void quoted(char quote) {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n') end += text_[end] == '\\' ? 2 : 1;
    mark_literal(at_, std::min(end + 1, text_.size()));
  }

  // The quotes stay, so that code still sees that there is a text.
  void mark_literal(std::size_t begin, std::size_t end) {
    code_[begin] = code_[end - 1] = '"';
    at_ = end;
  }

  void directive() {
    while (at_ < text_.size() && text_[at_] != '\n') {
      if (starts("//")) return;
      at_ += text_[at_] == '\\' ? 2 : 1;
    }
  }

  const std::string& text_;
  std::string& code_;
  std::string& comments_;
  std::size_t at_ = 0;
};

}  // namespace

bool SourceFile::in_folder(std::string_view name) const {
  return ("/" + path).find("/" + std::string(name) + "/") != std::string::npos;
}

bool SourceFile::is_pure() const {
  const bool daemon_or_common =
      path.starts_with("agent/") || path.starts_with("master/") || path.starts_with("common/");
  return daemon_or_common && !in_folder("io") && stem() != "main";
}

std::string SourceFile::stem() const {
  const std::size_t slash = path.rfind('/');
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  return name.substr(0, name.rfind('.'));
}

SourceFile make_source(std::string path, std::string text) {
  SourceFile file{std::move(path), std::move(text), {}, {}};
  Splitter(file).run();
  return file;
}

std::vector<Include> includes_of(const SourceFile& file) {
  std::vector<Include> found;
  for (const std::string& line : lines_of(file.text)) {
    if (!line.starts_with("#include")) continue;
    const std::size_t open = line.find_first_of("<\"");
    if (open == std::string::npos) continue;
    const std::size_t close = line.find_first_of(">\"", open + 1);
    found.push_back({line.substr(open + 1, close - open - 1), line[open] == '"'});
  }
  return found;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

int line_at(std::string_view text, std::size_t position) {
  int line = 1;
  for (std::size_t at = text.find('\n'); at < position; at = text.find('\n', at + 1)) ++line;
  return line;
}

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  bool fresh = true;
  for (const char c : name) {
    if (!is_word(c) || c == '_') {
      fresh = true;
      continue;
    }
    const bool upper = std::isupper(static_cast<unsigned char>(c)) != 0;
    if (fresh || upper) words.emplace_back();
    words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    fresh = false;
  }
  return words;
}

}  // namespace balm::tidy
