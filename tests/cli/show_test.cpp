// Small things of cli/show: moments, harmless texts, machine formats, drawings.
#include <gtest/gtest.h>

#include "cli/show/fields.h"
#include "cli/show/machine.h"
#include "cli/show/times.h"
#include "cli/show/trace_drawing.h"
#include "common/value_json.h"

namespace balm::cli {
namespace {

Screen at(std::int64_t now_ms, TimeStyle style = TimeStyle::Relative) {
  Screen screen;
  screen.terminal = true;
  screen.now = WallTime::from_ms(now_ms);
  screen.time = style;
  return screen;
}

TEST(Times, AreToldAsAsked) {
  const Value moment(std::int64_t{1'773'454'756'401});
  EXPECT_EQ(when_text(moment, at(1'773'454'816'401)), "1m ago");
  EXPECT_EQ(when_text(moment, at(1'773'454'734'401)), "in 22s");
  EXPECT_EQ(when_text(moment, at(0, TimeStyle::Utc)), "2026-03-14 02:19:16");
  EXPECT_EQ(when_text(moment, at(0, TimeStyle::Iso)), "2026-03-14T02:19:16.401Z");
  EXPECT_EQ(when_text(moment, at(0, TimeStyle::Unix)), "1773454756.401");
  EXPECT_EQ(clock_text(moment, at(1'773'454'756'401)), "02:19:16.4");
  EXPECT_EQ(clock_text(moment, at(1'773'554'756'401)), "2026-03-14 02:19:16.4");
  EXPECT_EQ(when_text(Value(), at(0)), "-");
}

TEST(Times, SurviveAnyNumber) {
  for (const std::int64_t number :
       {INT64_MIN, INT64_MIN + 1, std::int64_t{-1}, std::int64_t{0}, INT64_MAX - 1, INT64_MAX})
    for (const TimeStyle style : {TimeStyle::Relative, TimeStyle::Local, TimeStyle::Unix}) {
      EXPECT_FALSE(when_text(Value(number), at(1'773'454'756'401, style)).empty());
      EXPECT_FALSE(took_text(Value(number)).empty());
      EXPECT_FALSE(length_text(Value(number)).empty());
      EXPECT_FALSE(json_line(Value::map({{"at_ms", number}})).empty());
    }
}

TEST(Fields, NothingFromOutsideReachesTheTerminalRaw) {
  const Value hostile = *value_from_json(
      R"({"a\u001bb": ["\u001b[31mred", {"output": "one\ntwo\u009b", "long_output": "one\ntwo\u001b", "comment": "x\r\ny"}]})");
  const Value shown = harmless(hostile, Screen{});
  for (const char c : to_display(shown)) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
  const Value& inner = items(shown, "a\\x1bb").at(1);
  EXPECT_EQ(inner["output"].as_string(), "one\\ntwo\\x9b");
  EXPECT_EQ(inner["long_output"].as_string(), "one\ntwo\\x1b");
  Screen ascii;
  ascii.utf8 = false;
  EXPECT_EQ(safe_line("gr\xc3\xbcn \xf0\x9f\x94\xa5", ascii), "gr\\u00fcn \\U0001f525");
}

TEST(Machine, MomentsAreIsoAndLengthsKeepTheirUnit) {
  const Value data = *value_from_json(
      R"({"since_ms": 1000, "until_ms": null, "took_us": 5, "cooldown_ms": 7, "rows": [{"at_ms": 1}], "opened_ms": 0, "closed_ms": "odd"})");
  EXPECT_EQ(json_line(data),
            "{\"closed_ms\":\"odd\",\"cooldown_ms\":7,\"opened\":null,\"rows\":[{\"at\":\"1970-01-01T00:00:"
            "00.001Z\"}],"
            "\"since\":\"1970-01-01T00:00:01.000Z\",\"took_us\":5,\"until\":null}\n");
  EXPECT_NE(json_document(data).find("\"schema\": \"balm/cli/v1\""), std::string::npos);
}

TEST(Machine, JsonIsHarmlessToo) {
  const std::string json = json_line(Value("\x7f \xc2\x9b \xe2\x80\xae \x1b"));
  EXPECT_EQ(json, "\"\\u007f \\u009b \\u202e \\u001b\"\n");
  EXPECT_EQ(value_from_json(json.substr(0, json.size() - 1))->as_string(), "\x7f \xc2\x9b \xe2\x80\xae \x1b");
}

TEST(TraceDrawing, PutsEachValueBelowItsPart) {
  EXPECT_EQ(trace_drawing({{0, 5, "1"}, {10, 3, "\"two\""}, {20, 1, "true"}}),
            "|         |         |\n"
            "1         \"two\"     true\n");
  EXPECT_EQ(trace_drawing({{0, 20, "false"}, {0, 5, "\"a long value\""}, {8, 3, "2"}}),
            "|       |\n"
            "|       2\n"
            "\"a long value\"\n"
            "false\n");
  EXPECT_EQ(trace_drawing({}), "");
}

}  // namespace
}  // namespace balm::cli
