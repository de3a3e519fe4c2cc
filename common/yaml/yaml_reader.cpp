#include "common/yaml/yaml_reader.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <sstream>
#include <string>

#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "common/limits.h"
#include "common/yaml/source_check.h"
#include "common/yaml/yaml_fault.h"
#include "common/yaml/yaml_tree.h"

namespace balm {
namespace {

// Far above limits::kYamlDepthMax, because brackets inside texts are counted as well.
constexpr std::size_t kOpenBracketsMax = 1024;

Issue fault(std::string_view source, std::string_view code, std::string message, std::string guess) {
  Issue issue;
  issue.code = code;
  issue.message = std::move(message);
  issue.guess = std::move(guess);
  issue.place.source = source;
  return issue;
}

std::optional<Issue> bad_character(const YamlText& text) {
  const std::optional<BadCharacter> bad = find_bad_character(text.text());
  if (!bad) return std::nullopt;
  const std::string where = " at byte " + std::to_string(bad->offset);
  return bad->utf8 ? text.error("E103", bad->what + where + " may not stand in a file", bad->offset,
                                bad->offset + bad->length)
                   : text.error("E102", "not UTF-8: " + bad->what + where, bad->offset, bad->offset + 1);
}

// `%YAML` and `%TAG` lines stand before everything else; yaml-cpp would pass over unknown ones.
std::optional<Issue> directive(const YamlText& text) {
  const std::string_view all = text.text();
  for (std::size_t start = 0; start < all.size(); start = text.line_end(start) + 1) {
    if (all[start] == '%')
      return text.error("E122", "directives (`%`) are not used here", start, text.line_end(start));
    const std::string_view line = all.substr(start, text.line_end(start) - start);
    const std::size_t first = line.find_first_not_of(" \t");
    if (first != std::string_view::npos && line[first] != '#') return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Issue> fault_before_parsing(const YamlText& text) {
  if (std::optional<Issue> issue = bad_character(text)) return issue;
  if (opens_too_many_brackets(text.text(), kOpenBracketsMax))
    return fault(text.source(), "E105",
                 "too deep: more than " + std::to_string(kOpenBracketsMax) + " open brackets", "");
  return directive(text);
}

void parse(const std::shared_ptr<const YamlText>& text, Parsed<YamlNode>& parsed) {
  YamlTree tree(text, parsed.issues);
  std::istringstream in{std::string(text->text())};
  try {
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(tree)) {
    }
    parsed.value = tree.take_root();
  } catch (const YamlTree::Stop&) {
    // its issue is recorded
  } catch (const YAML::Exception& thrown) {
    YamlStumble stumble{thrown.msg, 0, tree.last_scalar(), tree.open_bracket()};
    if (thrown.mark.pos > 0) stumble.offset = static_cast<std::size_t>(thrown.mark.pos);
    Issue issue = explain_yaml_fault(*text, stumble);
    const auto same_line = [&](const Issue& other) { return other.place.line == issue.place.line; };
    const bool news = std::none_of(parsed.issues.begin(), parsed.issues.end(), same_line);
    if (news) parsed.issues.push_back(std::move(issue));
  }
}

}  // namespace

Parsed<YamlNode> read_yaml(std::string_view text, std::string_view source) {
  Parsed<YamlNode> parsed;
  if (text.size() > limits::kFileBytesMax) {
    const std::string bound = std::to_string(limits::kFileBytesMax / 1024) + " KiB";
    parsed.issues.push_back(fault(source, "E101", "the file is larger than " + bound, "split it"));
    return parsed;
  }
  const auto origin = std::make_shared<const YamlText>(source, text);
  parsed.value.origin = origin;
  if (std::optional<Issue> issue = fault_before_parsing(*origin)) {
    parsed.issues.push_back(std::move(*issue));
    return parsed;
  }
  parse(origin, parsed);
  return parsed;
}

}  // namespace balm
