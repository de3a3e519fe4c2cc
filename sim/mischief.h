// Does to the world what the list of faults says.
#pragma once

#include <memory>
#include <vector>

#include "sim/fault.h"
#include "sim/host_node.h"
#include "sim/master_node.h"
#include "sim/network.h"
#include "sim/stage.h"

namespace balm::sim {

class Mischief {
 public:
  using Hosts = std::vector<std::unique_ptr<HostNode>>;

  Mischief(Stage& stage, Network& network, MasterNode& master, Hosts& hosts)
      : stage_(stage), network_(network), master_(master), hosts_(hosts) {}

  void strike(const Fault& fault);
  // Everything that lasts ends now; what is down comes back by itself.
  void end_all();

 private:
  struct Deed;
  static const std::vector<Deed>& deeds();

  void illness(const Fault& fault);
  void epidemic(const Fault& fault);
  void weather(const Fault& fault, void (*change)(Weather&, const Fault&));
  void loss(const Fault& fault);
  void repeat(const Fault& fault);
  void jitter(const Fault& fault);
  void delay(const Fault& fault);
  void cut(const Fault& fault);
  void cut_up(const Fault& fault);
  void cut_down(const Fault& fault);
  void reset(const Fault& fault);
  void crash_master(const Fault& fault);
  void crash_commit(const Fault& fault);
  void power_master(const Fault& fault);
  void crash_agent(const Fault& fault);
  void crash_executor(const Fault& fault);
  void power_host(const Fault& fault);
  void set_back_host(const Fault& fault);
  void freeze_master(const Fault& fault);
  void freeze_agent(const Fault& fault);
  void freeze_executor(const Fault& fault);
  void freeze_machine(const Fault& fault);
  void clock_master(const Fault& fault);
  void clock_host(const Fault& fault);
  void master_disk_full(const Fault& fault);
  void master_sync(const Fault& fault);
  void journal_full(const Fault& fault);
  void journal_sync(const Fault& fault);
  void spool_fails(const Fault& fault);
  void no_room(const Fault& fault);
  void no_fork(const Fault& fault);
  void lie(const Fault& fault);
  void freeze_healing(const Fault& fault);
  void maintenance(const Fault& fault);
  void ack(const Fault& fault);
  void retry(const Fault& fault);
  void close(const Fault& fault);
  void run_state(const Fault& fault);
  void send_event(const Fault& fault);
  void reload(const Fault& fault);
  void broken_rules(const Fault& fault);
  void pages_fail(const Fault& fault);
  void run_check(const Fault& fault);
  void override_unknown(const Fault& fault);

  HostNode& host(const Fault& fault) { return *hosts_[fault.host % hosts_.size()]; }
  static void end_hanging(Services& services);
  void fail_disk(Disk& disk, Disk::Fault how, Duration length);
  void about_incident(const Fault& fault, const std::string& verb, ValueMap args);

  Stage& stage_;
  Network& network_;
  MasterNode& master_;
  Hosts& hosts_;
  bool ended_ = false;
};

}  // namespace balm::sim
