#include "cli/conformance/tls_server.h"

#include <csignal>
#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>

#include "common/io/program_run.h"
#include "common/io/system_error.h"

namespace balm::conformance {
namespace {

using namespace std::string_literals;

// s_server takes what it reads at once as one line; "q" alone ends the connection, so it must come apart.
constexpr int kApartMs = 50;

Result<std::string> make_certificate(const std::string& folder) {
  ProgramSpec spec;
  spec.argv = {
      "openssl", "req",   "-x509",         "-newkey", "rsa:2048",          "-nodes", "-days",
      "365",     "-subj", "/CN=localhost", "-keyout", folder + "/key.pem", "-out",   folder + "/cert.pem"};
  const auto finished = run(spec, 60s);
  if (!finished) return finished.error();
  if (!finished->succeeded()) return Error{Error::Kind::Io, "openssl req: " + finished->describe(), ""};
  return folder;
}

struct Ends {
  UniqueFd read;
  UniqueFd write;
};

Result<Ends> open_pipe() {
  int fds[2];
  if (::pipe2(fds, O_CLOEXEC) != 0) return system_error("cannot make a pipe", errno);
  return Ends{UniqueFd(fds[0]), UniqueFd(fds[1])};
}

// 0 when it did not start.
pid_t spawn_server(const std::string& folder, std::uint16_t port, int input, int output) {
  std::string accept = "127.0.0.1:" + std::to_string(port);
  std::string key = folder + "/key.pem", certificate = folder + "/cert.pem";
  std::string words[] = {"openssl"s, "s_server"s, "-accept"s,  accept,      "-key"s,
                         key,        "-cert"s,    certificate, "-naccept"s, "100000"s};
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, input, 0);
  ::posix_spawn_file_actions_adddup2(&actions, output, 1);
  ::posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  pid_t pid = 0;
  const int failed = ::posix_spawnp(&pid, "openssl", &actions, nullptr, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  return failed == 0 ? pid : 0;
}

// Reads until s_server says that it accepts; false when it ends before.
bool await_accept(int fd) {
  std::string text;
  char buffer[512];
  for (ssize_t got; (got = ::read(fd, buffer, sizeof buffer)) > 0;) {
    text.append(buffer, static_cast<std::size_t>(got));
    if (text.find("ACCEPT") != std::string::npos) return true;
  }
  return false;
}

// The request in what s_server has printed since the last answer; empty while it is not whole.
std::string_view request_in(std::string_view printed) {
  const std::size_t end = printed.find("\r\n\r\n");
  if (end == std::string_view::npos) return {};
  for (const std::string_view method : {"GET ", "HEAD ", "POST "})
    if (const std::size_t begin = printed.rfind(method, end); begin != std::string_view::npos)
      return printed.substr(begin, end + 4 - begin);
  return {};
}

void write_text(int fd, std::string_view text) {
  [[maybe_unused]] const ssize_t ignored = ::write(fd, text.data(), text.size());
}

}  // namespace

Result<std::unique_ptr<TlsServer>> TlsServer::start(std::uint16_t port) {
  std::string folder = (std::filesystem::temp_directory_path() / "balm-tls-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) return system_error("cannot make a temporary folder", errno);
  auto server = std::make_unique<TlsServer>(folder);
  auto made = make_certificate(folder);
  if (!made) return made.error();
  auto input = open_pipe(), output = open_pipe();
  if (!input || !output) return input ? output.error() : input.error();
  server->pid_ = spawn_server(folder, port, input->read.get(), output->write.get());
  server->to_child_ = std::move(input->write);
  server->from_child_ = std::move(output->read);
  output->write.reset();
  if (server->pid_ == 0 || !await_accept(server->from_child_.get()))
    return Error{Error::Kind::Io, "openssl s_server does not start", ""};
  server->thread_ = std::thread([raw = server.get()] { raw->serve(); });
  return server;
}

TlsServer::~TlsServer() {
  if (pid_ != 0) ::kill(pid_, SIGKILL);
  if (thread_.joinable()) thread_.join();
  if (pid_ != 0) ::waitpid(pid_, nullptr, 0);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void TlsServer::serve() {
  std::string printed;
  char buffer[4096];
  for (ssize_t got; (got = ::read(from_child_.get(), buffer, sizeof buffer)) > 0;) {
    printed.append(buffer, static_cast<std::size_t>(got));
    const std::string_view request = request_in(printed);
    if (request.empty()) continue;
    write_text(to_child_.get(), http_page(request));
    ::poll(nullptr, 0, kApartMs);
    write_text(to_child_.get(), "q\n");
    printed.clear();
  }
}

}  // namespace balm::conformance
