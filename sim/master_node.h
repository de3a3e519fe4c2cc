// The master process: the real core over the real store, whose SQLite lives on a simulated disk. Works in
// rounds as master/io/master_shell does: all rows of what has arrived in one transaction, then everything
// that leaves, one by one. May die or stand still between any two, and within a commit.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "master/io/store.h"
#include "master/master.h"
#include "sim/disk/disk.h"
#include "sim/disk/sqlite_disk.h"
#include "sim/machine.h"
#include "sim/network.h"
#include "sim/process.h"

namespace balm::sim {

class MasterNode : public MasterEnd, public Process<master::Input> {
 public:
  MasterNode(Stage& stage, Network& network, std::vector<HostName> hosts);

  // The configurations it may be told to run, by their order; the first is stored before the first start.
  void install(std::vector<master::ConfigurationPtr> configurations);
  void start();
  void crash(Duration down_for);
  void lose_power(Duration down_for);
  void reload(std::size_t configuration);
  void break_configuration();
  void ask(const std::string& verb, const Value& args, const OperatorAsked& seen);

  void frame(const HostName& from, const std::string& bytes) override;
  bool listens() const override { return life_.alive(); }

  Machine& machine() { return machine_; }
  Disk& disk() { return disk_; }
  // nullptr while it is down or cannot use its store.
  const master::State* state() const { return core_ ? &core_->state() : nullptr; }
  double pages_fail = 0;  // share of notifications that do not get through
  // What the tables say now, for the last look at the end of a run.
  RowsFound look_into_tables();

 private:
  Result<void> create_store();
  Result<void> reopen();
  void pump() override;
  void round();
  void keep_round();
  Result<void> store_all(const master::Effects& effects);
  void let_out(const master::Effect& effect);
  void storage_failed();
  void die();
  void housekeeping(std::uint64_t life);
  void page(const master::Notify& notify);
  const master::ConfigurationPtr& configuration(const std::string& revision) const;

  Network& network_;
  std::vector<HostName> hosts_;
  Machine machine_;
  Random random_;
  Disk disk_;
  PluggedDisk plugged_;
  std::vector<master::ConfigurationPtr> configurations_;
  std::unique_ptr<master::Store> store_;
  std::optional<master::Master> core_;
  std::optional<master::Effects> round_;  // decided, not kept yet
  std::deque<master::Effect> leaving_;    // kept, to be let out
  bool created_ = false;
  std::uint64_t requests_ = 0;
};

}  // namespace balm::sim
