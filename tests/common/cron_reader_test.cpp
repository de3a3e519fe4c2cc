#include "common/cron_reader.h"

#include <gtest/gtest.h>

#include "common/random.h"
#include "common/zone.h"

namespace balm {
namespace {

TEST(CronReader, RefusesWithPlaceAndReason) {
  struct Case {
    const char* text;
    int column;
    const char* code;
  };
  const Case cases[] = {{"", 1, "E420"},
                        {"* * * *", 1, "E420"},
                        {"* * * * * *", 1, "E420"},
                        {"60 * * * *", 1, "E422"},
                        {"* 24 * * *", 3, "E422"},
                        {"* * 0 * *", 5, "E422"},
                        {"* * * 13 *", 7, "E422"},
                        {"* * * * 8", 9, "E422"},
                        {"*/0 * * * *", 3, "E424"},
                        {"*/x * * * *", 3, "E424"},
                        {"1-2-3 * * * *", 1, "E421"},
                        {"1,,2 * * * *", 3, "E421"},
                        {"0 0 * * mo", 9, "E423"},
                        {"0 0 * janjan *", 7, "E423"},
                        {"-5 * * * *", 1, "E421"},
                        {"5- * * * *", 3, "E421"},
                        {"+5 * * * *", 1, "E423"},
                        {"1-1_0 * * * *", 3, "E423"},
                        {"? * * * *", 1, "E423"},
                        {"* * ?,* * *", 5, "E423"},
                        {"* L * * *", 3, "E423"},
                        {"* * * 5W *", 7, "E423"},
                        {"* * * * 1#6", 10, "E422"},
                        {"* * * * 1#", 10, "E422"},
                        {"@reboot", 1, "E420"},
                        {"@every 5m", 1, "E420"},
                        {"xyz", 1, "E420"},
                        {"* * 32W * *", 5, "E422"},
                        {"* * L-31 * *", 5, "E422"},
                        {"* * 1-5W * *", 5, "E422"},
                        {"*/5/2 * * * *", 1, "E421"},
                        {"1-99999999999 * * * *", 3, "E422"}};
  for (const Case& c : cases) {
    const Parsed<Cron> parsed = Cron::parse(c.text, Place{"checks.d/x.yaml", 7, 21, 0});
    ASSERT_FALSE(parsed.ok()) << c.text;
    EXPECT_EQ(parsed.issues[0].code, c.code) << c.text << ": " << parsed.issues[0].message;
    EXPECT_EQ(parsed.issues[0].place.column, c.column + 20) << c.text << ": " << parsed.issues[0].message;
    EXPECT_TRUE(parsed.value.never());
  }
}

TEST(CronReader, GuessesAndWarnings) {
  EXPECT_EQ(Cron::parse("0 0 * * monday", {}).issues[0].guess, "did you mean `mon`?");
  EXPECT_EQ(Cron::parse("@dayly", {}).issues[0].guess, "did you mean `@daily`?");
  EXPECT_EQ(Cron::parse("61 25 * * *", {}).issues.size(), 2u) << "all faults at once";
  const Parsed<Cron> long_step = Cron::parse("*/90 * * * *", {});
  EXPECT_TRUE(long_step.ok());
  EXPECT_EQ(long_step.issues[0].code, "W427");
  EXPECT_NE(Cron::from_text("0 0 * * mo").error().message.find("at character 9"), std::string::npos);
}

TEST(CronReader, AnyBytesAreReadOrRefused) {
  Random random(9);
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (auto n = random.below(20); n > 0; --n) text += "01257*/,-?#LWlw @jan\xff"[random.below(21)];
    const Parsed<Cron> parsed = Cron::parse(text, {}, {static_cast<CronFields>(random.below(4))});
    parsed.value.next(WallTime::from_seconds(1'704'067'200), utc());
  }
}

}  // namespace
}  // namespace balm
