#include "common/state/sls_tree.h"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "common/limits.h"
#include "common/nearest.h"
#include "common/state/requisite_words.h"

namespace balm {

namespace {

struct Found {
  std::string name;  // without ".init"
  const std::string* text = nullptr;
  bool package = false;
};

std::optional<Found> look_up(const StateFiles& files, const std::string& name) {
  if (const auto file = files.find(name); file != files.end()) {
    const bool package = name.ends_with(".init");
    return Found{package ? name.substr(0, name.size() - 5) : name, &file->second, package};
  }
  if (const auto file = files.find(name + ".init"); file != files.end())
    return Found{name, &file->second, true};
  return std::nullopt;
}

// ".common" in nginx.restart is nginx.common; each further dot goes up one more. Nothing when it leaves the
// tree.
std::optional<std::string> absolute_name(const SlsFile& from, const std::string& include) {
  if (!include.starts_with('.')) return include;
  std::size_t dots = 0;
  while (dots < include.size() && include[dots] == '.') ++dots;
  std::string folder = from.name;
  for (std::size_t up = from.package ? 1 : 0; up < dots; ++up) {
    if (folder.empty()) return std::nullopt;
    const std::size_t dot = folder.rfind('.');
    folder = dot == std::string::npos ? "" : folder.substr(0, dot);
  }
  const std::string rest = include.substr(dots);
  return folder.empty() || rest.empty() ? folder + rest : folder + "." + rest;
}

class TreeLoader {
 public:
  TreeLoader(const StateFiles& files, SlsTree& tree, Issues& issues)
      : files_(files), tree_(tree), issues_(issues) {}

  void load_asked(const std::string& name) {
    const auto found = look_up(files_, name);
    if (!found)
      return report(
          Issue{Issue::Severity::Error, "E431", "there is no state `" + name + "`", guess(name), {}, {}});
    load(*found);
    for (const auto& file : tree_.files)
      if (file->name == found->name) tree_.asked.push_back(file.get());
  }

  void finish() {
    for (const SlsStep* extend : extends_) apply_extend(*extend);
    for (const SlsInclude* exclude : excludes_) apply_exclude(exclude->name);
  }

 private:
  void report(Issue issue) { issues_.push_back(std::move(issue)); }

  void load(const Found& found) {
    if (!seen_.insert(found.name).second) return;
    if (seen_.size() > limits::kStateFilesMax) {
      if (seen_.size() == limits::kStateFilesMax + 1)
        report(Issue{Issue::Severity::Error, "E450", "one state includes too many files", "", {}, {}});
      return;
    }
    auto parsed = read_sls(*found.text, found.name, found.package);
    issues_.insert(issues_.end(), parsed.issues.begin(), parsed.issues.end());
    auto file = std::make_unique<SlsFile>(std::move(parsed.value));
    for (const SlsInclude& include : file->includes) load_include(*file, include);
    for (const SlsStep& step : file->steps) add_step(step);
    for (const SlsStep& extend : file->extends) extends_.push_back(&extend);
    for (const SlsInclude& exclude : file->excludes) excludes_.push_back(&exclude);
    tree_.files.push_back(std::move(file));
  }

  void load_include(const SlsFile& from, const SlsInclude& include) {
    const auto name = absolute_name(from, include.name);
    if (!name) return report(include.node->error("E431", "`" + include.name + "` leads out of the states"));
    const auto found = look_up(files_, *name);
    if (!found) return report(include.node->error("E431", "there is no state `" + *name + "`", guess(*name)));
    load(*found);
  }

  std::string guess(const std::string& name) const {
    std::vector<std::string> known;
    for (const auto& [state, text] : files_) known.push_back(state);
    return did_you_mean(name, known);
  }

  void add_step(const SlsStep& step) {
    const auto [first, fresh] = ids_.try_emplace(step.id, step.id_node);
    if (!fresh && first->second != step.id_node) {
      const Place other = first->second->place();
      return report(
          step.id_node->error("E409", "ID `" + step.id + "` is used twice",
                              "it stands in " + other.source + ":" + std::to_string(other.line) + " too"));
    }
    tree_.steps.push_back(step);
  }

  // Arguments replace, requisites add up, as in Salt.
  void apply_extend(const SlsStep& extend) {
    bool found = false;
    for (SlsStep& step : tree_.steps) {
      if (step.id != extend.id || step.module != extend.module) continue;
      found = true;
      for (const SlsArgument& argument : extend.arguments) extend_argument(step, argument);
    }
    if (!found)
      report(extend.id_node->error("E432",
                                   "`extend` finds no `" + extend.module + "` step `" + extend.id + "`",
                                   "the file it stands in must be included"));
  }

  static void extend_argument(SlsStep& step, const SlsArgument& argument) {
    if (!is_requisite_word(argument.name))
      for (SlsArgument& present : step.arguments)
        if (present.name == argument.name) {
          present = argument;
          return;
        }
    step.arguments.push_back(argument);
  }

  void apply_exclude(const std::string& name) {
    std::erase_if(tree_.steps,
                  [&](const SlsStep& step) { return name == step.sls || name == "id:" + step.id; });
  }

  const StateFiles& files_;
  SlsTree& tree_;
  Issues& issues_;
  std::set<std::string> seen_;
  std::map<std::string, const YamlNode*> ids_;
  std::vector<const SlsStep*> extends_;
  std::vector<const SlsInclude*> excludes_;
};

std::string trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return std::string(text);
}

}  // namespace

Parsed<SlsTree> load_sls_tree(const StateFiles& files, std::string_view names) {
  Parsed<SlsTree> parsed;
  TreeLoader loader(files, parsed.value, parsed.issues);
  while (true) {
    const std::size_t comma = names.find(',');
    loader.load_asked(trimmed(names.substr(0, comma)));
    if (comma == std::string_view::npos) break;
    names.remove_prefix(comma + 1);
  }
  loader.finish();
  return parsed;
}

}  // namespace balm
