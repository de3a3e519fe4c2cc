// The patient of the demo: a real nginx, run by an ordinary user from a folder of its own. It can be killed,
// have its configuration broken, and be left with a worker that holds the port and answers nobody.
#pragma once

#include <string>

#include "cli/master_client.h"
#include "common/result.h"

namespace balm::cli {

class Patient {
 public:
  // Lays the demo's checks, rules and states out in `folder`, filled in for this run. Errors: NotFound (no
  // nginx, no check_http, no demo files), Io.
  static Result<Patient> lay_out(const std::string& folder);
  ~Patient();
  Patient(Patient&& other) noexcept;
  Patient& operator=(Patient&&) = delete;

  int port() const { return port_; }
  const std::string& folder() const { return folder_; }

  // Starts nginx through Balm itself, so that Balm knows what it started. Errors: what the state says.
  Result<void> start(MasterClient& master);

  void kill_all() const;  // master and workers, -9
  Result<void> break_configuration() const;
  void hang_worker() const;  // the master is gone, a stopped worker keeps the port
  bool answers() const;      // 200 on its port

 private:
  Patient(std::string folder, int port, std::string service)
      : folder_(std::move(folder)), port_(port), service_(std::move(service)) {}

  std::string folder_;
  int port_ = 0;
  std::string service_;
};

}  // namespace balm::cli
