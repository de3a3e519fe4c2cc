#include "cli/program_surroundings.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/interrupts.h"
#include "cli/operator_file.h"
#include "cli/zmq_master_client.h"
#include "common/io/system_clock.h"
#include "common/io/time_zones.h"

namespace balm::cli {
namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;
constexpr std::size_t kLineBytesMax = 64 * 1024;

// 0, or errno.
int write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

std::string environment(const char* name) {
  const char* const text =
      std::getenv(name);  // NOLINT(concurrency-mt-unsafe): read before any thread, never changed
  return text ? text : "";
}

bool says_utf8(std::string locale) {
  std::ranges::transform(locale, locale.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
}

// The first of these that is set decides, as in every C library.
bool terminal_is_utf8() {
  for (const char* const name : {"LC_ALL", "LC_CTYPE", "LANG"})
    if (const std::string locale = environment(name); !locale.empty()) return says_utf8(locale);
  return false;
}

std::size_t terminal_width() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const int columns = std::atoi(environment("COLUMNS").c_str());
  return columns > 0 && columns < 10'000 ? static_cast<std::size_t>(columns) : 80;
}

// "Europe/Berlin", from TZ or from where /etc/localtime points; empty when neither says.
std::string local_zone_name() {
  std::string name = environment("TZ");
  if (name.starts_with(':')) name.erase(0, 1);
  if (!name.empty()) return name;
  char target[512];
  const ssize_t size = ::readlink("/etc/localtime", target, sizeof target);
  if (size <= 0) return "";
  const std::string path(target, static_cast<std::size_t>(size));
  constexpr std::string_view kFolder = "zoneinfo/";
  const std::size_t at = path.find(kFolder);
  return at == std::string::npos ? "" : path.substr(at + kFolder.size());
}

}  // namespace

// Looked up when the first local time is told: most commands tell none, and the database takes longer than
// they do.
class ProgramSurroundings::LocalZone : public Zone {
 public:
  LocalTime to_local(WallTime at) const override { return found().to_local(at); }
  Moments to_wall(LocalTime local) const override { return found().to_wall(local); }
  std::string_view name() const override { return found().name(); }

 private:
  const Zone& found() const {
    if (!zone_) zone_ = zones_.find(local_zone_name());
    return zone_ ? *zone_ : utc();
  }

  TimeZones zones_;
  mutable const Zone* zone_ = nullptr;
};

ProgramSurroundings::ProgramSurroundings() : zone_(std::make_unique<LocalZone>()) {}
ProgramSurroundings::~ProgramSurroundings() = default;

void ProgramSurroundings::out(std::string_view text) {
  unwritten_ += text;
  if (unwritten_.size() >= kBufferBytes) static_cast<void>(flush());
}

void ProgramSurroundings::err(std::string_view text) {
  static_cast<void>(flush());  // what was said before comes before; its own fault is told at the end
  static_cast<void>(write_all(STDERR_FILENO, text));  // nobody is left to be told
}

Result<void> ProgramSurroundings::flush() {
  if (write_error_ == 0) write_error_ = write_all(STDOUT_FILENO, unwritten_);
  unwritten_.clear();
  if (write_error_ == 0) return {};
  return Error{Error::Kind::Io, std::string("cannot write the output: ") + std::strerror(write_error_), ""};
}

std::optional<std::string> ProgramSurroundings::read_line() {
  while (typed_.find('\n') == std::string::npos && typed_.size() < kLineBytesMax) {
    char buffer[1024];
    const ssize_t size = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (size > 0) typed_.append(buffer, static_cast<std::size_t>(size));
    if (size < 0 && errno == EINTR) {
      if (Interrupts::came()) return std::nullopt;
    } else if (size <= 0) {
      if (typed_.empty()) return std::nullopt;
      break;
    }
  }
  const std::size_t end = std::min(typed_.find('\n'), typed_.size());
  std::string line = typed_.substr(0, end);
  typed_.erase(0, end + 1);
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
  return line;
}

Result<std::string> ProgramSurroundings::read_all(std::size_t bytes_max) {
  std::string text;
  char buffer[16 * 1024];
  while (true) {
    const ssize_t size = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0)
      return Error{Error::Kind::Io, std::string("cannot read the input: ") + std::strerror(errno), ""};
    if (size == 0) return text;
    text.append(buffer, static_cast<std::size_t>(size));
    if (text.size() > bytes_max)
      return Error{Error::Kind::Usage, "the input is longer than " + std::to_string(bytes_max) + " bytes",
                   ""};
  }
}

bool ProgramSurroundings::can_ask() const {
  return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1;
}

Screen ProgramSurroundings::screen() const {
  Screen screen;
  screen.terminal = ::isatty(STDOUT_FILENO) == 1;
  screen.width = screen.terminal ? terminal_width() : 80;
  screen.utf8 = !screen.terminal || terminal_is_utf8();  // what is piped on is data and stays as it is
  screen.now = system_now().wall;
  screen.zone = zone_.get();
  return screen;
}

std::string ProgramSurroundings::variable(std::string_view name) const {
  return environment(std::string(name).c_str());
}

bool ProgramSurroundings::wait(Duration duration) {
  const Interrupts interrupts;
  timespec left{};
  left.tv_sec = static_cast<time_t>(duration / 1s);
  left.tv_nsec = static_cast<long>((duration % 1s).count());
  while (!interrupts.came() && ::nanosleep(&left, &left) != 0) continue;
  return !interrupts.came();
}

Result<std::unique_ptr<MasterClient>> ProgramSurroundings::connect(const Connection& connection) {
  const Result<OperatorFile> file = find_operator_file(
      {.asked_for = connection.file, .variable = environment("BALM_CONNECT"), .home = environment("HOME")});
  if (!file) return file.error();
  if (!context_) context_ = std::make_unique<ZmqContext>();
  return connect_to_master(*context_, *file, connection.timeout);
}

}  // namespace balm::cli
