// Reads the text of a cron expression (format: cron.h) into its times, collecting every fault with its place.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/cron.h"

namespace balm {

struct CronField;  // what may stand in a field, see cron_reader.cpp

class CronReader {
 public:
  CronReader(std::string_view text, const Place& origin, CronDialect dialect)
      : text_(text), origin_(origin), dialect_(dialect) {}

  Parsed<Cron> read();

 private:
  // A part of text_, so that faults know their place.
  struct Part {
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  // "first-last/step" with names and wrapping still as written.
  struct Span {
    int first = 0;
    int last = 0;
    int step = 1;
  };
  using Mask = std::uint64_t;

  void read_nickname(Part part);
  void read_fields(const std::vector<Part>& parts);
  void read_field(const CronField& field, Part part);
  bool read_unrestricted(const CronField& field, Part part);
  void read_item(const CronField& field, Part item);
  bool read_special_day(Part item);
  bool read_special_weekday(const CronField& field, Part item);
  bool read_last_weekday(const CronField& field, Part item);
  bool read_nth_weekday(const CronField& field, Part item);
  std::optional<Span> read_span(const CronField& field, Part base, bool has_step);
  std::optional<int> read_step(const CronField& field, Part step);
  std::optional<int> read_value(const CronField& field, Part value);
  void add(const CronField& field, const Span& span, Part item);
  void set(const CronField& field, int value);
  void check_never();

  void fault(Part part, const char* code, std::string message, std::string guess = "");
  void warning(Part part, const char* code, std::string message, std::string guess = "");
  std::string_view of(Part part) const { return text_.substr(part.begin, part.end - part.begin); }
  std::vector<Part> split(Part part, std::string_view separators) const;

  std::string_view text_;
  const Place& origin_;
  CronDialect dialect_;
  Parsed<Cron> parsed_;
};

}  // namespace balm
