#include "common/document/document.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

#include "common/limits.h"
#include "common/nearest.h"
#include "common/yaml/fields.h"
#include "common/yaml/whole_text.h"
#include "common/yaml/yaml_reader.h"

namespace balm {
namespace {

constexpr std::string_view kKinds[] = {"checks", "rules", "notifiers"};

// Where each name of a kind was first used.
using FirstPlaces = std::map<std::pair<std::string_view, std::string>, Place>;  // {kind, name}

// File by file, so that only few trees are held at a time.
class Reading {
 public:
  explicit Reading(const KnownNames& known) : known_(known) {}

  void read_file(const NamedText& file, Parsed<YamlNode> parsed) {
    file_order_.try_emplace(file.name, file_order_.size());
    const bool sound = parsed.ok();
    if (auto cut = find_cut(file.text, file.name)) issues_.push_back(*std::move(cut));
    std::move(parsed.issues.begin(), parsed.issues.end(), std::back_inserter(issues_));
    if (!sound) return;
    const YamlNode& root = parsed.value;
    check_shape(root);
    for (const YamlEntry* entry : entries(root, "notifiers")) read_one_notifier(*entry);
    for (const YamlEntry* entry : entries(root, "checks"))
      documents_.checks.push_back(read_check(*entry, known_, issues_));
    for (const YamlEntry* entry : entries(root, "rules")) read_one_rule(*entry);
  }

  Parsed<Documents> finish() {
    for (Mention& mention : mentions_)
      if (known_.notifiers.find(mention.name) == known_.notifiers.end()) report_unknown(std::move(mention));
    if (documents_.rules.size() > limits::kRulesMax)
      report("E225", "more than " + std::to_string(limits::kRulesMax) + " rules");
    sort();
    cap();
    return {std::move(documents_), std::move(issues_)};
  }

 private:
  // A notifier that a rule names; whether it exists is known when all files are read.
  struct Mention {
    std::string name;
    Issue issue;
  };

  void check_shape(const YamlNode& root) {
    if (root.is_null()) return empty(root);
    Fields fields(root, "the file", issues_);
    bool any = false;
    for (const std::string_view kind : kKinds)
      if (const YamlNode* node = fields.find(kind)) any = check_kind(kind, *node) || any;
    const bool allowed = fields.flag("allow_empty", false);
    fields.not_yet({"windows", "webhooks", "tests", "defaults"});
    fields.finish();
    if (!any && !allowed && root.is_map()) empty(root);
  }

  // Whether there is anything in it, right or wrong.
  bool check_kind(std::string_view kind, const YamlNode& node) {
    if (node.is_null() || node.is_map()) return !node.entries.empty();
    issues_.push_back(node.error(
        "E201", "`" + std::string(kind) + "` is a map of names, not " + std::string(kind_name(node)),
        "write `name:` and its fields below it, without `- `"));
    return true;
  }

  void empty(const YamlNode& root) {
    issues_.push_back(root.error("E220", "nothing is in this file",
                                 "cut off? write `allow_empty: true` if it is meant so"));
  }

  // The entries of a kind whose names are new.
  std::vector<const YamlEntry*> entries(const YamlNode& root, std::string_view kind) {
    std::vector<const YamlEntry*> fresh;
    const YamlNode* node = root.find(kind);
    if (node == nullptr) return fresh;
    for (const YamlEntry& entry : node->entries)
      if (is_first(kind, entry)) fresh.push_back(&entry);
    return fresh;
  }

  bool is_first(std::string_view kind, const YamlEntry& entry) {
    const auto [first, fresh] = first_.try_emplace({kind, entry.key.text}, entry.key.place());
    if (fresh) return true;
    const Place& place = first->second;
    issues_.push_back(entry.key.error("E221", "`" + entry.key.text + "` is already in " + place.source +
                                                  ", line " + std::to_string(place.line)));
    return false;
  }

  void read_one_notifier(const YamlEntry& entry) {
    documents_.notifiers.push_back(read_notifier(entry, issues_));
    known_.notifiers.insert(entry.key.text);
  }

  void read_one_rule(const YamlEntry& entry) {
    documents_.rules.push_back(read_rule(entry, known_, issues_));
    const YamlNode* escalate = entry.value.find("escalate");
    if (escalate == nullptr) return;
    if (escalate->is_scalar()) mention(*escalate);
    for (const YamlNode& item : escalate->items) mention(item);
  }

  void mention(const YamlNode& node) {
    if (!node.is_scalar() || known_.notifiers.find(node.text) != known_.notifiers.end()) return;
    mentions_.push_back({node.text, node.error("E227", "there is no notifier `" + node.text + "`")});
  }

  void report_unknown(Mention mention) {
    mention.issue.guess = did_you_mean(mention.name, known_.notifiers);
    issues_.push_back(std::move(mention.issue));
  }

  void report(std::string_view code, std::string message) {
    Issue issue;
    issue.code = code;
    issue.message = std::move(message);
    issues_.push_back(std::move(issue));
  }

  void sort() {
    const auto order = [&](const Issue& issue) {
      const auto file = file_order_.find(issue.place.source);
      const std::size_t number = file == file_order_.end() ? file_order_.size() : file->second;
      return std::tuple(number, issue.place.line, issue.place.column);
    };
    std::stable_sort(issues_.begin(), issues_.end(),
                     [&](const Issue& a, const Issue& b) { return order(a) < order(b); });
  }

  void cap() {
    if (issues_.size() <= limits::kIssuesMax) return;
    const std::size_t more = issues_.size() - limits::kIssuesMax;
    const bool errors_follow = has_errors({issues_.begin() + limits::kIssuesMax, issues_.end()});
    issues_.resize(limits::kIssuesMax);
    report("E100", std::to_string(more) + " more faults are not listed");
    if (!errors_follow) issues_.back().severity = Issue::Severity::Warning;
  }

  KnownNames known_;
  std::map<std::string, std::size_t> file_order_;
  FirstPlaces first_;
  std::vector<Mention> mentions_;
  Documents documents_;
  Issues issues_;
};

}  // namespace

Parsed<Documents> read_documents(const std::vector<NamedText>& files, const KnownNames& known,
                                 const ReadTree& read) {
  Reading reading(known);
  for (const NamedText& file : files)
    reading.read_file(file, read ? read(file) : read_yaml(file.text, file.name));
  return reading.finish();
}

}  // namespace balm
