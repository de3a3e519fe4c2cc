#include "agent/check_book.h"

#include "agent/check_event.h"
#include "common/limits.h"
#include "common/wire.h"
#include "tests/agent/check_samples.h"

namespace balm::agent {
namespace {

const CheckName kDisk{"disk"};

Observation seen(Status status, std::string instance = "", double seconds = 0) {
  Observation one;
  one.check = kDisk;
  one.instance = std::move(instance);
  one.status = status;
  one.at = at(seconds).wall;
  return one;
}

CheckBook book_with(CheckDocument check, const SavedChecks& saved = {}) {
  CheckBook book(saved);
  EXPECT_TRUE(book.load({std::move(check)}, at(0).wall).empty());
  return book;
}

TEST(CheckBook, TellsHardChangesWithTheirLabels) {
  CheckDocument check = check_named("disk");
  check.per = "mount";
  check.labels = {{"team", "storage"}};
  check.confirm = {1, 1};
  CheckBook book = book_with(check);
  const auto changes = book.take(kDisk, {seen(Status::Critical, "/var"), seen(Status::Ok)});
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_EQ(changes[0].instance, "/var");
  EXPECT_EQ(changes[0].transition, (Transition{Status::Unknown, Status::Critical}));
  EXPECT_EQ(changes[0].labels, (Labels{{"mount", "/var"}, {"team", "storage"}}));
  EXPECT_EQ(changes[1].labels, (Labels{{"team", "storage"}}));
  EXPECT_TRUE(book.take(kDisk, {seen(Status::Critical, "/var"), seen(Status::Ok)}).empty());
}

TEST(CheckBook, APartThatIsNotMentionedAnyMoreBecomesUnknown) {
  CheckDocument check = check_named("disk");
  check.per = "mount";
  check.confirm = {2, 1};
  CheckBook book = book_with(check);
  book.take(kDisk, {seen(Status::Ok, "/mnt"), seen(Status::Ok)});
  EXPECT_TRUE(book.take(kDisk, {seen(Status::Ok, "/"), seen(Status::Ok)}).size() == 1u) << "only / is news";
  const auto changes = book.take(kDisk, {seen(Status::Ok, "/"), seen(Status::Ok)});
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].instance, "/mnt");
  EXPECT_EQ(changes[0].transition, (Transition{Status::Ok, Status::Unknown}));
  EXPECT_EQ(book.standings().size(), 2u) << "and is forgotten";
}

TEST(CheckBook, ARunWithoutAnyPartSaysThatAllAreGone) {
  CheckDocument check = check_named("disk");
  check.per = "mount";
  check.confirm = {1, 1};
  CheckBook book = book_with(check);
  book.take(kDisk, {seen(Status::Critical, "/var"), seen(Status::Ok)});
  const auto changes = book.take(kDisk, {seen(Status::Ok)});
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].instance, "/var");
  EXPECT_EQ(changes[0].transition.to, Status::Unknown);
  EXPECT_EQ(book.standings().size(), 1u);
}

TEST(CheckBook, APartThatIsBadGoesWithTheWordThatMadeParts) {
  CheckDocument check = check_named("disk");
  check.per = "mount";
  check.confirm = {1, 1};
  CheckBook book = book_with(check);
  book.take(kDisk, {seen(Status::Critical, "/var"), seen(Status::Ok)});
  check.per.clear();
  EXPECT_TRUE(book.load({check}, at(1).wall).empty());
  EXPECT_EQ(book.take(kDisk, {seen(Status::Critical)}).size(), 2u) << "itself, and /var";
  EXPECT_EQ(book.standings().size(), 1u);
}

TEST(CheckBook, AnUnreadableRunLeavesThePartsAlone) {
  CheckDocument check = check_named("disk");
  check.per = "mount";
  check.confirm = {1, 1};
  CheckBook book = book_with(check);
  book.take(kDisk, {seen(Status::Critical, "/var"), seen(Status::Ok)});
  const auto changes = book.take(kDisk, {seen(Status::Unknown)});
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].instance, "");
  EXPECT_EQ(book.latest(kDisk, "/var")->status, Status::Critical);
}

TEST(CheckBook, ARemovedCheckThatWasBadIsSaidToBeUnseen) {
  CheckBook book = book_with(check_named("disk"));
  book.take(kDisk, {seen(Status::Critical)});
  book.take(kDisk, {seen(Status::Critical)});
  const auto changes = book.load({}, at(9).wall);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].transition, (Transition{Status::Critical, Status::Unknown}));
  EXPECT_EQ(book.find(kDisk), nullptr);
}

