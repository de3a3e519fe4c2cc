#include "cli/show/doctor_page.h"

#include "cli/show/fields.h"
#include "cli/show/page.h"

namespace balm::cli {
namespace {

constexpr std::size_t kNameWidth = 36;

void add_test(Page& page, const Value& test, std::size_t number) {
  const std::string verdict = test["verdict"].string_or();
  const bool failed = verdict == "failed";
  const Piece mark{padded(failed ? "FAILED" : verdict, 6), tone_of(verdict)};
  page.rows({{{padded_left(std::to_string(number), 2)},
              {padded(test["name"].string_or(), kNameWidth)},
              mark,
              {test["detail"].is_null() ? "" : to_display(test["detail"])}}},
            0);
  if (const std::string why = test["why"].string_or(); !why.empty()) page.block("why   " + why, "      ");
  if (const std::string fix = test["fix"].string_or(); !fix.empty()) page.block("fix   " + fix, "      ");
}

}  // namespace

std::int64_t failed_tests(const Value& data) {
  std::int64_t failed = 0;
  for (const Value& test : items(data, "tests")) failed += test["verdict"].string_or() == "failed" ? 1 : 0;
  return failed;
}

std::string doctor_page(const Value& data, const Screen& screen) {
  Page page(screen);
  std::size_t number = 0;
  for (const Value& test : items(data, "tests")) add_test(page, test, ++number);
  const std::int64_t failed = failed_tests(data);
  page.line(failed == 0 ? "no problem found." : counted(failed, "problem.", "problems."),
            failed == 0 ? Tone::Good : Tone::Bad);
  return std::move(page).text();
}

}  // namespace balm::cli
