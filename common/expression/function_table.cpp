#include "common/expression/function_table.h"

#include <algorithm>
#include <array>
#include <map>

#include "common/expression/functions.h"
#include "common/invariant.h"

namespace balm::expression {
namespace {

// Bits of a mask: one per kind of value, and one more because an address may be a network.
constexpr unsigned kCidrBit = 1u << 14;
constexpr unsigned kAnyKind = ~0u;

unsigned bit(Value::Kind kind) {
  return 1u << static_cast<unsigned>(kind);
}

unsigned kind_bit(const Value& value) {
  if (value.is(Value::Kind::Address) && value.as_address().prefix >= 0) return kCidrBit;
  return bit(value.kind());
}

unsigned mask_of(const Type& type) {
  switch (type.kind) {
    case Type::Kind::Dyn:
    case Type::Kind::Variable:
      return kAnyKind;
    case Type::Kind::Null:
      return bit(Value::Kind::Null);
    case Type::Kind::Bool:
      return bit(Value::Kind::Bool);
    case Type::Kind::Int:
      return bit(Value::Kind::Int);
    case Type::Kind::Uint:
      return bit(Value::Kind::Uint);
    case Type::Kind::Double:
      return bit(Value::Kind::Double);
    case Type::Kind::String:
      return bit(Value::Kind::String);
    case Type::Kind::Bytes:
      return bit(Value::Kind::Bytes);
    case Type::Kind::List:
      return bit(Value::Kind::List);
    case Type::Kind::Record:
    case Type::Kind::Map:
      return bit(Value::Kind::Map);
    case Type::Kind::Timestamp:
      return bit(Value::Kind::Timestamp);
    case Type::Kind::Span:
      return bit(Value::Kind::Duration);
    case Type::Kind::Denotation:
      return bit(Value::Kind::Type);
    case Type::Kind::Optional:
      return bit(Value::Kind::Optional);
    case Type::Kind::Ip:
      return bit(Value::Kind::Address);
    case Type::Kind::Cidr:
      return kCidrBit;
  }
  return 0;
}

Type named_type(std::string_view name) {
  using Kind = Type::Kind;
  static constexpr std::array<std::pair<std::string_view, Kind>, 16> kNames = {{
      {"bool", Kind::Bool},
      {"bytes", Kind::Bytes},
      {"cidr", Kind::Cidr},
      {"double", Kind::Double},
      {"duration", Kind::Span},
      {"dyn", Kind::Dyn},
      {"int", Kind::Int},
      {"ip", Kind::Ip},
      {"list", Kind::List},
      {"map", Kind::Map},
      {"null", Kind::Null},
      {"optional", Kind::Optional},
      {"string", Kind::String},
      {"timestamp", Kind::Timestamp},
      {"type", Kind::Denotation},
      {"uint", Kind::Uint},
  }};
  if (name.size() == 1) return {Kind::Variable, {}, std::string(name)};
  const auto place = std::ranges::find(kNames, name, &std::pair<std::string_view, Kind>::first);
  BALM_ASSERT(place != kNames.end());  // a row of the table above with a type that does not exist
  return {place->second};
}

// Reads one signature of the table above; the tests read them all, so what is malformed stops there.
class SignatureReader {
 public:
  explicit SignatureReader(const FunctionRow& row) : row_(row), rest_(row.signature) {}

  Function read() {
    Function function;
    function.row = &row_;
    // "list(A).f(" is a call on something; the name itself may have a dot ("math.abs(").
    function.member = !rest_.starts_with(std::string(row_.name) + "(");
    if (function.member) {
      function.parameters.push_back(type());
      expect(".");
    }
    expect(row_.name);
    expect("(");
    while (!accept(")")) {
      if (accept("...")) {
        function.variadic = true;
      } else {
        function.parameters.push_back(type());
      }
      accept(", ");
    }
    expect(" -> ");
    function.result = type();
    for (const Type& parameter : function.parameters) function.masks.push_back(mask_of(parameter));
    return function;
  }

 private:
  bool accept(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  void expect(std::string_view text) {
    const bool there = accept(text);
    BALM_ASSERT(there);
  }

  Type type() {
    const std::size_t end = std::min(rest_.find_first_of("(),. "), rest_.size());
    Type type = named_type(rest_.substr(0, end));
    rest_.remove_prefix(end);
    const bool has_parameters =
        type.is(Type::Kind::List) || type.is(Type::Kind::Map) || type.is(Type::Kind::Optional);
    if (!has_parameters) return type;
    expect("(");
    do type.of.push_back(this->type());
    while (accept(", "));
    expect(")");
    return type;
  }

  const FunctionRow& row_;
  std::string_view rest_;
};

using Index = std::map<std::pair<std::string_view, bool>, std::vector<Function>>;

// The table never changes, so it is read once and shared by all threads.
const Index& index() {
  static const Index index = [] {
    Index made;
    for (const FunctionRow& row : function_rows()) {
      Function function = SignatureReader(row).read();
      made[{row.name, function.member}].push_back(std::move(function));
    }
    return made;
  }();
  return index;
}

}  // namespace

bool Function::takes(Arguments arguments) const {
  if (arguments.size() < masks.size() || (arguments.size() > masks.size() && !variadic)) return false;
  for (std::size_t i = 0; i < arguments.size(); ++i)
    if ((masks[std::min(i, masks.size() - 1)] & kind_bit(*arguments[i])) == 0) return false;
  return true;
}

bool Function::impure() const {
  constexpr std::array kImpure = {functions::ago, functions::hosts};
  return std::ranges::find(kImpure, row->run) != kImpure.end();
}

bool Function::walks() const {
  constexpr std::array kWalks = {
      functions::distinct,       functions::flatten,        functions::format, functions::set_contains,
      functions::set_equivalent, functions::set_intersects, functions::sort};
  return std::ranges::find(kWalks, row->run) != kWalks.end();
}

std::span<const Function> find_functions(std::string_view name, bool member) {
  const auto place = index().find({name, member});
  return place == index().end() ? std::span<const Function>{} : std::span<const Function>(place->second);
}

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const FunctionRow& row : function_rows())
    if (names.empty() || names.back() != row.name) names.emplace_back(row.name);
  return names;
}

}  // namespace balm::expression