TEST(CheckBook, WhatWasKnownSurvivesARestart) {
  CheckBook before = book_with(check_named("disk"));
  before.take(kDisk, {seen(Status::Critical, "", 1)});
  before.take(kDisk, {seen(Status::Critical, "", 2)});
  const SavedChecks picture = before.picture({std::string(32, 'a')}, 7);
  CheckBook after = book_with(check_named("disk"), picture);
  EXPECT_FALSE(after.is_fresh(kDisk));
  EXPECT_EQ(after.picture({std::string(32, 'a')}, 7), picture);
  EXPECT_TRUE(after.take(kDisk, {seen(Status::Critical, "", 3)}).empty()) << "nothing new";
  EXPECT_EQ(after.latest(kDisk, "")->status, Status::Critical);
  const auto changes = after.take(kDisk, {seen(Status::Ok, "", 4)});
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].transition, (Transition{Status::Critical, Status::Ok}));
  EXPECT_EQ(changes[0].generation, 1u);
}

TEST(CheckBook, EventsBringAPictureUpToDate) {
  SavedChecks picture{{std::string(32, 'a')}, 5, {}};
  Event event;
  event.seq = 6;
  event.check = kDisk;
  event.status = Status::Critical;
  event.generation = 3;
  event.at = at(1).wall;
  apply_event(picture, event);
  ASSERT_EQ(picture.checks.size(), 1u);
  EXPECT_EQ(picture.checks[0].certain, Status::Critical);
  event.seq = 7;
  event.status = Status::Unknown;
  apply_event(picture, event);
  EXPECT_EQ(picture.checks[0].status, Status::Unknown);
  EXPECT_EQ(picture.checks[0].certain, Status::Critical);
  EXPECT_EQ(picture.checks[0].generation, 3u);
  event.seq = 2;
  event.status = Status::Ok;
  apply_event(picture, event);
  EXPECT_EQ(picture.checks[0].status, Status::Unknown) << "an event of before the picture";
}

TEST(CheckBook, NewsAreTakenOnceAndInPortions) {
  std::vector<CheckDocument> checks;
  checks.reserve(500);
  for (int i = 0; i < 500; ++i) checks.push_back(check_named("c" + std::to_string(i)));
  CheckBook book({});
  book.load(checks, at(0).wall);
  for (const CheckDocument& check : checks) {
    Observation one = seen(Status::Ok);
    one.check = check.name;
    one.output = std::string(5'000, '"');
    book.take(check.name, {one});
  }
  std::size_t taken = 0;
  int portions = 0;
  for (auto news = book.take_news(); !news.empty(); news = book.take_news(), ++portions) {
    taken += news.size();
    EXPECT_LT(wire::encode(CheckNews{news}).size(), limits::kFrameBytesMax / 2);
  }
  EXPECT_EQ(taken, 500u);
  EXPECT_GT(portions, 1);
}

TEST(CheckEvent, IsSmallEnoughWhateverTheCheckPrinted) {
  Change change;
  change.check = kDisk;
  change.seen = seen(Status::Critical);
  change.seen.output = std::string(limits::kOutputHeadBytes, '\x01');
  change.seen.long_output = std::string(limits::kOutputHeadBytes * 2, '\x02');
  for (std::size_t i = 0; i < limits::kPerfdataMax; ++i)
    change.seen.metrics[std::to_string(i) + std::string(900, 'm')] = 1;
  const Event event = make_event(change);
  EXPECT_LE(wire::encode_event(event).size(), limits::kEventBytesMax);
  EXPECT_TRUE(wire::decode_event(wire::encode_event(event)));
}

TEST(CheckEvent, CarriesWhatHappened) {
  Change change{kDisk,
                "/var",
                {Status::Ok, Status::Critical},
                4,
                seen(Status::Critical, "/var", 3),
                {{"mount", "/var"}},
                {IncidentId{7}, 2}};
  const Event event = make_event(change);
  EXPECT_EQ(event.type, "check.disk");
  EXPECT_EQ(event.previous, Status::Ok);
  EXPECT_EQ(event.status, Status::Critical);
  EXPECT_EQ(event.generation, 4u);
  EXPECT_EQ(event.cause, (AttemptId{IncidentId{7}, 2}));
  EXPECT_EQ(event.at, at(3).wall);
}

}  // namespace
}  // namespace balm::agent
