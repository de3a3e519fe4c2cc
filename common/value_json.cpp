#include "common/value_json.h"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include <nlohmann/json.hpp>

#include "common/limits.h"
#include "common/value_text.h"

namespace balm {
namespace {

using Json = nlohmann::json;

// Builds the Value straight from the parser's calls. The parser is a loop of its own, so hostile nesting
// meets the depth limit here and never the stack.
class Builder : public nlohmann::json_sax<Json> {
 public:
  explicit Builder(std::size_t depth_max) : depth_max_(depth_max) {}

  bool null() override { return put(Value()); }
  bool boolean(bool v) override { return put(Value(v)); }
  bool number_integer(std::int64_t v) override { return put(Value(v)); }
  bool number_unsigned(std::uint64_t v) override {
    return put(v > INT64_MAX ? Value::uint(v) : Value(static_cast<std::int64_t>(v)));
  }
  bool number_float(double v, const std::string& token) override {
    if (token.find_first_of(".eE") == std::string::npos) return fail("a whole number beyond 64 bit");
    return put(Value(v));
  }
  bool string(std::string& v) override { return put(Value(std::move(v))); }
  bool binary(Json::binary_t&) override { return fail("binary data"); }
  bool start_object(std::size_t) override { return open(true); }
  bool start_array(std::size_t) override { return open(false); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(std::string& v) override {
    ValueMap& map = open_.back().map;
    const std::size_t before = map.size();
    open_.back().place = map.try_emplace(map.end(), std::move(v));
    return map.size() > before ||
           fail("member \"" + open_.back().place->first.as_string() + "\" twice in one object");
  }

  bool parse_error(std::size_t position, const std::string&, const Json::exception& error) override {
    position_ = position;
    return fail(error.id == 406 ? "a number beyond the range of a double" : "not well-formed JSON");
  }

  Value take() { return std::move(root_); }
  const std::string& fault() const { return fault_; }
  std::optional<std::size_t> position() const { return position_; }

 private:
  struct Open {
    bool is_map = false;
    ValueList list;
    ValueMap map;
    ValueMap::iterator place;  // of the member whose value comes next
  };

  bool fail(std::string fault) {
    if (fault_.empty()) fault_ = std::move(fault);
    return false;
  }

  bool open(bool is_map) {
    if (open_.size() >= depth_max_) return fail("nested too deeply");
    open_.emplace_back().is_map = is_map;
    return true;
  }

  bool close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    return put(done.is_map ? Value(std::move(done.map)) : Value(std::move(done.list)));
  }

  bool put(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().is_map) {
      open_.back().place->second = std::move(value);
    } else {
      open_.back().list.push_back(std::move(value));
    }
    return true;
  }

