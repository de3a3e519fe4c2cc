#include "common/expression/schema.h"

namespace balm::expression {
namespace {

std::string_view plain_name(Type::Kind kind) {
  using Kind = Type::Kind;
  switch (kind) {
    case Kind::Dyn:
      return "dyn";
    case Kind::Null:
      return "null";
    case Kind::Bool:
      return "bool";
    case Kind::Int:
      return "int";
    case Kind::Uint:
      return "uint";
    case Kind::Double:
      return "double";
    case Kind::String:
      return "string";
    case Kind::Bytes:
      return "bytes";
    case Kind::List:
      return "list";
    case Kind::Map:
      return "map";
    case Kind::Timestamp:
      return "timestamp";
    case Kind::Span:
      return "duration";
    case Kind::Denotation:
      return "type";
    case Kind::Optional:
      return "optional";
    case Kind::Ip:
      return "ip";
    case Kind::Cidr:
      return "cidr";
    case Kind::Record:
    case Kind::Variable:
      return "";
  }
  return "";
}

Type list_type(const ValueList& list) {
  if (list.empty()) return Type::list(Type::dyn());
  Type element = type_of(list.front());
  for (const Value& value : list) element = join(element, type_of(value));
  return Type::list(std::move(element));
}

Type map_type(const ValueMap& map) {
  if (map.empty()) return Type::map(Type::dyn(), Type::dyn());
  Type key = type_of(map.begin()->first);
  Type entry = type_of(map.begin()->second);
  for (const auto& [name, value] : map) {
    key = join(key, type_of(name));
    entry = join(entry, type_of(value));
  }
  return Type::map(std::move(key), std::move(entry));
}

}  // namespace

Type Type::record_of(std::string name, std::vector<std::pair<std::string, Type>> fields, bool open) {
  auto record = std::make_shared<Record>();
  record->open = open;
  for (auto& [field, type] : fields) record->fields.insert_or_assign(std::move(field), std::move(type));
  return {Kind::Record, {}, std::move(name), std::move(record)};
}

bool Type::operator==(const Type& other) const {
  if (kind != other.kind || name != other.name || of != other.of) return false;
  if (record == other.record) return true;
  return record && other.record && record->open == other.record->open &&
         record->fields == other.record->fields;
}

std::string to_text(const Type& type) {
  if (type.is(Type::Kind::Record) || type.is(Type::Kind::Variable)) return type.name;
  std::string text(plain_name(type.kind));
  for (std::size_t i = 0; i < type.of.size(); ++i) text += (i == 0 ? "(" : ", ") + to_text(type.of[i]);
  return type.of.empty() ? text : text + ")";
}

Type type_of(const Value& value) {
  using Kind = Value::Kind;
  switch (value.kind()) {
    case Kind::Null:
      return {Type::Kind::Null};
    case Kind::Bool:
      return {Type::Kind::Bool};
    case Kind::Int:
      return {Type::Kind::Int};
    case Kind::Uint:
      return {Type::Kind::Uint};
    case Kind::Double:
      return {Type::Kind::Double};
    case Kind::String:
      return {Type::Kind::String};
    case Kind::Bytes:
      return {Type::Kind::Bytes};
    case Kind::List:
      return list_type(value.as_list());
    case Kind::Map:
      return map_type(value.as_map());
    case Kind::Timestamp:
      return {Type::Kind::Timestamp};
    case Kind::Duration:
      return {Type::Kind::Span};
    case Kind::Type:
      return {Type::Kind::Denotation};
    case Kind::Optional:
      return Type::optional(value.as_optional().held ? type_of(*value.as_optional().held) : Type::dyn());
    case Kind::Address:
      return {value.as_address().prefix < 0 ? Type::Kind::Ip : Type::Kind::Cidr};
  }
  return {};
}

Type join(const Type& a, const Type& b) {
  return a == b ? a : Type::dyn();
}

Schema::Schema() {
  add("now", Type::timestamp());
}

Schema& Schema::add(std::string name, Type type) {
  names_.insert_or_assign(std::move(name), std::move(type));
  return *this;
}

const Type* Schema::find(std::string_view name) const {
  const auto place = names_.find(name);
  return place == names_.end() ? nullptr : &place->second;
}

std::vector<std::string> Schema::names() const {
  std::vector<std::string> names;
  for (const auto& [name, type] : names_) names.push_back(name);
  return names;
}

}  // namespace balm::expression
