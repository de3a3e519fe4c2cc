#include "common/json_scanner.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "common/limits.h"
#include "common/utf8.h"

namespace balm::json {
namespace {

constexpr std::size_t kFewNames = 24;  // up to here comparing each with each beats sorting

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

bool Scanner::fail(std::string fault) {
  if (fault_.empty()) fault_ = std::move(fault);
  return false;
}

bool Scanner::run() {
  if (text_.size() > limits::kFrameBytesMax) return fail("too long");
  scan_.marks_.reserve(text_.size() / 12 + 8);
  Due due = Due::Value;
  while (due != Due::Nothing) {
    skip_blanks();
    if (!step(due)) return false;
  }
  skip_blanks();
  return at_ == text_.size() || fail("not well-formed JSON");
}

void Scanner::skip_blanks() {
  while (at_ < text_.size() &&
         (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
    ++at_;
}

bool Scanner::step(Due& due) {
  switch (due) {
    case Due::Value:
      return value(due);
    case Due::FirstElement:
      return peek() == ']' ? close(due) : value(due);
    case Due::FirstName:
      return peek() == '}' ? close(due) : name(due);
    case Due::Name:
      return name(due);
    case Due::CommaOrEnd:
      return comma_or_end(due);
    case Due::Nothing:
      return true;
  }
  return false;
}

bool Scanner::value(Due& due) {
  switch (peek()) {
    case '{':
      return open(Mark::Kind::Map, due);
    case '[':
      return open(Mark::Kind::List, due);
    case 't':
      return word("true", Mark::Kind::True, due);
    case 'f':
      return word("false", Mark::Kind::False, due);
    case 'n':
      return word("null", Mark::Kind::Null, due);
    case '"': {
      Mark mark;
      if (!text(mark)) return false;
      put(mark, due);
      return true;
    }
    default:
      return number(due);
  }
}

// A finished value: what comes next depends on what stands around it.
void Scanner::put(Mark mark, Due& due) {
  mark.next = static_cast<std::uint32_t>(scan_.marks_.size() + 1);
  scan_.marks_.push_back(mark);
  if (!open_.empty()) ++scan_.marks_[open_.back()].count;
  due = open_.empty() ? Due::Nothing : Due::CommaOrEnd;
}

bool Scanner::open(Mark::Kind kind, Due& due) {
  if (open_.size() >= depth_max_) return fail("nested too deeply");
  open_.push_back(static_cast<std::uint32_t>(scan_.marks_.size()));
  Mark mark;
  mark.kind = kind;
  mark.begin = static_cast<std::uint32_t>(at_++);
  scan_.marks_.push_back(mark);
  due = kind == Mark::Kind::Map ? Due::FirstName : Due::FirstElement;
  return true;
}

bool Scanner::close(Due& due) {
  const std::uint32_t closed = open_.back();
  open_.pop_back();
  Mark& mark = scan_.marks_[closed];
  mark.end = static_cast<std::uint32_t>(++at_);
  mark.next = static_cast<std::uint32_t>(scan_.marks_.size());
  if (mark.kind == Mark::Kind::Map && !names_differ(closed)) return fail("a member twice in one object");
  if (!open_.empty()) ++scan_.marks_[open_.back()].count;
  due = open_.empty() ? Due::Nothing : Due::CommaOrEnd;
  return true;
}

bool Scanner::name(Due& due) {
  Mark mark;
  if (peek() != '"') return fail("not well-formed JSON");
  if (!text(mark)) return false;
  mark.next = static_cast<std::uint32_t>(scan_.marks_.size() + 1);
  scan_.marks_.push_back(mark);
  skip_blanks();
  if (peek() != ':') return fail("not well-formed JSON");
  ++at_;
  due = Due::Value;
  return true;
}

bool Scanner::comma_or_end(Due& due) {
  const bool in_map = scan_.marks_[open_.back()].kind == Mark::Kind::Map;
  if (peek() == (in_map ? '}' : ']')) return close(due);
  if (peek() != ',') return fail("not well-formed JSON");
  ++at_;
  due = in_map ? Due::Name : Due::Value;
  return true;
}

bool Scanner::word(std::string_view word, Mark::Kind kind, Due& due) {
  if (!text_.substr(at_).starts_with(word)) return fail("not well-formed JSON");
  at_ += word.size();
  Mark mark;
  mark.kind = kind;
  put(mark, due);
  return true;
}

bool Scanner::digits() {
  if (!is_digit(peek())) return fail("not well-formed JSON");
  while (is_digit(peek())) ++at_;
  return true;
}

bool Scanner::number(Due& due) {
  Mark mark;
  mark.kind = Mark::Kind::Whole;
  mark.begin = static_cast<std::uint32_t>(at_);
  const bool negative = peek() == '-';
  if (negative) ++at_;
  if (peek() == '0')
    ++at_;
  else if (!digits())
    return false;
  if (peek() == '.') {
    mark.kind = Mark::Kind::Fraction;
    ++at_;
    if (!digits()) return false;
  }
  if (peek() == 'e' || peek() == 'E') {
    mark.kind = Mark::Kind::Fraction;
    ++at_;
    if (peek() == '+' || peek() == '-') ++at_;
    if (!digits()) return false;
  }
  mark.end = static_cast<std::uint32_t>(at_);
  const std::string_view token = text_.substr(mark.begin, at_ - mark.begin);
  std::uint64_t whole = 0;
  std::int64_t signed_whole = 0;
  const char* const end = token.data() + token.size();
  if (mark.kind == Mark::Kind::Fraction) {
    if (!fits_double(token)) return fail("a number beyond the range of a double");
  } else if ((negative ? std::from_chars(token.data(), end, signed_whole).ec
                       : std::from_chars(token.data(), end, whole).ec) != std::errc{}) {
    return fail("a whole number beyond 64 bit");
  }
  put(mark, due);
  return true;
}

bool Scanner::fits_double(std::string_view token) {
  double number = 0;
  if (std::from_chars(token.data(), token.data() + token.size(), number).ec == std::errc{}) return true;
  return std::isfinite(
      std::strtod(std::string(token).c_str(), nullptr));  // too small is zero, too large is not a number
}

bool Scanner::text(Mark& mark) {
  mark.kind = Mark::Kind::Text;
  mark.begin = static_cast<std::uint32_t>(++at_);
  while (at_ < text_.size()) {
    const auto c = static_cast<unsigned char>(text_[at_]);
    if (c == '"') {
      mark.end = static_cast<std::uint32_t>(at_++);
      return true;
    }
    if (c < 0x20) return fail("not well-formed JSON");
    if (c == '\\') {
      mark.escaped = true;
      if (!escape()) return false;
    } else if (c < 0x80) {
      ++at_;
    } else {
      const Utf8Character character = utf8_at(text_, at_);
      if (!character.valid) return fail("not well-formed JSON");
      at_ += character.size;
    }
  }
  return fail("not well-formed JSON");
}

bool Scanner::escape() {
  ++at_;
  const char c = peek();
  if (std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos && c != '\0') {
    ++at_;
    return true;
  }
  unsigned unit = 0;
  if (c != 'u' || !hex_unit(unit)) return fail("not well-formed JSON");
  if (unit < 0xD800 || unit > 0xDFFF) return true;
  // Half of a pair: the other half has to follow.
  unsigned second = 0;
  const bool paired = unit <= 0xDBFF && peek() == '\\' && (++at_, peek() == 'u') && hex_unit(second) &&
                      second >= 0xDC00 && second <= 0xDFFF;
  return paired || fail("not well-formed JSON");
}

// "u12AB", standing on the u.
bool Scanner::hex_unit(unsigned& unit) {
  ++at_;
  const std::string_view four = text_.substr(at_, 4);
  const auto read = std::from_chars(four.data(), four.data() + four.size(), unit, 16);
  if (four.size() != 4 || read.ec != std::errc{} || read.ptr != four.data() + 4) return false;
  at_ += 4;
  return true;
}

bool Scanner::names_differ(std::uint32_t map) const {
  const Mark& mark = scan_.marks_[map];
  std::vector<std::string> unescaped;
  std::vector<std::string_view> names;
  unescaped.reserve(mark.count);  // views into it must stay
  names.reserve(mark.count);
  std::uint32_t at = map + 1;
  for (std::uint32_t i = 0; i < mark.count; ++i, at = scan_.marks_[at + 1].next) {
    const Mark& name = scan_.marks_[at];
    names.push_back(text_.substr(name.begin, name.end - name.begin));
    if (!name.escaped) continue;
    Node(scan_, at).text(unescaped.emplace_back());
    names.back() = unescaped.back();
  }
  if (names.size() <= kFewNames) {
    for (std::size_t i = 1; i < names.size(); ++i)
      if (std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) !=
          names.begin() + static_cast<std::ptrdiff_t>(i))
        return false;
    return true;
  }
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) == names.end();
}

}  // namespace balm::json
