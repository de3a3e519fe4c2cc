// balm-master: options, configuration, wiring, run.
#include <cstdio>
#include <string>
#include <string_view>

#include <malloc.h>
#include <sys/stat.h>

#include "common/io/configured_log.h"
#include "common/io/daemon_exit.h"
#include "common/io/file_text.h"
#include "common/io/log.h"
#include "common/io/signals.h"
#include "common/io/standard_streams.h"
#include "common/io/state_folder.h"
#include "common/io/system_clock.h"
#include "common/io/systemd_notice.h"
#include "common/version.h"
#include "master/io/startup.h"

namespace balm::master {
namespace {

struct Options {
  std::string config = "/etc/balm/master.yaml";
  bool check_only = false;
  bool version = false;
  std::string fault;
};

Options read_options(int count, char** words) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (word == "--config" && i + 1 < count) {
      options.config = words[++i];
    } else if (word == "--check-config") {
      options.check_only = true;
    } else if (word == "--version") {
      options.version = true;
    } else {
      options.fault = "unknown option " + std::string(word) +
                      "\nusage: balm-master [--config FILE] [--check-config] [--version]";
    }
  }
  return options;
}

int complain(const Error& error, int code) {
  return balm::complain("balm-master", error, code);
}

// Storms come in waves: what one has used is kept for the next instead of being given back and faulted in
// again.
void keep_memory_at_hand() {
  constexpr int kMapFrom = 8 * 1024 * 1024;  // larger blocks are maps of their own
  constexpr int kKept = 16 * 1024 * 1024;
  (void)::mallopt(M_MMAP_THRESHOLD, kMapFrom);
  (void)::mallopt(M_TRIM_THRESHOLD, kKept);
}

int serve(const MasterConfig& config) {
  Signals signals;
  Log log("master", level_of(config.log.level), format_of(config.log.format));
  const auto lock = lock_state_dir(config.state_dir);
  if (!lock) return complain(lock.error(), exit_code_of(lock.error()));
  if (const auto storage = check_state_folder(config.state_dir); storage && *storage == Storage::Memory)
    log.warning(config.state_dir + " is in memory: all history is gone when this machine restarts");
  if (system_now().wall < kEarliestTime)
    log.error("the clock of this machine is wrong; nothing is healed until it is right");
  const TimeZones zones;
  auto prepared = prepare(config, &zones);
  if (!prepared) return complain(prepared.error(), exit_code_of(prepared.error()));
  const KeyPair keys = prepared->keys;
  ZmqContext context;
  auto hub = Hub::open(context, {to_text(config.listen), keys});
  if (!hub) return complain(hub.error(), exit_code_of(hub.error()));
  if (auto proven = hub->self_test(context, keys.public_key); !proven)
    return complain(proven.error(), kExitFailed);
  MasterShell shell(std::move(prepared).value(), std::move(hub).value(), signals, log);
  if (auto written = write_operator_file(config, shell.endpoint(), keys.public_key); !written)
    return complain(written.error(), kExitFailed);
  if (auto written = replace_file(config.state_dir + "/master.pub", keys.public_key + "\n"); !written)
    return complain(written.error(), kExitFailed);
  log.info("balm-master " + std::string(kVersion) + " serves at " + shell.endpoint() + ", key " +
           keys.public_key);
  systemd_notice::send("READY=1");
  return shell.run();
}

int run(int count, char** words) {
  const Options options = read_options(count, words);
  if (!options.fault.empty()) return complain({Error::Kind::Usage, options.fault, ""}, kExitUsage);
  if (options.version)
    return std::printf("balm-master %s\n", std::string(kVersion).c_str()) > 0 ? 0 : kExitFailed;
  const auto text = read_file(options.config);
  if (!text) return complain(text.error(), kExitConfig);
  const Parsed<MasterConfig> config = parse_master_config(*text, options.config);
  std::fputs(render(config.issues).c_str(), stderr);
  if (!config.ok()) return kExitConfig;
  if (options.check_only) return std::puts("configuration is fine") >= 0 ? 0 : kExitFailed;
  ::umask(0077);
  keep_memory_at_hand();
  return serve(config.value);
}

}  // namespace
}  // namespace balm::master

int main(int count, char** words) {
  balm::keep_standard_streams();
  return balm::master::run(count, words);
}
