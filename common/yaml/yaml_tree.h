// Builds the tree from yaml-cpp's events and refuses what Balm does not take from YAML. Internal to
// common/yaml.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include "common/issue.h"
#include "common/yaml/yaml_fault.h"
#include "common/yaml/yaml_node.h"

namespace balm {

class YamlTree : public YAML::EventHandler {
 public:
  // Thrown through the parser when reading on has no sense; the issue that says why is recorded.
  struct Stop {};

  YamlTree(std::shared_ptr<const YamlText> origin, Issues& issues);

  // The finished tree. REQUIRES: the parser came to the end of the document.
  YamlNode take_root();

  // For guesses about what the parser stumbled over.
  const LastScalar& last_scalar() const { return last_scalar_; }
  // Where the innermost bracket that is still open stands.
  std::optional<std::size_t> open_bracket() const;

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override;
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override;
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override;

 private:
  // A list or map whose end has not come yet.
  struct Open {
    YamlNode node;
    std::optional<YamlNode> key;                        // of the entry being read
    std::unordered_map<std::string, std::size_t> keys;  // -> index of its entry
  };
  struct Properties {
    std::string_view tag;
    bool anchored = false;
  };

  // Records a fault; throws Stop when limits::kIssuesMax is reached.
  void report(Issue issue);
  YamlNode start_node(const YAML::Mark& mark, const Properties& properties);
  void open(YamlNode node);
  void close();
  void add(YamlNode node);
  void add_key(Open& map, YamlNode key);
  void add_value(Open& map, YamlNode value);
  void check_properties(const YamlNode& node, const Properties& properties);
  void check_text(const YamlNode& node);
  void check_tab(const YamlNode& node);
  void notice_braces(const YamlNode& inner);
  std::size_t place_of_nothing(std::size_t mark) const;

  std::shared_ptr<const YamlText> origin_;  // shared with every node, see yaml_node.h
  Issues& issues_;
  std::vector<Open> open_;
  std::optional<YamlNode> root_;
  LastScalar last_scalar_;
  std::size_t nodes_ = 0;
  std::size_t last_end_ = 0;  // of the last scalar or bracket
  int documents_ = 0;
  std::optional<std::size_t> braces_;  // the last unquoted `{{`
  int line_checked_ = 0;               // for tabs
};

}  // namespace balm
