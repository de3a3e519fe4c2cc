#include "common/expression/macros.h"

#include <algorithm>
#include <array>

namespace balm::expression {
namespace {

using Kind = Node::Kind;
using Expansion = std::optional<Fault>;

Fault misuse(const Node& at, std::string message) {
  return {"E311", std::move(message), "", at.offset, at.length};
}

// Turns `call` into `kind`, keeping where it stands in the text.
void become(Node& call, Kind kind) {
  call.kind = kind;
  call.name.clear();
  call.member = false;
}

// Takes argument `index` as the name of a variable.
Expansion take_variable(Node& call, std::size_t index, std::string& name) {
  const Node& argument = call.nodes[index];
  if (argument.kind != Kind::Ident || argument.absolute)
    return misuse(argument, "the name of a variable is due here");
  name = argument.name;
  return std::nullopt;
}

Expansion expand_has(Node& call) {
  Node& argument = call.nodes[0];
  if (argument.kind != Kind::Select || argument.optional || argument.test)
    return misuse(argument, "has() takes a field: has(event.body)");
  Node field = std::move(argument);
  field.test = true;
  field.offset = call.offset;
  field.length = call.length;
  field.height = call.height;
  call = std::move(field);
  return std::nullopt;
}

// range.loop(x, [filter,] body): with `variables` names in front.
Expansion expand_loop(Node& call, Loop loop, std::size_t variables) {
  std::string first;
  std::string second;
  if (auto fault = take_variable(call, 1, first)) return fault;
  if (variables == 2) {
    if (auto fault = take_variable(call, 2, second)) return fault;
    if (first == second) return misuse(call.nodes[2], "the two variables have the same name");
  }
  call.has_filter = call.nodes.size() == variables + 3;
  call.nodes.erase(call.nodes.begin() + 1, call.nodes.begin() + 1 + static_cast<std::ptrdiff_t>(variables));
  become(call, Kind::Loop);
  call.loop = loop;
  call.name = first;
  call.second_name = second;
  return std::nullopt;
}

template <Loop kLoop, std::size_t kVariables>
Expansion expand_to(Node& call) {
  return expand_loop(call, kLoop, kVariables);
}

Expansion expand_transform_entry(Node& call) {
  const Node& entry = call.nodes.back();
  if (entry.kind != Kind::Map) return misuse(entry, "a map literal with the new entry is due here");
  return expand_loop(call, Loop::TransformMapEntry, 2);
}

Expansion expand_optional(Node& call, bool flat) {
  std::string name;
  if (auto fault = take_variable(call, 1, name)) return fault;
  call.nodes.erase(call.nodes.begin() + 1);
  become(call, Kind::OptionalMap);
  call.name = name;
  call.flat = flat;
  return std::nullopt;
}

Expansion expand_opt_map(Node& call) {
  return expand_optional(call, false);
}
Expansion expand_opt_flat_map(Node& call) {
  return expand_optional(call, true);
}

Expansion expand_bind(Node& call) {
  std::string name;
  if (auto fault = take_variable(call, 0, name)) return fault;
  call.nodes.erase(call.nodes.begin());
  become(call, Kind::Let);
  call.name = name;
  return std::nullopt;
}

// A whole number written out; used by the machine-made forms cel.index(0), cel.iterVar(0, 0), cel.accuVar(0,
// 0).
Expansion expand_numbered(Node& call, std::string prefix) {
  for (const Node& argument : call.nodes) {
    if (argument.kind != Kind::Literal || !argument.value.is(Value::Kind::Int) || argument.value.as_int() < 0)
      return misuse(argument, "a whole number is due here");
    prefix += ":" + std::to_string(argument.value.as_int());
  }
  call.nodes.clear();
  become(call, Kind::Ident);
  call.name = std::move(prefix);
  return std::nullopt;
}

Expansion expand_index(Node& call) {
  return expand_numbered(call, "@index");
}
Expansion expand_iter_var(Node& call) {
  return expand_numbered(call, "@it");
}
Expansion expand_accu_var(Node& call) {
  return expand_numbered(call, "@ac");
}

// cel.block([a, b], r) -> let @index:0 = a in let @index:1 = b in r
Expansion expand_block(Node& call) {
  if (call.nodes[0].kind != Kind::List) return misuse(call.nodes[0], "a list of the values is due here");
  std::vector<Node> values = std::move(call.nodes[0].nodes);
  Node body = std::move(call.nodes[1]);
  for (std::size_t i = values.size(); i-- > 0;) {
    Node let;
    let.kind = Kind::Let;
    let.name = "@index:" + std::to_string(i);
    let.offset = call.offset;
    let.length = call.length;
    let.height = 1 + std::max(values[i].height, body.height);
    let.nodes.push_back(std::move(values[i]));
    let.nodes.push_back(std::move(body));
    body = std::move(let);
  }
  call = std::move(body);
  return std::nullopt;
}

constexpr std::array kMacros = {
    Macro{"all", "list.all(x, condition)", 2, true, expand_to<Loop::All, 1>,
          "true when the condition holds for every element of a list or key of a map"},
    Macro{"all", "list.all(i, x, condition)", 3, true, expand_to<Loop::All, 2>,
          "the same with index or key and value"},
    Macro{"cel.accuVar", "cel.accuVar(0, 0)", 2, false, expand_accu_var,
          "a name in machine-made expressions"},
    Macro{"cel.bind", "cel.bind(x, value, result)", 3, false, expand_bind,
          "gives a value a name within the result; computed once, when first used"},
    Macro{"cel.block", "cel.block([a, b], result)", 2, false, expand_block,
          "machine-made form of several cel.bind; the values are cel.index(0), cel.index(1)"},
    Macro{"cel.index", "cel.index(0)", 1, false, expand_index, "a value of cel.block"},
    Macro{"cel.iterVar", "cel.iterVar(0, 0)", 2, false, expand_iter_var,
          "a loop variable in machine-made expressions"},
    Macro{"exists", "list.exists(x, condition)", 2, true, expand_to<Loop::Exists, 1>,
          "true when the condition holds for some element of a list or key of a map"},
    Macro{"exists", "list.exists(i, x, condition)", 3, true, expand_to<Loop::Exists, 2>,
          "the same with index or key and value"},
    Macro{"existsOne", "list.existsOne(x, condition)", 2, true, expand_to<Loop::ExistsOne, 1>,
          "the same as exists_one"},
    Macro{"existsOne", "list.existsOne(i, x, condition)", 3, true, expand_to<Loop::ExistsOne, 2>,
          "the same with index or key and value"},
    Macro{"exists_one", "list.exists_one(x, condition)", 2, true, expand_to<Loop::ExistsOne, 1>,
          "true when the condition holds for exactly one element"},
    Macro{"exists_one", "list.exists_one(i, x, condition)", 3, true, expand_to<Loop::ExistsOne, 2>,
          "the same with index or key and value"},
    Macro{"filter", "list.filter(x, condition)", 2, true, expand_to<Loop::Filter, 1>,
          "the elements of a list, or keys of a map, for which the condition holds"},
    Macro{"has", "has(a.b)", 1, false, expand_has, "true when the map a has the entry b"},
    Macro{"map", "list.map(x, result)", 2, true, expand_to<Loop::Map, 1>, "the result for each element"},
    Macro{"map", "list.map(x, condition, result)", 3, true, expand_to<Loop::Map, 1>,
          "the result for each element for which the condition holds"},
    Macro{"optFlatMap", "optional.optFlatMap(x, result)", 2, true, expand_opt_flat_map,
          "the result, itself an optional, for what the optional holds"},
    Macro{"optMap", "optional.optMap(x, result)", 2, true, expand_opt_map,
          "an optional of the result for what the optional holds"},
    Macro{"transformList", "list.transformList(i, x, result)", 3, true, expand_to<Loop::TransformList, 2>,
          "a list of the results, from a list or map"},
    Macro{"transformList", "list.transformList(i, x, condition, result)", 4, true,
          expand_to<Loop::TransformList, 2>, "the same where the condition holds"},
    Macro{"transformMap", "map.transformMap(k, v, result)", 3, true, expand_to<Loop::TransformMap, 2>,
          "a map with the same keys (or indexes) and new values"},
    Macro{"transformMap", "map.transformMap(k, v, condition, result)", 4, true,
          expand_to<Loop::TransformMap, 2>, "the same where the condition holds"},
    Macro{"transformMapEntry", "map.transformMapEntry(k, v, {key: value})", 3, true, expand_transform_entry,
          "a map of the new entries; two equal keys are an error"},
    Macro{"transformMapEntry", "map.transformMapEntry(k, v, condition, {key: value})", 4, true,
          expand_transform_entry, "the same where the condition holds"},
};
static_assert(std::ranges::is_sorted(kMacros, {}, [](const Macro& macro) {
  return std::pair(macro.name, macro.arguments);
}));

// The name a macro goes by: "cel.bind" for a call of bind on the plain word cel.
std::string called_name(const Node& call, bool& receiver) {
  receiver = call.member;
  if (!call.member) return call.name;
  const Node& target = call.nodes[0];
  if (target.kind != Kind::Ident || target.name != "cel" || target.absolute) return call.name;
  receiver = false;
  return "cel." + call.name;
}

}  // namespace

std::span<const Macro> macros() {
  return kMacros;
}

std::optional<Fault> expand_macro(Node& call) {
  bool receiver = false;
  const std::string name = called_name(call, receiver);
  const std::size_t arguments = call.nodes.size() - (call.member ? 1 : 0);
  for (const Macro& macro : kMacros) {
    if (macro.name != name || macro.arguments != arguments || macro.receiver != receiver) continue;
    if (call.member && !receiver) call.nodes.erase(call.nodes.begin());
    return macro.expand(call);
  }
  return std::nullopt;
}

std::string macro_forms(std::string_view name) {
  std::string forms;
  for (const Macro& macro : kMacros)
    if (macro.name == name) forms += (forms.empty() ? "" : " or ") + std::string(macro.form);
  return forms;
}

}  // namespace balm::expression
