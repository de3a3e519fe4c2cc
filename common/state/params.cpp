#include "common/state/params.h"

#include <array>
#include <utility>

#include "common/nearest.h"
#include "common/size_text.h"
#include "common/state/argument_types.h"
#include "common/state/sls_scalar.h"
#include "common/state/state_file.h"

namespace balm {

namespace {

constexpr std::array<std::pair<std::string_view, ParamType>, 10> kTypes = {{
    {"string", ParamType::String},
    {"int", ParamType::Int},
    {"number", ParamType::Number},
    {"bool", ParamType::Bool},
    {"duration", ParamType::Span},
    {"size", ParamType::Size},
    {"percent", ParamType::Percent},
    {"list", ParamType::List},
    {"map", ParamType::Map},
    {"any", ParamType::Any},
}};

std::vector<std::string_view> type_names() {
  std::vector<std::string_view> names;
  names.reserve(kTypes.size());
  for (const auto& [name, type] : kTypes) names.push_back(name);
  return names;
}

// Sizes and percentages stay the text that was written: commands want "500M" and "20%", not what they come
// to.
Result<Value> typed_param(const Value& value, ParamType type) {
  if (value.is_null()) return value;
  switch (type) {
    case ParamType::String:
      return typed_argument(value, ArgumentType::Text);
    case ParamType::Int:
      return typed_argument(value, ArgumentType::Int);
    case ParamType::Number: {
      auto number = typed_argument(value, ArgumentType::Number);
      if (!number) return number;
      return Value(number->number_or());
    }
    case ParamType::Bool:
      return typed_argument(value, ArgumentType::Bool);
    case ParamType::Span:
      return typed_argument(value, ArgumentType::Span);
    case ParamType::Size: {
      auto size = typed_argument(value, ArgumentType::Size);
      if (!size) return size;
      return Value(to_display(value));
    }
    case ParamType::Percent: {
      auto percent = percent_from_text(to_display(value));
      if (!percent) return percent.error();
      return Value(to_display(value));
    }
    case ParamType::List:
      return typed_argument(value, ArgumentType::List);
    case ParamType::Map:
      return typed_argument(value, ArgumentType::Map);
    case ParamType::Any:
      return value;
  }
  return value;
}

class ParamReader {
 public:
  ParamReader(Param& param, Issues& issues) : param_(param), issues_(issues) {}

  void read(const YamlNode& body) {
    if (body.is_scalar()) return read_type(body);
    if (!body.is_map()) return report(body.error("E440", "a parameter is a type, or a map with `type`"));
    const YamlNode* type = body.find("type");
    if (type) read_type(*type);
    for (const YamlEntry& entry : body.entries) read_field(entry);
    if (param_.required && !param_.fallback.is_null())
      report(body.error("E441", "a required parameter has no use for a default", "drop one of the two"));
  }

 private:
  void report(Issue issue) { issues_.push_back(std::move(issue)); }

  void read_type(const YamlNode& node) {
    for (const auto& [name, type] : kTypes)
      if (node.is_scalar() && node.text == name) {
        param_.type = type;
        return;
      }
    const auto names = type_names();
    std::string guess = did_you_mean(node.text, names);
    if (guess.empty()) guess = "string int number bool duration size percent list map any";
    report(node.error("E441", "there is no type `" + node.text + "`", std::move(guess)));
  }

  void read_field(const YamlEntry& entry) {
    static constexpr std::string_view kFields[] = {"type", "required", "default", "doc"};
    const std::string& key = entry.key.text;
    if (key == "type") return;
    if (key == "doc") {
      param_.doc = entry.value.text;
    } else if (key == "required") {
      const auto required = sls_bool(entry.value.text);
      if (!required) return report(entry.value.error("E441", "write true or false"));
      param_.required = *required;
    } else if (key == "default") {
      read_default(entry.value);
    } else {
      report(entry.key.error("E440", "a parameter has no `" + key + "`", did_you_mean(key, kFields)));
    }
  }

