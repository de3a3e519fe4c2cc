#include "common/yaml/yaml_tree.h"

#include <algorithm>

#include "common/invariant.h"
#include "common/limits.h"
#include "common/yaml/scalar_scan.h"
#include "common/yaml/source_check.h"

namespace balm {
namespace {

constexpr std::size_t kWordBytesMax = 64;

std::size_t offset_of(const YAML::Mark& mark) {
  return static_cast<std::size_t>(std::max(0, mark.pos));
}

bool is_null_text(std::string_view text) {
  return text == "~" || text == "null" || text == "Null" || text == "NULL";
}

// The word that starts at `at`, up to a blank, a line end or what closes or separates flow values.
std::string_view word_at(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(std::min(at, text.size()), kWordBytesMax);
  return rest.substr(0, rest.find_first_of(" \t\n,]}:#"));
}

std::string quoted_braces(std::string_view line_rest) {
  const std::size_t close = line_rest.find("}}");
  if (close == std::string_view::npos) return "put it in quotes";
  const std::string_view written = line_rest.substr(0, close + 2);
  const char quote = written.find('"') == std::string_view::npos ? '"' : '\'';
  return "quote it: " + (quote + std::string(written) + quote);
}

}  // namespace

YamlTree::YamlTree(std::shared_ptr<const YamlText> origin, Issues& issues)
    : origin_(std::move(origin)), issues_(issues) {}

void YamlTree::report(Issue issue) {
  issues_.push_back(std::move(issue));
  if (issues_.size() < limits::kIssuesMax) return;
  Issue last;
  last.code = "E100";
  last.message = "more faults may follow; they were not looked for";
  last.place.source = origin_->source();
  issues_.push_back(std::move(last));
  throw Stop{};
}

YamlNode YamlTree::take_root() {
  BALM_ASSERT(open_.empty());
  if (root_) return std::move(*root_);
  YamlNode nothing;
  nothing.origin = origin_;
  return nothing;
}

std::optional<std::size_t> YamlTree::open_bracket() const {
  for (auto open = open_.rbegin(); open != open_.rend(); ++open)
    if (open->node.style == YamlNode::Style::Flow) return open->node.begin;
  return std::nullopt;
}

void YamlTree::OnDocumentStart(const YAML::Mark& mark) {
  if (++documents_ == 1) return;
  const std::size_t at = offset_of(mark);
  if (origin_->text().substr(at, 3) == "---") {
    report(origin_->error("E107", "a second document starts here; a file holds one", at, at + 3));
  } else {
    Issue issue = origin_->error("E119", "this line does not belong to what stands above it", at, at + 1);
    issue.guess = "a list and a map at the same depth? check the indentation";
    report(std::move(issue));
  }
  throw Stop{};
}

void YamlTree::OnDocumentEnd() {}

void YamlTree::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  YamlNode node = start_node(mark, {"?", anchor != 0});
  const std::string_view word = word_at(origin_->text(), node.begin);
  if (is_null_text(word)) {
    node.text = word;
    node.end = node.begin + word.size();
    last_end_ = node.end;
  } else {
    node.begin = node.end = place_of_nothing(node.begin);
  }
  add(std::move(node));
}

void YamlTree::OnAlias(const YAML::Mark& mark, YAML::anchor_t) {
  YamlNode node = start_node(mark, {"?", false});
  node.end = node.begin + word_at(origin_->text(), node.begin).size();
  report(node.error("E108", "aliases (`*name`) are not used here", "if it is text, quote it"));
  last_end_ = node.end;
  add(std::move(node));
}

void YamlTree::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                        const std::string& value) {
  YamlNode node = start_node(mark, {tag, anchor != 0});
  node.kind = YamlNode::Kind::Scalar;
  node.text = value;
  ScalarScan scan = scan_scalar(origin_->text(), node.begin, value, tag == "?");
  node.style = scan.style;
  node.end = scan.end;
  const bool as_it_stands = scan.runs.size() == 1 && scan.runs[0].source_offset == node.begin;
  if (!as_it_stands) node.runs = std::move(scan.runs);
  const std::size_t next = origin_->text().find_first_not_of(" \t", node.end);
  node.comment_follows = next != std::string_view::npos && next > node.end && origin_->text()[next] == '#';
  if (!scan.closed) report(origin_->error("E120", "this quote is never closed", node.begin, node.begin + 1));
  check_text(node);
  last_end_ = node.end;
  last_scalar_ = {node.end, node.is_quoted()};
  add(std::move(node));
}

void YamlTree::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                               YAML::EmitterStyle::value style) {
  YamlNode node = start_node(mark, {tag, anchor != 0});
  node.kind = YamlNode::Kind::Sequence;
  node.style = style == YAML::EmitterStyle::Flow ? YamlNode::Style::Flow : YamlNode::Style::Block;
  open(std::move(node));
}

void YamlTree::OnSequenceEnd() {
  close();
}

void YamlTree::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                          YAML::EmitterStyle::value style) {
  YamlNode node = start_node(mark, {tag, anchor != 0});
  node.kind = YamlNode::Kind::Map;
  node.style = style == YAML::EmitterStyle::Flow ? YamlNode::Style::Flow : YamlNode::Style::Block;
  notice_braces(node);
  open(std::move(node));
}

void YamlTree::OnMapEnd() {
  close();
}

YamlNode YamlTree::start_node(const YAML::Mark& mark, const Properties& properties) {
  YamlNode node;
  node.origin = origin_;
  node.begin = std::min(offset_of(mark), origin_->text().size());
  node.end = node.begin;
  if (++nodes_ > limits::kYamlNodesMax) {
    const std::string bound = std::to_string(limits::kYamlNodesMax);
    report(node.error("E106", "more than " + bound + " values in one file", "split the file"));
    throw Stop{};
  }
  check_properties(node, properties);
  check_tab(node);
  return node;
}

