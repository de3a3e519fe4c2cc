// Small things every measurement needs: clocks, order statistics, a folder of its own, free loopback ports.
#pragma once

#include <string>
#include <vector>

#include "common/instant.h"
#include "common/io/subprocess.h"
#include "common/result.h"

namespace balm::bench {

// Seconds of a clock that never jumps.
double seconds_now();

// The q-th part of the samples lies below it; 0 without samples. 0 <= q <= 1.
double quantile(std::vector<double> samples, double q);

// Removed with all it holds when it goes out of scope.
class Folder {
 public:
  static Result<Folder> make();
  Folder(Folder&& other) noexcept;
  Folder& operator=(Folder&&) = delete;
  ~Folder();
  const std::string& path() const { return path_; }

 private:
  explicit Folder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

// tcp://127.0.0.1 with a port that was free a moment ago. Errors: Io.
Result<std::string> free_endpoint();

// A program beside this one, e.g. "balm-master".
std::string program_beside(const std::string& name);

// Its output goes to a log file.
Result<ChildProcess> start_logged(std::vector<std::string> argv, const std::string& log);
// Asks it to end, waits, insists after some seconds.
void stop(ChildProcess& program);

// From /proc, in bytes; 0 when it is gone. Resident, and proportional (shared pages divided by their users).
double resident_bytes(pid_t pid);
double proportional_bytes(pid_t pid);
// CPU time it and its reaped children have used, in seconds.
double cpu_seconds(pid_t pid);

void pause(Duration duration);

}  // namespace balm::bench
