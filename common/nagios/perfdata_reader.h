// Reads performance data (format: plugin_output.h) item by item into a PluginOutput.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "common/nagios/plugin_output.h"

namespace balm::nagios {

class PerfdataReader {
 public:
  explicit PerfdataReader(std::string_view perfdata) : text_(perfdata) {}

  void read_into(PluginOutput& output);

 private:
  bool skip_blanks();
  std::optional<std::string> read_label();
  std::optional<std::string> read_quoted_label();
  std::optional<Measurement> read_item();
  void skip_item() { at_ = item_end(); }
  std::size_t item_end() const;
  static bool read_value(std::string_view field, Measurement& item);
  static bool read_bound(std::string_view field, std::optional<double>& bound);
  static bool read_threshold(std::string_view field, std::string& threshold);

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t mended_ = 0;
};

}  // namespace balm::nagios
