#include "common/yaml/yaml_fault.h"

#include <algorithm>
#include <string>

namespace balm {
namespace {

// What stands in the line of the fault, and where in it the parser gave up.
struct Spot {
  const YamlText& text;
  std::string_view line;
  std::size_t line_start;
  std::size_t column;  // bytes from the line's start

  std::size_t offset() const { return line_start + column; }
  std::string_view before() const { return line.substr(0, column); }
};

Issue at(const Spot& spot, std::string_view code, std::string message, std::string guess) {
  Issue issue = spot.text.error(code, std::move(message), spot.offset(), spot.offset() + 1);
  issue.guess = std::move(guess);
  return issue;
}

// Offset in the line of a `{{` that starts a plain value; npos when there is none.
std::size_t unquoted_braces(std::string_view line) {
  for (std::size_t at = line.find("{{"); at != std::string_view::npos; at = line.find("{{", at + 2)) {
    const std::size_t before = at == 0 ? std::string_view::npos : line.find_last_not_of(" \t", at - 1);
    if (before == std::string_view::npos) return at;
    constexpr std::string_view kValueMayFollow = ":-[,{";
    if (kValueMayFollow.find(line[before]) != std::string_view::npos) return at;
  }
  return std::string_view::npos;
}

bool has_value_before(const Spot& spot) {
  const std::size_t colon = spot.before().find(": ");
  return colon != std::string_view::npos &&
         spot.before().find_first_not_of(' ', colon + 1) != std::string_view::npos;
}

bool tab_indents(std::string_view line) {
  const std::size_t tab = line.find('\t');
  return tab != std::string_view::npos && line.find_first_not_of(" \t") > tab;
}

// yaml-cpp points at the end of the file: the opening is what the author has to look at.
Issue unclosed_bracket(const Spot& spot, std::optional<std::size_t> bracket) {
  if (!bracket) return at(spot, "E120", "a bracket is never closed", "");
  Issue issue = spot.text.error("E120", "this bracket is never closed", *bracket, *bracket + 1);
  issue.guess = "a value with brackets in it wants quotes";
  return issue;
}

Issue unclosed_quote(const Spot& spot, const LastScalar& last) {
  const std::string_view text = spot.text.text();
  const std::size_t open = text.find_first_of("\"'", last.end);
  if (open == std::string_view::npos) return at(spot, "E120", "a quote is not closed", "");
  return spot.text.error("E120", "this quote is never closed", open, open + 1);
}

bool same_line(const Spot& spot, std::size_t offset) {
  return spot.text.line_of(offset) == spot.text.line_of(spot.offset());
}

Issue structure_fault(const Spot& spot, const LastScalar& last) {
  const bool after_quoted = last.quoted && last.end <= spot.offset();
  if (after_quoted && same_line(spot, last.end))
    return at(spot, "E115", "text goes on behind the closing quote",
              "put the whole value in quotes, or write it below `>-`");
  return at(spot, "E119", "this line fits neither the lines above nor those they belong to",
            "check the indentation");
}

Issue map_value_fault(const Spot& spot) {
  if (has_value_before(spot))
    return at(spot, "E116", "`: ` inside a value that is not quoted (the `:` of `c ? x : y` too)",
              "put the value in quotes, or write it below `>-`");
  return at(spot, "E119", "the value above goes on in this line, so there can be no key in it",
            "check the indentation");
}

struct Wording {
  std::string_view theirs;
  std::string_view code;
  std::string_view ours;
  std::string_view guess;
};

constexpr Wording kWordings[] = {
    {"illegal block entry", "E119", "a list entry cannot start here", "put `- ` on a line of its own"},
    {"illegal map key", "E119", "a key cannot start here", "check the indentation"},
    {"illegal tab when looking for indentation", "E118", "a tab in the indentation", "indent with spaces"},
    {"unknown token", "E121", "a value cannot start with this character", "put the value in quotes"},
    {"illegal flow end", "E120", "this bracket closes nothing", "if it is text, quote the value"},
    {"the referenced anchor is not defined", "E108", "a leading `*` is a YAML alias",
     "if it is text, quote it"},
    {"alias not found after *", "E108", "a leading `*` is a YAML alias", "if it is text, quote it"},
    {"illegal character found while scanning alias", "E108", "a leading `*` is a YAML alias",
     "if it is text, quote it"},
    {"anchor not found after &", "E108", "a leading `&` is a YAML anchor", "if it is text, quote it"},
    {"illegal character found while scanning anchor", "E108", "a leading `&` is a YAML anchor",
     "if it is text, quote it"},
    {"cannot assign multiple anchors to the same node", "E108", "a leading `&` is a YAML anchor",
     "if it is text, quote it"},
    {"cannot assign multiple tags to the same node", "E113", "a leading `!` is a YAML tag",
     "if it is text, quote it"},
    {"tag handle with no suffix", "E113", "a leading `!` is a YAML tag", "if it is text, quote it"},
    {"illegal character found while scanning tag handle", "E113", "a leading `!` is a YAML tag",
     "if it is text, quote it"},
    {"end of verbatim tag not found", "E113", "a leading `!` is a YAML tag", "if it is text, quote it"},
    {"unexpected character in block scalar", "E119", "only `-`, `+` and a digit may follow `|` and `>`",
     "start the text on the next line"},
    {"cannot set zero indentation for a block scalar", "E119", "the indentation of a text block cannot be 0",
     ""},
    {"illegal document indicator in scalar", "E120", "a quoted text runs into a document mark",
     "close the quote"},
};

// yaml-cpp points behind the escape.
Issue escape_fault(const Spot& spot, std::string_view fault) {
  const std::size_t backslash = spot.before().rfind('\\');
  if (backslash == std::string_view::npos)
    return at(spot, "E123", "an escape that " + std::string(fault), "");
  const std::string_view escape = spot.before().substr(backslash);
  Issue issue =
      spot.text.error("E123", "`" + std::string(escape) + "` " + std::string(fault) + " in double quotes",
                      spot.line_start + backslash, spot.offset());
  issue.guess = "use single quotes, or double the backslash";
  return issue;
}

Issue reworded(const Spot& spot, std::string_view message) {
  for (const Wording& wording : kWordings)
    if (message == wording.theirs)
      return at(spot, wording.code, std::string(wording.ours), std::string(wording.guess));
  if (message.find("escape character") != std::string_view::npos) return escape_fault(spot, "is no escape");
  if (message.find("hex number") != std::string_view::npos ||
      message.find("unicode") != std::string_view::npos)
    return escape_fault(spot, "does not stand for a character");
  return at(spot, "E124", "not YAML: " + std::string(message), "");
}

}  // namespace

Issue explain_yaml_fault(const YamlText& text, const YamlStumble& stumble) {
  const std::size_t offset = std::min(stumble.offset, text.text().size());
  const std::size_t start = text.line_start(offset);
  const Spot spot{text, text.line(text.line_of(offset)), start, offset - start};
  const std::string_view message = stumble.message;
  const std::size_t braces = unquoted_braces(spot.line);
  if (braces != std::string_view::npos)
    return at({text, spot.line, start, braces}, "E112", "`{{` without quotes is a map to YAML",
              "put the whole value in quotes");
  if (tab_indents(spot.line))
    return at({text, spot.line, start, spot.line.find('\t')}, "E118", "a tab in the indentation",
              "indent with spaces");
  if (message == "illegal map value") return map_value_fault(spot);
  if (message == "end of map flow not found" || message == "end of sequence flow not found")
    return unclosed_bracket(spot, stumble.bracket);
  if (message == "illegal EOF in scalar") return unclosed_quote(spot, stumble.last);
  if (message == "end of map not found" || message == "end of sequence not found")
    return structure_fault(spot, stumble.last);
  return reworded(spot, message);
}

}  // namespace balm
