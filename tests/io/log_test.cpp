#include "common/io/log.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "common/io/unique_fd.h"

namespace balm {
namespace {

// Standard error as a pipe that nobody reads but the test.
class LogTest : public testing::Test {
 protected:
  LogTest() {
    int ends[2];
    EXPECT_EQ(::pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
    reader_ = UniqueFd(ends[0]);
    before_ = UniqueFd(::dup(STDERR_FILENO));
    ::dup2(ends[1], STDERR_FILENO);
    ::close(ends[1]);
  }
  ~LogTest() override { ::dup2(before_.get(), STDERR_FILENO); }

  std::string read_all() {
    std::string text;
    char buffer[4'096];
    for (ssize_t got = 0; (got = ::read(reader_.get(), buffer, sizeof buffer)) > 0;)
      text.append(buffer, static_cast<std::size_t>(got));
    return text;
  }
  // Leaves room for one write of a pipe's unit, which is when it counts as writable.
  void fill_but_one_unit() {
    const std::string unit(4'096, '.');
    while (::write(STDERR_FILENO, unit.data(), unit.size()) > 0) continue;
    char buffer[4'096];
    ASSERT_EQ(::read(reader_.get(), buffer, sizeof buffer), static_cast<ssize_t>(sizeof buffer));
  }

  UniqueFd reader_;
  UniqueFd before_;
};

// A write beyond what the pipe takes at once would wait for its reader.
TEST_F(LogTest, ADirectLineNeverTakesMoreThanAPipeWithRoomHas) {
  for (const auto format : {Log::Format::Text, Log::Format::Json}) {
    for (const char c : {'x', '"', '\x01'}) {
      Log log("executor", Log::Level::Info, format, Log::Delivery::Direct);
      read_all();
      fill_but_one_unit();
      log.error(std::string(10'000, c));
      const std::string text = read_all();
      EXPECT_TRUE(text.ends_with("\n")) << "it was cut off by the pipe: " << c;
      log.error("next");
      EXPECT_EQ(read_all().find("lost"), std::string::npos) << c;
    }
  }
}

TEST_F(LogTest, ALineThatFindsNoRoomIsLostAndThatIsSaid) {
  Log log("executor", Log::Level::Info, Log::Format::Text, Log::Delivery::Direct);
  fill_but_one_unit();
  log.error(std::string(3'000, 'a'));
  log.error(std::string(3'000, 'b'));
  const std::string text = read_all();
  EXPECT_EQ(text.find("bbb"), std::string::npos);
  log.error("c");
  EXPECT_NE(read_all().find("log lines were lost"), std::string::npos);
}

}  // namespace
}  // namespace balm