  void read_default(const YamlNode& node) {
    const bool as_text = node.is_scalar() && param_.type == ParamType::String;
    auto value = typed_param(as_text ? Value(node.text) : sls_value(node), param_.type);
    if (!value) return report(node.error("E441", value.error().message, value.error().hint));
    param_.fallback = std::move(*value);
  }

  Param& param_;
  Issues& issues_;
};

expression::Type expression_type(ParamType type) {
  switch (type) {
    case ParamType::String:
    case ParamType::Size:
    case ParamType::Percent:
      return expression::Type::text();
    case ParamType::Int:
      return expression::Type::integer();
    case ParamType::Number:
      return expression::Type::number();
    case ParamType::Bool:
      return expression::Type::boolean();
    case ParamType::Span:
      return expression::Type::duration();
    case ParamType::List:
      return expression::Type::list(expression::Type::dyn());
    case ParamType::Map:
      return expression::Type::map(expression::Type::dyn(), expression::Type::dyn());
    case ParamType::Any:
      return expression::Type::dyn();
  }
  return expression::Type::dyn();
}

const Param* find_param(const StateDocument& document, const std::string& name) {
  for (const Param& param : document.params)
    if (param.name == name) return &param;
  return nullptr;
}

Error unknown_param(const StateDocument& document, const std::string& name) {
  std::vector<std::string> known;
  for (const Param& param : document.params) known.push_back(param.name);
  return {Error::Kind::Usage, "state " + document.name + " has no parameter `" + name + "`",
          did_you_mean(name, known)};
}

}  // namespace

std::string_view to_text(ParamType type) {
  for (const auto& [name, known] : kTypes)
    if (known == type) return name;
  return "";
}

std::vector<Param> read_params(const YamlNode& node, Issues& issues) {
  std::vector<Param> params;
  if (!node.is_map()) {
    issues.push_back(
        node.error("E440", "`params` is a map of names", "write `params: { name: { type: string } }`"));
    return params;
  }
  for (const YamlEntry& entry : node.entries) {
    Param param;
    param.name = entry.key.text;
    param.place = entry.key.place();
    ParamReader(param, issues).read(entry.value);
    params.push_back(std::move(param));
  }
  return params;
}

expression::Schema state_schema(const std::vector<Param>& params) {
  std::vector<std::pair<std::string, expression::Type>> fields;
  for (const Param& param : params) {
    // Without a value a parameter is null, whatever its type.
    const bool always = param.required || !param.fallback.is_null();
    fields.emplace_back(param.name, always ? expression_type(param.type) : expression::Type::dyn());
  }
  expression::Schema schema;
  for (const char* name : {"event", "host", "incident", "check", "last", "rung", "vars", "steps"})
    schema.add(name, expression::Type::dyn());
  schema.add("params", expression::Type::record_of("params", std::move(fields)));
  return schema;
}

Result<Value> bind_params(const StateDocument& document, const Value& given) {
  ValueMap bound;
  if (given.is(Value::Kind::Map)) {
    for (const auto& [key, value] : given.as_map()) {
      const std::string name = to_display(key);
      const Param* param = find_param(document, name);
      if (!param) return unknown_param(document, name);
      auto typed = typed_param(value, param->type);
      if (!typed)
        return Error{Error::Kind::Usage, "parameter `" + name + "`: " + typed.error().message,
                     typed.error().hint};
      bound[key] = std::move(*typed);
    }
  } else if (!given.is_null()) {
    return Error{Error::Kind::Usage, "parameters are a map", ""};
  }
  for (const Param& param : document.params) {
    const auto [entry, missing] = bound.try_emplace(Value(param.name), param.fallback);
    if ((missing || entry->second.is_null()) && param.required)
      return Error{Error::Kind::Usage, "state " + document.name + " needs parameter `" + param.name + "`",
                   param.doc};
  }
  return Value(std::move(bound));
}

}  // namespace balm