void YamlTree::open(YamlNode node) {
  if (open_.size() >= limits::kYamlDepthMax) {
    report(node.error("E105", "too deep: more than " + std::to_string(limits::kYamlDepthMax) +
                                  " lists and maps inside each other"));
    throw Stop{};
  }
  if (node.style == YamlNode::Style::Flow) node.end = node.begin + 1;
  last_end_ = node.end;
  open_.push_back({std::move(node), std::nullopt, {}});
}

void YamlTree::close() {
  BALM_ASSERT(!open_.empty());
  YamlNode node = std::move(open_.back().node);
  open_.pop_back();
  add(std::move(node));
}

void YamlTree::add(YamlNode node) {
  if (open_.empty()) {
    root_ = std::move(node);
    return;
  }
  Open& parent = open_.back();
  if (parent.node.is_sequence()) {
    parent.node.items.push_back(std::move(node));
  } else if (!parent.key) {
    add_key(parent, std::move(node));
  } else {
    add_value(parent, std::move(node));
  }
}

void YamlTree::add_key(Open& map, YamlNode key) {
  const bool reported = braces_ && *braces_ + 1 == key.begin;
  if (!key.is_scalar() && !reported) {
    report(key.error("E117", "a key is text, not " + std::string(kind_name(key))));
  } else if (key.text == "<<" && key.style == YamlNode::Style::Plain) {
    report(key.error("E111", "merge keys (`<<`) are not used here", "write the keys out"));
  }
  map.key = std::move(key);
}

void YamlTree::add_value(Open& map, YamlNode value) {
  YamlNode key = std::move(*map.key);
  map.key.reset();
  if (!key.is_scalar()) return;  // reported when it came
  const auto [found, fresh] = map.keys.try_emplace(key.text, map.node.entries.size());
  if (!fresh) {
    const Place first = map.node.entries[found->second].key.place();
    report(key.error("E110", "`" + key.text + "` is already set in line " + std::to_string(first.line) +
                                 ", column " + std::to_string(first.column)));
    return;
  }
  map.node.entries.push_back({std::move(key), std::move(value)});
}

void YamlTree::check_properties(const YamlNode& node, const Properties& properties) {
  const std::string_view text = origin_->text();
  if (node.begin < text.size() && text[node.begin] == '!') {
    const std::string_view word = text.substr(node.begin, origin_->line_end(node.begin) - node.begin);
    const std::string_view tag = word.substr(0, word.find_first_of(" \t"));
    const bool type_tag = tag.substr(0, 2) == "!!" || tag.substr(0, 2) == "!<";
    Issue issue = origin_->error(type_tag ? "E109" : "E113", "", node.begin, node.begin + tag.size());
    issue.message = type_tag ? "tags (`" + std::string(tag) + "`) are not used here"
                             : "a leading `!` is a YAML tag, not a \"not\"";
    if (!type_tag) issue.guess = "put the whole value in quotes, or write it below `>-`";
    report(std::move(issue));
  } else if (properties.anchored) {
    report(node.error("E108", "anchors (`&name`) are not used here", "if it is text, quote it"));
  }
}

// Escapes may spell what may not stand in the file itself; what no program could take is refused here.
void YamlTree::check_text(const YamlNode& node) {
  if (node.style != YamlNode::Style::DoubleQuoted) return;
  if (node.text.find('\0') != std::string::npos)
    return report(node.error("E103", "the text holds NUL, which nothing can take"));
  const std::optional<BadCharacter> bad = find_bad_character(node.text);
  if (bad && !bad->utf8)
    report(node.error("E102", "an escape makes a text that is not UTF-8", "write \\u and four digits"));
}

// Only where a line starts with a value, key or list entry: inside texts a tab is a character like any other.
void YamlTree::check_tab(const YamlNode& node) {
  const int line = origin_->line_of(node.begin);
  if (line == line_checked_) return;
  line_checked_ = line;
  const std::size_t start = origin_->line_start(node.begin);
  const std::string_view before = origin_->text().substr(start, node.begin - start);
  const std::size_t tab = before.find('\t');
  if (tab == std::string_view::npos || before.find_first_not_of(" \t-?") != std::string_view::npos) return;
  Issue issue = origin_->error("E118", "a tab in the indentation", start + tab, start + tab + 1);
  issue.guess = "indent with spaces";
  report(std::move(issue));
}

// `name: {{ x }}` is a map in a map to YAML: the second brace opens where the first one expects a key.
void YamlTree::notice_braces(const YamlNode& inner) {
  if (open_.empty() || inner.style != YamlNode::Style::Flow) return;
  const Open& outer = open_.back();
  const bool adjacent = outer.node.is_map() && !outer.key && outer.node.begin + 1 == inner.begin;
  if (!adjacent || outer.node.style != YamlNode::Style::Flow) return;
  const std::size_t end = origin_->line_end(inner.begin);
  Issue issue = outer.node.error("E112", "`{{` without quotes is a map to YAML");
  issue.guess = quoted_braces(origin_->text().substr(outer.node.begin, end - outer.node.begin));
  report(std::move(issue));
  braces_ = outer.node.begin;
}

// The parser marks a missing value where the next token stands, which may be lines below.
std::size_t YamlTree::place_of_nothing(std::size_t mark) const {
  if (open_.empty()) return mark;
  const Open& parent = open_.back();
  if (parent.node.is_map()) return parent.key ? parent.key->end : mark;
  if (parent.node.style == YamlNode::Style::Flow) return mark;
  const std::size_t dash = origin_->text().substr(0, mark).rfind('-');
  return dash == std::string_view::npos || dash < last_end_ ? mark : dash;
}

}  // namespace balm
