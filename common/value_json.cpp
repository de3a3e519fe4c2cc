#include "common/value_json.h"

#include <cmath>

#include "common/json_scan.h"
#include "common/json_text.h"
#include "common/value_text.h"

namespace balm {
namespace {

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
        json::append_number(text_, value.as_int());
        return;
      case Kind::Uint:
        json::append_number(text_, value.as_uint());
        return;
      case Kind::Double:
        write_double(value.as_double());
        return;
      case Kind::String:
        json::append_string(text_, value.as_string());
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
        json::append_string(text_, to_display(value));
        return;
    }
  }

  std::string take() { return std::move(text_); }

 private:
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
      json::append_string(text_, key.is(Value::Kind::String) ? key.as_string() : to_display(key));
      text_ += pretty_ ? ": " : ":";
      write(value);
    }
    --depth_;
    if (!map.empty()) new_line();
    text_ += '}';
  }

  void new_line() {
    if (pretty_) text_.append("\n").append(depth_ * 2, ' ');
  }

  std::string text_;
  std::size_t depth_ = 0;
  bool pretty_;
};

}  // namespace

Result<Value> value_from_json(std::string_view text, std::size_t depth_max) {
  const auto scan = json::Scan::of(text, depth_max);
  if (!scan) return scan.error();
  Value value;
  scan->root().value(value);
  return value;
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
