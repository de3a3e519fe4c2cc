#include "tests/common/second_reader.h"

#include <optional>

#include <nlohmann/json.hpp>

#include "common/limits.h"

namespace balm::json {
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

Error bad_json(const std::string& fault, std::optional<std::size_t> position) {
  std::string message = "JSON: " + fault;
  if (position) message += " at byte " + std::to_string(*position);
  return {Error::Kind::BadData, message, ""};
}

}  // namespace

Result<Value> read_again(std::string_view text) {
  if (text.size() > limits::kFrameBytesMax) return bad_json("too long", std::nullopt);
  // The parser takes a NUL for the end of the text and skips a byte order mark; both would hide bytes.
  if (const auto nul = text.find('\0'); nul != std::string_view::npos) return bad_json("a NUL byte", nul);
  if (text.starts_with("\xEF\xBB\xBF")) return bad_json("a byte order mark", 0);
  Builder builder(limits::kJsonDepthMax);
  if (!Json::sax_parse(text.begin(), text.end(), &builder, Json::input_format_t::json, true))
    return bad_json(builder.fault(), builder.position());
  return builder.take();
}

}  // namespace balm::json
