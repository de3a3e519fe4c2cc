// Reaching people: real programs, slow ones and such that fail.
#include "master/io/notifiers.h"

#include <gtest/gtest.h>

#include "common/io/file_text.h"
#include "common/io/system_clock.h"
#include "tests/io/temporary_folder.h"

namespace balm::master {
namespace {

class NotifiersTest : public testing::Test {
 protected:
  void know(const std::string& script, Duration timeout = 30s) {
    NotifierDocument pager;
    pager.name = "pager";
    pager.type = NotifierType::Exec;
    pager.argv = {"/bin/sh", "-c", script};
    pager.timeout = timeout;
    notifiers.replace({pager});
  }
  void send(std::uint64_t id, const std::string& notifier = "pager") {
    notifiers.send({id, notifier, R"({"incident":42})"}, system_now());
  }
  // Drives them until so many have ended.
  std::vector<NotificationDone> ended(std::size_t count = 1) {
    std::vector<NotificationDone> all;
    const Instant until = system_now().instant + 60s;
    while (all.size() < count && system_now().instant < until)
      for (NotificationDone& done : notifiers.advance(system_now())) all.push_back(std::move(done));
    EXPECT_EQ(all.size(), count);
    all.resize(count);
    return all;
  }

  TemporaryFolder folder;
  Log log{"test", Log::Level::Error};
  Notifiers notifiers{log};
};

TEST_F(NotifiersTest, TheMessageIsOnStandardInput) {
  know("cat > " + folder / "page");
  send(5);
  const NotificationDone done = ended().front();
  EXPECT_EQ(done.id, 5u);
  EXPECT_TRUE(done.delivered);
  EXPECT_EQ(*read_file(folder / "page"), R"({"incident":42})");
  EXPECT_FALSE(notifiers.wake_at());
}

TEST_F(NotifiersTest, AProgramThatFailsDidNotDeliver) {
  know("echo no such room; exit 3");
  send(1);
  const NotificationDone done = ended().front();
  EXPECT_FALSE(done.delivered);
  EXPECT_NE(done.text.find('3'), std::string::npos) << done.text;
}

TEST_F(NotifiersTest, AProgramThatIsMissingDidNotDeliver) {
  know("");
  NotifierDocument broken;
  broken.name = "pager";
  broken.type = NotifierType::Exec;
  broken.argv = {"/no/such/program"};
  notifiers.replace({broken});
  send(1);
  EXPECT_FALSE(ended().front().delivered);
}

TEST_F(NotifiersTest, AProgramThatHangsIsEnded) {
  know("exec sleep 1000", 50ms);
  send(1);
  EXPECT_TRUE(notifiers.wake_at());
  EXPECT_FALSE(ended().front().delivered);
}

TEST_F(NotifiersTest, TheLogAlwaysExistsOthersMayBeGone) {
  send(1, "log");
  send(2, "gone");
  const auto done = ended(2);
  EXPECT_TRUE(done[0].delivered);
  EXPECT_FALSE(done[1].delivered);
  EXPECT_EQ(done[1].text, "there is no notifier \"gone\" any more");
}

TEST_F(NotifiersTest, OneThatIsSwitchedOffIsNotTriedAgain) {
  NotifierDocument off;
  off.name = "pager";
  off.type = NotifierType::Exec;
  off.enabled = false;
  notifiers.replace({off});
  send(1);
  EXPECT_TRUE(ended().front().delivered);
}

TEST_F(NotifiersTest, MoreThanMayRunAtOnceWaitAndComeAllThrough) {
  know("cat > /dev/null");
  for (std::uint64_t id = 1; id <= 3 * Notifiers::kRunningMax; ++id) send(id);
  for (const NotificationDone& done : ended(3 * Notifiers::kRunningMax)) EXPECT_TRUE(done.delivered);
}

// The core was built again from the store and sends what it does not know to be delivered.
TEST_F(NotifiersTest, AMessageThatIsOnItsWayIsNotSentBesideItself) {
  know("cat >> " + folder / "pages" + "; sleep 0.2");
  send(1);
  send(1);
  EXPECT_TRUE(ended().front().delivered);
  EXPECT_TRUE(notifiers.advance(system_now()).empty());
  EXPECT_EQ(*read_file(folder / "pages"), R"({"incident":42})");
}

TEST_F(NotifiersTest, AMessageThatWaitsForAPlaceIsNotSentBesideItself) {
  know("cat >> " + folder / "pages" + "; sleep 0.2");
  for (std::uint64_t id = 1; id <= Notifiers::kRunningMax; ++id) send(id);
  send(99);
  send(99);
  (void)ended(Notifiers::kRunningMax + 1);
  while (notifiers.wake_at()) (void)notifiers.advance(system_now());
  EXPECT_EQ(read_file(folder / "pages")->size(), (Notifiers::kRunningMax + 1) * 15);
}

}  // namespace
}  // namespace balm::master
