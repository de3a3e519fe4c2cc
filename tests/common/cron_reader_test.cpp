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
  const Case cases[] = {{"", 1, "E260"},
                        {"* * * *", 1, "E260"},
                        {"* * * * * *", 1, "E260"},
                        {"60 * * * *", 1, "E262"},
                        {"* 24 * * *", 3, "E262"},
                        {"* * 0 * *", 5, "E262"},
                        {"* * * 13 *", 7, "E262"},
                        {"* * * * 8", 9, "E262"},
                        {"*/0 * * * *", 3, "E264"},
                        {"*/x * * * *", 3, "E264"},
                        {"1-2-3 * * * *", 1, "E261"},
                        {"1,,2 * * * *", 3, "E261"},
                        {"0 0 * * mo", 9, "E263"},
                        {"0 0 * janjan *", 7, "E263"},
                        {"-5 * * * *", 1, "E261"},
                        {"5- * * * *", 3, "E261"},
                        {"+5 * * * *", 1, "E263"},
                        {"1-1_0 * * * *", 3, "E263"},
                        {"? * * * *", 1, "E263"},
                        {"* * ?,* * *", 5, "E263"},
                        {"* L * * *", 3, "E263"},
                        {"* * * 5W *", 7, "E263"},
                        {"* * * * 1#6", 10, "E262"},
                        {"* * * * 1#", 10, "E262"},
                        {"@reboot", 1, "E260"},
                        {"@every 5m", 1, "E260"},
                        {"xyz", 1, "E260"},
                        {"* * 32W * *", 5, "E262"},
                        {"* * L-31 * *", 5, "E262"},
                        {"* * 1-5W * *", 5, "E262"},
                        {"*/5/2 * * * *", 1, "E261"},
                        {"1-99999999999 * * * *", 3, "E262"}};
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
  EXPECT_EQ(long_step.issues[0].code, "W267");
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