  std::size_t depth_max_;
  std::vector<Open> open_;
  Value root_;
  std::string fault_;
  std::optional<std::size_t> position_;
};

// Length of the valid UTF-8 sequence (Unicode 15, table 3-7) at the front of `text`, 0 when it is not one.
std::size_t sequence_length(std::string_view text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto tail = [&](std::size_t i) { return (at(i) & 0xC0u) == 0x80u; };
  const unsigned lead = at(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool overlong = lead == 0xE0 && at(1) < 0xA0;
    const bool surrogate = lead == 0xED && at(1) > 0x9F;
    return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool overlong = lead == 0xF0 && at(1) < 0x90;
    const bool beyond = lead == 0xF4 && at(1) > 0x8F;
    return tail(1) && tail(2) && tail(3) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

class Writer {
 public:
  explicit Writer(bool pretty) : pretty_(pretty) {}

  void write(const Value& value) {
    using Kind = Value::Kind;
    switch (value.kind()) {
      case Kind::Null:
        text_ += "null";
        return;
      case Kind::Bool:
        text_ += value.as_bool() ? "true" : "false";
        return;
      case Kind::Int:
        write_whole(value.as_int());
        return;
      case Kind::Uint:
        write_whole(value.as_uint());
        return;
      case Kind::Double:
        write_double(value.as_double());
        return;
      case Kind::String:
        write_string(value.as_string());
        return;
      case Kind::List:
        write_list(value.as_list());
        return;
      case Kind::Map:
        write_map(value.as_map());
        return;
      case Kind::Optional:
        write(value.as_optional().held ? *value.as_optional().held : Value());
        return;
      case Kind::Bytes:
      case Kind::Timestamp:
      case Kind::Duration:
      case Kind::Type:
      case Kind::Address:
        write_string(to_display(value));
        return;
    }
  }

  std::string take() { return std::move(text_); }

 private:
  template <class Whole>
  void write_whole(Whole number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    text_.append(digits.data(), end.ptr);
  }

  // Keeps a mark of being a double (".0"), so that it is read back as one.
  void write_double(double number) {
    if (!std::isfinite(number)) {
      text_ += "null";
      return;
    }
    const std::string digits = double_text(number);
    text_ += digits;
    if (digits.find_first_of(".e") == std::string::npos) text_ += ".0";
  }

  void write_list(const ValueList& list) {
    text_ += '[';
    ++depth_;
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (i > 0) text_ += ',';
      new_line();
      write(list[i]);
    }
    --depth_;
    if (!list.empty()) new_line();
    text_ += ']';
  }

  void write_map(const ValueMap& map) {
    text_ += '{';
    ++depth_;
    bool first = true;
    for (const auto& [key, value] : map) {
      if (!first) text_ += ',';
      first = false;
      new_line();
      write_string(key.is(Value::Kind::String) ? key.as_string() : to_display(key));
      text_ += pretty_ ? ": " : ":";
      write(value);
    }
    --depth_;
    if (!map.empty()) new_line();
    text_ += '}';
  }

  void write_string(std::string_view text) {
    text_ += '"';
    std::size_t plain = 0;  // start of what can be copied as it is
    for (std::size_t i = 0; i < text.size();) {
      const auto c = static_cast<unsigned char>(text[i]);
      const std::size_t length = c < 0x80 ? 1 : sequence_length(text.substr(i, 4));
      const bool copied = length > 1 || (length == 1 && c >= 0x20 && c != '"' && c != '\\');
      if (!copied) {
        text_.append(text.substr(plain, i - plain));
        length == 0 ? text_.append("\xEF\xBF\xBD") : text_.append(escape(c));
        plain = i + 1;
      }
      i += length == 0 ? 1 : length;
    }
    text_.append(text.substr(plain));
    text_ += '"';
  }

  static std::string escape(unsigned char c) {
    switch (c) {
      case '"':
        return "\\\"";
      case '\\':
        return "\\\\";
      case '\n':
        return "\\n";
      case '\r':
        return "\\r";
      case '\t':
        return "\\t";
      default:
        break;
    }
    constexpr std::string_view kHex = "0123456789abcdef";
    return std::string("\\u00") + kHex[c / 16] + kHex[c % 16];
  }

  void new_line() {
    if (pretty_) text_.append("\n").append(depth_ * 2, ' ');
  }

  std::string text_;
  std::size_t depth_ = 0;
  bool pretty_;
};

Error bad_json(const std::string& fault, std::optional<std::size_t> position) {
  std::string message = "JSON: " + fault;
  if (position) message += " at byte " + std::to_string(*position);
  return {Error::Kind::BadData, message, ""};
}

}  // namespace

Result<Value> value_from_json(std::string_view text, std::size_t depth_max) {
  if (text.size() > limits::kFrameBytesMax) return bad_json("too long", std::nullopt);
  // The parser takes a NUL for the end of the text and skips a byte order mark; both would hide bytes.
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) return bad_json("a NUL byte", nul);
  if (text.starts_with("\xEF\xBB\xBF")) return bad_json("a byte order mark", 0);
  Builder builder(depth_max);
  if (!Json::sax_parse(text.begin(), text.end(), &builder, Json::input_format_t::json, true))
    return bad_json(builder.fault(), builder.position());
  return builder.take();
}

std::string to_json(const Value& value) {
  Writer writer(false);
  writer.write(value);
  return writer.take();
}

std::string to_pretty_json(const Value& value) {
  Writer writer(true);
  writer.write(value);
  return writer.take();
}

}  // namespace balm
