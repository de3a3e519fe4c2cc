#include "sim/network.h"

#include <utility>
#include <vector>

namespace balm::sim {
namespace {

constexpr Duration kRedialEvery = 1s;
constexpr Duration kQuickest = 1ms;
constexpr Duration kSlowest = 40ms;

}  // namespace

void Network::turn(const HostName& host, bool up) {
  if (std::exchange(links_[host].up, up) != up) stage_.see(LinkChanged{host, up});
}

void Network::connect(const HostName& host) {
  Link& link = links_[host];
  link.wanted = true;
  turn(host, false);
  dial(host, ++link.number);
}

void Network::disconnect(const HostName& host) {
  Link& link = links_[host];
  link.wanted = false;
  turn(host, false);
  ++link.number;
}

void Network::dial(const HostName& host, std::uint64_t number) {
  stage_.time.after(between(random_, kQuickest, kSlowest), [this, host, number] {
    Link& link = links_[host];
    if (!link.wanted || link.up || link.number != number) return;
    if (link.weather.cut_up || link.weather.cut_down || !master_->listens()) {
      stage_.time.after(kRedialEvery, [this, host, number] { dial(host, number); });
      return;
    }
    turn(host, true);
    link.end->link_up();
  });
}

void Network::drop(const HostName& host, const std::string& reason) {
  Link& link = links_[host];
  if (!link.up) return;
  turn(host, false);
  link.end->link_down(reason);
  dial(host, ++link.number);
}

void Network::reset(const HostName& host) {
  stage_.time.after(kQuickest, [this, host] { drop(host, "connection reset"); });
}

void Network::master_ended(bool power_lost) {
  for (const auto& [name, link] : links_) {
    const HostName host = name;
    if (!power_lost) reset(host);
    // A connection to a machine without power seems to stand until the machine is back and knows nothing of
    // it.
    if (power_lost)
      stage_.time.after(between(random_, 5s, 60s), [this, host, number = link.number] {
        if (links_[host].number == number) drop(host, "connection reset");
      });
  }
}

std::vector<Duration> Network::ways(const Weather& weather, bool cut) {
  std::vector<Duration> all;
  const bool lost = random_.unit() < weather.loss;
  if (cut || lost) return all;
  all.push_back(weather.delay + between(random_, kQuickest, kQuickest + weather.jitter));
  if (random_.unit() < weather.repeat) all.push_back(all.front() + between(random_, kQuickest, 20s));
  return all;
}

void Network::to_master(const HostName& from, const std::string& bytes) {
  Link& link = links_[from];
  if (!link.up) return;
  for (const Duration way : ways(link.weather, link.weather.cut_up))
    stage_.time.after(way, [this, from, bytes, number = link.number] {
      const Link& now = links_[from];
      const bool overtaken =
          now.up && now.number != number;  // nobody reads an old connection behind a new one
      if (master_->listens() && !overtaken) master_->frame(from, bytes);
    });
}

void Network::to_agent(const HostName& to, const std::string& bytes) {
  Link& link = links_[to];
  if (!link.up) return;
  for (const Duration way : ways(link.weather, link.weather.cut_down))
    stage_.time.after(way, [this, to, bytes, number = link.number] {
      const Link& there = links_[to];
      if (there.up && there.number == number) there.end->frame(bytes);
    });
}

}  // namespace balm::sim
