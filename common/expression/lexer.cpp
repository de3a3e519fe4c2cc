#include "common/expression/lexer.h"

#include <charconv>
#include <cmath>

#include "common/expression/literal.h"
#include "common/utf8.h"

namespace balm::expression {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_name(char c) {
  return is_letter(c) || is_digit(c);
}
bool is_quoted_name(char c) {
  return is_name(c) || c == '.' || c == '-' || c == '/' || c == ' ';
}
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

struct Prefix {  // of a string literal: r, b, br in any case
  std::size_t length = 0;
  bool raw = false;
  bool bytes = false;
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Lexed run() {
    while (!out_.fault) {
      skip_blank();
      if (at_ >= text_.size()) break;
      next();
    }
    Token end;
    end.offset = static_cast<int>(text_.size());
    out_.tokens.push_back(end);
    return std::move(out_);
  }

 private:
  char look(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void skip_blank() {
    while (at_ < text_.size()) {
      if (is_space(look())) {
        ++at_;
      } else if (look() == '/' && look(1) == '/') {
        while (at_ < text_.size() && look() != '\n') ++at_;
      } else {
        return;
      }
    }
  }

  void next() {
    const char c = look();
    if (const auto prefix = string_prefix()) return string(*prefix);
    if (is_letter(c)) return identifier();
    if (c == '`') return quoted_identifier();
    if (is_digit(c) || (c == '.' && is_digit(look(1)))) return number();
    symbol();
  }

  // Set when a string literal starts here.
  std::optional<Prefix> string_prefix() const {
    Prefix prefix;
    if (look() == 'b' || look() == 'B') prefix.bytes = true, prefix.length = 1;
    const char next = look(prefix.length);
    if (next == 'r' || next == 'R') prefix.raw = true, ++prefix.length;
    const char quote = look(prefix.length);
    return quote == '"' || quote == '\'' ? std::optional(prefix) : std::nullopt;
  }

  void string(const Prefix& prefix) {
    const std::size_t start = at_;
    at_ += prefix.length;
    const char quote = look();
    const bool triple = look(1) == quote && look(2) == quote;
    at_ += triple ? 3 : 1;
    const std::size_t body = at_;
    if (!find_quote(quote, triple, prefix.raw)) {
      const char* message =
          triple ? "a text in three quotes is never closed" : "a text is never closed on its line";
      return fail("E301", message, {start, 1});
    }
    const std::string_view inside = text_.substr(body, at_ - body);
    at_ += triple ? 3 : 1;
    Unescaped value = prefix.raw ? Unescaped{raw_text(inside), "", 0} : unescape(inside, prefix.bytes);
    if (!value.error.empty())
      return fail("E310", value.error, {body + static_cast<std::size_t>(value.error_offset), 2});
    add(TokenKind::Literal, start).value =
        prefix.bytes ? Value(Value::Bytes{std::move(value.data)}) : Value(std::move(value.data));
  }

  // Moves to the closing quote.
  bool find_quote(char quote, bool triple, bool raw) {
    for (; at_ < text_.size(); ++at_) {
      const char c = look();
      if (!triple && (c == '\n' || c == '\r')) return false;
      if (c == '\\' && !raw) {
        ++at_;
      } else if (c == quote && (!triple || (look(1) == quote && look(2) == quote))) {
        return true;
      }
    }
    return false;
  }

  void identifier() {
    const std::size_t start = at_;
    while (is_name(look())) ++at_;
    const std::string_view word = text_.substr(start, at_ - start);
    if (word == "in") {
      add(TokenKind::Symbol, start);
    } else if (word == "true" || word == "false") {
      add(TokenKind::Literal, start).value = Value(word == "true");
    } else if (word == "null") {
      add(TokenKind::Literal, start);
    } else {
      add(TokenKind::Identifier, start).name = word;
    }
  }

  void quoted_identifier() {
    const std::size_t start = at_++;
    while (is_quoted_name(look())) ++at_;
    if (look() != '`' || at_ == start + 1)
      return fail("E301", "a name in backticks has letters, digits, `_`, `.`, `-`, `/` and blanks",
                  {start, 1});
    ++at_;
    Token& token = add(TokenKind::Identifier, start);
    token.name = text_.substr(start + 1, at_ - start - 2);
    token.quoted = true;
  }

  void digits() {
    while (is_digit(look())) ++at_;
  }

  // Moves over a number; true when it is a double.
  bool scan_number() {
    if (look() == '0' && look(1) == 'x' && is_hex(look(2))) {
      at_ += 2;
      while (is_hex(look())) ++at_;
      return false;
    }
    bool fractional = false;
    digits();
    if (look() == '.' && is_digit(look(1))) {
      fractional = true;
      ++at_;
      digits();
    }
    const std::size_t sign = look(1) == '+' || look(1) == '-' ? 1 : 0;
    if ((look() == 'e' || look() == 'E') && is_digit(look(1 + sign))) {
      fractional = true;
      at_ += 1 + sign;
      digits();
    }
    return fractional;
  }

  void number() {
    const std::size_t start = at_;
    const bool fractional = scan_number();
    const std::string_view text = text_.substr(start, at_ - start);
    const bool is_unsigned = !fractional && (look() == 'u' || look() == 'U');
    if (is_unsigned) ++at_;
    if (is_name(look())) return fail("E301", "a number runs into a name", {start, at_ - start + 1});
    if (fractional) return floating(start, text);
    const auto whole = whole_number(text);
    if (!whole) return fail("E310", "a whole number beyond 64 bit", {start, text.size()});
    Token& token = add(TokenKind::Literal, start);
    token.value = Value::uint(*whole);
    token.whole = !is_unsigned;
  }

  void floating(std::size_t start, std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    // from_chars gives "out of range" for both ends; what is too small for a double is 0.
    const bool tiny = error == std::errc::result_out_of_range &&
                      std::abs(std::strtod(std::string(text).c_str(), nullptr)) < 1;
    if (error != std::errc{} && !tiny)
      return fail("E310", "a number beyond the range of a double", {start, text.size()});
    add(TokenKind::Literal, start).value = Value(tiny ? 0.0 : number);
  }

  void symbol() {
    const std::size_t start = at_;
    for (const std::string_view two : {"&&", "||", "==", "!=", "<=", ">="}) {
      if (!text_.substr(at_).starts_with(two)) continue;
      at_ += 2;
      add(TokenKind::Symbol, start);
      return;
    }
    constexpr std::string_view kSingle = "+-*/%!<>?:.,()[]{}";
    if (kSingle.find(look()) == std::string_view::npos) return strange(start);
    ++at_;
    add(TokenKind::Symbol, start);
  }

  void strange(std::size_t start) {
    const Utf8Character character = utf8_at(text_, start);
    const std::string shown = "`" + std::string(text_.substr(start, character.size)) + "`";
    std::string guess;
    if (look() == '=') guess = "equal is written `==`";
    if (look() == '&') guess = "and is written `&&`";
    if (look() == '|') guess = "or is written `||`";
    fail("E301", for_terminal(shown) + " has no meaning here", {start, character.size}, std::move(guess));
  }

  Token& add(TokenKind kind, std::size_t start) {
    Token& token = out_.tokens.emplace_back();
    token.kind = kind;
    token.offset = static_cast<int>(start);
    token.text = text_.substr(start, at_ - start);
    return token;
  }

  struct Span {
    std::size_t start = 0;
    std::size_t length = 0;
  };

  void fail(std::string code, std::string message, Span span, std::string guess = "") {
    out_.fault = Fault{std::move(code), std::move(message), std::move(guess), static_cast<int>(span.start),
                       static_cast<int>(span.length)};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Lexed out_;
};

}  // namespace

Lexed tokenize(std::string_view text) {
  if (valid_utf8(text)) return Lexer(text).run();
  std::size_t at = 0;
  for (Utf8Character character = utf8_at(text, at); character.valid; character = utf8_at(text, at))
    at += character.size;
  Lexed out;
  out.fault = Fault{"E301", "not UTF-8", "", static_cast<int>(at), 1};
  return out;
}

}  // namespace balm::expression
