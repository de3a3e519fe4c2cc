#include "common/nagios/plugin_output.h"

#include <algorithm>

#include "common/nagios/perfdata_reader.h"
#include "common/utf8.h"

namespace balm::nagios {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\v\f";

std::string_view trimmed_right(std::string_view text) {
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

std::string_view trimmed(std::string_view text) {
  text = trimmed_right(text);
  return text.substr(std::min(text.find_first_not_of(kBlanks), text.size()));
}

// Cuts `text` at the first `separator`; what follows it is returned, and nothing when there is none.
std::optional<std::string_view> cut_at(std::string_view& text, char separator) {
  const std::size_t at = text.find(separator);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = text.substr(at + 1);
  text = text.substr(0, at);
  return rest;
}

// Windows line ends do not show as "\r" in every line.
std::string without_returns(std::string_view text) {
  std::string kept;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r' || (i + 1 < text.size() && text[i + 1] != '\n')) kept += text[i];
  return kept;
}

}  // namespace

PluginOutput read_plugin_output(std::string_view output) {
  PluginOutput result;
  std::string_view first = trimmed(output);
  std::string_view long_text = cut_at(first, '\n').value_or("");
  const auto perfdata = cut_at(first, '|');
  const auto more_perfdata = cut_at(long_text, '|');
  result.text = for_terminal(trimmed(first), LineBreaks::Keep);
  result.long_text = for_terminal(without_returns(trimmed_right(long_text)), LineBreaks::Keep);
  if (perfdata) PerfdataReader(*perfdata).read_into(result);
  if (more_perfdata) PerfdataReader(*more_perfdata).read_into(result);
  return result;
}

}  // namespace balm::nagios
