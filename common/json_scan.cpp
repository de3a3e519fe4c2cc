#include "common/json_scan.h"

#include <charconv>
#include <cstdlib>

#include "common/json_scanner.h"
#include "common/utf8.h"

namespace balm::json {
namespace {

unsigned hex(std::string_view four) {
  unsigned unit = 0;
  std::from_chars(four.data(), four.data() + four.size(), unit, 16);
  return unit;
}

char plain_escape(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return c;
  }
}

// REQUIRES: a text the scanner has accepted.
void append_unescaped(std::string& out, std::string_view raw) {
  for (std::size_t at = 0; at < raw.size();) {
    if (raw[at] != '\\') {
      out += raw[at++];
      continue;
    }
    if (raw[at + 1] != 'u') {
      out += plain_escape(raw[at + 1]);
      at += 2;
      continue;
    }
    char32_t code = hex(raw.substr(at + 2, 4));
    at += 6;
    if (code >= 0xD800 && code <= 0xDBFF) {
      code = 0x10000 + ((code - 0xD800) << 10) + (hex(raw.substr(at + 2, 4)) - 0xDC00);
      at += 6;
    }
    append_utf8(out, code);
  }
}

template <class Number>
bool read_whole(std::string_view raw, Number& v) {
  const auto read = std::from_chars(raw.data(), raw.data() + raw.size(), v);
  return read.ec == std::errc{} && read.ptr == raw.data() + raw.size();
}

}  // namespace

Result<Scan> Scan::of(std::string_view text, std::size_t depth_max) {
  Scan scan;
  scan.text_ = text;
  Scanner scanner(scan, depth_max);
  if (scanner.run()) return scan;
  return Error{Error::Kind::BadData, "JSON: " + scanner.fault() + " at byte " + std::to_string(scanner.at()),
               ""};
}

const Mark& Node::mark_at(std::uint32_t index) const {
  return scan_->marks_[index];
}

std::string_view Node::raw() const {
  return scan_->text_.substr(mark().begin, mark().end - mark().begin);
}

std::optional<Node> Node::member(std::string_view name, std::size_t& place) const {
  // From where the last search ended to the end, then from the start.
  std::uint32_t at = place == 0 ? index_ + 1 : static_cast<std::uint32_t>(place);
  for (std::size_t i = 0; i < size(); ++i) {
    if (at >= mark().next) at = index_ + 1;
    const Node key(*scan_, at);
    const Node found(*scan_, at + 1);
    at = mark_at(at + 1).next;
    std::string unescaped;
    const bool same = key.mark().escaped ? key.text(unescaped) && unescaped == name : key.raw() == name;
    if (!same) continue;
    place = at;
    return found;
  }
  return std::nullopt;
}

bool Node::boolean(bool& v) const {
  v = mark().kind == Mark::Kind::True;
  return v || mark().kind == Mark::Kind::False;
}

bool Node::integer(std::int64_t& v) const {
  return mark().kind == Mark::Kind::Whole && read_whole(raw(), v);
}

bool Node::natural(std::uint64_t& v) const {
  if (mark().kind != Mark::Kind::Whole) return false;
  if (raw() == "-0") return v = 0, true;
  return read_whole(raw(), v);
}

bool Node::number(double& v) const {
  if (mark().kind != Mark::Kind::Whole && mark().kind != Mark::Kind::Fraction) return false;
  const auto read = std::from_chars(raw().data(), raw().data() + raw().size(), v);
  if (read.ec != std::errc{}) v = std::strtod(std::string(raw()).c_str(), nullptr);
  return true;
}

bool Node::text(std::string& v) const {
  if (mark().kind != Mark::Kind::Text) return false;
  v.clear();
  if (mark().escaped)
    append_unescaped(v, raw());
  else
    v = raw();
  return true;
}

bool Node::value(Value& v) const {
  switch (mark().kind) {
    case Mark::Kind::Null:
      v = Value();
      return true;
    case Mark::Kind::True:
      v = Value(true);
      return true;
    case Mark::Kind::False:
      v = Value(false);
      return true;
    case Mark::Kind::Whole: {
      std::int64_t small = 0;
      std::uint64_t large = 0;
      v = integer(small) ? Value(small) : Value::uint((natural(large), large));
      return true;
    }
    case Mark::Kind::Fraction: {
      double fraction = 0;
      number(fraction);
      v = Value(fraction);
      return true;
    }
    case Mark::Kind::Text: {
      std::string own;
      text(own);
      v = Value(std::move(own));
      return true;
    }
    case Mark::Kind::List: {
      ValueList list;
      list.reserve(size());
      each_element([&](const Node& element) { return element.value(list.emplace_back()); });
      v = Value(std::move(list));
      return true;
    }
    case Mark::Kind::Map: {
      ValueMap map;
      each_member(
          [&](std::string name, const Node& entry) { return entry.value(map[Value(std::move(name))]); });
      v = Value(std::move(map));
      return true;
    }
  }
  return false;
}

}  // namespace balm::json
