#include "common/state/sls_file.h"

#include <algorithm>
#include <utility>

#include "common/state/sls_scalar.h"
#include "common/yaml/yaml_reader.h"

namespace balm {

namespace {

class SlsReader {
 public:
  SlsReader(SlsFile& file, Issues& issues) : file_(file), issues_(issues) {}

  void read() {
    const YamlNode& root = *file_.root;
    if (root.is_null())
      return report(
          root.error("E401", "the file holds no steps", "an empty file often means a broken deploy"));
    if (!root.is_map())
      return report(
          root.error("E402", "a state file is a map of IDs, this is " + std::string(kind_name(root))));
    for (const YamlEntry& entry : root.entries) read_top(entry);
  }

 private:
  void report(Issue issue) { issues_.push_back(std::move(issue)); }

  void read_top(const YamlEntry& entry) {
    const std::string& key = entry.key.text;
    if (key == "include") return read_names(entry, file_.includes);
    if (key == "exclude") return read_names(entry, file_.excludes);
    if (key == "params") {
      file_.params = &entry.value;
      return;
    }
    if (key == "extend") return read_extend(entry);
    read_id(entry, file_.steps);
  }

  void read_names(const YamlEntry& entry, std::vector<SlsInclude>& names) {
    if (!entry.value.is_sequence())
      return report(entry.value.error("E430", "`" + entry.key.text + "` is a list of state names"));
    for (const YamlNode& item : entry.value.items) {
      // `- sls: name` and `- id: name` of exclude; only files can be left out here.
      const bool keyed = item.is_map() && item.entries.size() == 1 && item.entries[0].value.is_scalar();
      const YamlNode& name = keyed ? item.entries[0].value : item;
      if (name.is_scalar() && !name.text.empty())
        names.push_back({keyed && item.entries[0].key.text == "id" ? "id:" + name.text : name.text, &name});
      else
        report(item.error("E430", "`" + entry.key.text + "` is a list of state names"));
    }
  }

  void read_extend(const YamlEntry& entry) {
    if (!entry.value.is_map()) return report(entry.value.error("E403", "`extend` is a map of IDs"));
    for (const YamlEntry& extended : entry.value.entries) read_id(extended, file_.extends);
  }

  void read_id(const YamlEntry& entry, std::vector<SlsStep>& into) {
    const YamlNode& body = entry.value;
    if (entry.key.text.empty()) return report(entry.key.error("E403", "an ID is a text, this is empty"));
    if (body.is_scalar()) {
      SlsStep step = new_step(entry.key, body);
      if (split_function(step, body)) into.push_back(std::move(step));
      return;
    }
    if (!body.is_map() || body.entries.empty())
      return report(body.is_null() ? entry.key.error("E403", no_function(entry.key), kShape)
                                   : body.error("E403", no_function(entry.key), kShape));
    for (const YamlEntry& state : body.entries) read_state(entry.key, state, into);
  }

  void read_state(const YamlNode& id, const YamlEntry& state, std::vector<SlsStep>& into) {
    SlsStep step = new_step(id, state.key);
    const bool dotted = state.key.text.find('.') != std::string::npos;
    if (dotted && !split_function(step, state.key)) return;
    if (!dotted) step.module = state.key.text;
    if (state.value.is_map())
      for (const YamlEntry& argument : state.value.entries) add_argument(step, argument);
    else if (state.value.is_sequence())
      for (const YamlNode& item : state.value.items) read_item(step, item);
    else if (!state.value.is_null())
      return report(state.value.error("E405", "arguments are a list, this is a text",
                                      "write them below, one dash each: `- name: " + state.value.text + "`"));
    if (step.function.empty())
      return report(state.key.error("E404",
                                    "`" + id.text + "` names no function of module `" + step.module + "`",
                                    "write `" + step.module + ".function:`"));
    for (const SlsStep& other : into)
      if (other.id_node == &id && other.module == step.module)
        return report(state.key.error("E408",
                                      "`" + id.text + "` has two functions of module `" + step.module + "`",
                                      "give the second one an ID of its own"));
    into.push_back(std::move(step));
  }

  void read_item(SlsStep& step, const YamlNode& item) {
    if (item.is_scalar()) {
      if (!step.function.empty())
        return report(item.error(
            "E406", "`" + item.text + "` is no argument and the function is `" + step.function + "` already",
            "an argument is `name: value`"));
      step.function = item.text;
      return;
    }
    if (!item.is_map() || item.entries.empty())
      return report(
          item.error("E406", "an argument is `name: value`, this is " + std::string(kind_name(item))));
    if (item.entries.size() > 1)
      return report(item.entries[1].key.error("E406", "two arguments in one list item",
                                              "put a dash before `" + item.entries[1].key.text + "`"));
    add_argument(step, item.entries[0]);
  }

  void add_argument(SlsStep& step, const YamlEntry& argument) {
    if (step.find(argument.key.text))
      return report(argument.key.error("E407", "argument `" + argument.key.text + "` is given twice"));
    step.arguments.push_back({argument.key.text, &argument.key, &argument.value});
  }

  SlsStep new_step(const YamlNode& id, const YamlNode& function) {
    SlsStep step;
    step.id = id.text;
    step.sls = file_.name;
    step.id_node = &id;
    step.function_node = &function;
    return step;
  }

  bool split_function(SlsStep& step, const YamlNode& node) {
    const std::size_t dot = node.text.find('.');
    if (dot == std::string::npos || dot == 0 || dot + 1 == node.text.size()) {
      report(node.error("E403", "`" + node.text + "` is no function", kShape));
      return false;
    }
    step.module = node.text.substr(0, dot);
    step.function = node.text.substr(dot + 1);
    return true;
  }

  static std::string no_function(const YamlNode& id) { return "ID `" + id.text + "` says no function"; }

  static constexpr const char* kShape = "write `ID:` and below it `module.function:` with its arguments";

  SlsFile& file_;
  Issues& issues_;
};

// The comment lines on top of a file, without their signs.
std::string top_comment(std::string_view text) {
  std::string doc;
  while (!text.empty() && text.front() == '#') {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(1, end - 1);
    if (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    if (!doc.empty()) doc += '\n';
    doc += line;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return doc;
}

}  // namespace

const SlsArgument* SlsStep::find(std::string_view name) const {
  for (const SlsArgument& argument : arguments)
    if (argument.name == name) return &argument;
  return nullptr;
}

Parsed<SlsFile> read_sls(std::string_view text, std::string_view name, bool package) {
  std::string source(name);
  std::replace(source.begin(), source.end(), '.', '/');
  if (package && !source.ends_with("/init")) source += "/init";
  auto tree = read_yaml(text, source + ".sls");
  Parsed<SlsFile> parsed;
  parsed.value.name = name;
  parsed.value.package = package;
  parsed.issues = std::move(tree.issues);
  parsed.value.root = std::make_unique<YamlNode>(std::move(tree.value));
  parsed.value.doc = top_comment(text);
  if (parsed.ok()) SlsReader(parsed.value, parsed.issues).read();
  return parsed;
}

}  // namespace balm
