// balm-bench: speed as ratios to a floor that is measured in the same run (docs/BENCH.md).
//   balm-bench [--json FILE] [--only NAME]
#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <string_view>

#include <sys/resource.h>

#include "bench/curve_peer.h"
#include "bench/figure.h"
#include "bench/measure.h"
#include "common/io/file_text.h"
#include "common/value.h"
#include "common/value_json.h"

namespace balm::bench {
namespace {

constexpr rlim_t kFilesWanted = 8'192;  // a thousand connections, two descriptors each, and some
constexpr int kSocketsMax = 4'096;

struct Measurement {
  std::string_view name;  // for --only; its figures begin with it
  Figures (*run)(ZmqContext& context);
};

constexpr std::array kMeasurements = {
    Measurement{"ingest", measure_ingest},   Measurement{"match", measure_match},
    Measurement{"latency", measure_latency}, Measurement{"master", measure_master_memory},
    Measurement{"agent", measure_agent},
};

struct Options {
  std::string json;
  std::string only;
  std::string fault;
};

Options read_options(int count, char** words) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = words[i];
    if (word == "--json" && i + 1 < count)
      options.json = words[++i];
    else if (word == "--only" && i + 1 < count)
      options.only = words[++i];
    else
      options.fault =
          "unknown option " + std::string(word) + "\nusage: balm-bench [--json FILE] [--only NAME]";
  }
  const auto named = [&](const Measurement& one) { return one.name == options.only; };
  if (!options.only.empty() && std::ranges::none_of(kMeasurements, named)) {
    options.fault = "there is no measurement " + options.only + "; there are:";
    for (const Measurement& one : kMeasurements) options.fault += " " + std::string(one.name);
  }
  return options;
}

// Parts of a measurement that run in a process of their own.
int play_role(int count, char** words) {
  const std::string role = words[2];
  if (role == "router" && count == 5) return serve_echo(words[3], words[4]);
  return 2;
}

// The soft limit often is 1,024; children inherit what is set here.
void want_many_files() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= kFilesWanted) return;
  files.rlim_cur = std::min(files.rlim_max, kFilesWanted);
  (void)::setrlimit(RLIMIT_NOFILE, &files);
}

void print_table(const std::vector<Figure>& figures) {
  std::printf("\n%-18s %14s %-10s %14s %8s\n", "name", "value", "unit", "floor", "ratio");
  for (const Figure& figure : figures)
    std::printf("%-18s %14.2f %-10s %14.2f %8.2f\n", figure.name.c_str(), figure.value, figure.unit.c_str(),
                figure.floor, figure.ratio());
}

std::string to_json_text(const std::vector<Figure>& figures) {
  ValueList list;
  for (const Figure& figure : figures)
    list.push_back(Value::map({{"name", figure.name},
                               {"value", figure.value},
                               {"unit", figure.unit},
                               {"floor", figure.floor},
                               {"ratio", figure.ratio()}}));
  return to_json(Value(std::move(list))) + "\n";
}

int measure_all(const Options& options) {
  want_many_files();
  ZmqContext context({1, kSocketsMax, true});
  std::vector<Figure> all;
  bool whole = true;
  for (const Measurement& one : kMeasurements) {
    if (!options.only.empty() && one.name != options.only) continue;
    const double began = seconds_now();
    std::printf("==> %s\n", std::string(one.name).c_str());
    const Figures figures = one.run(context);
    if (figures) {
      all.insert(all.end(), figures->begin(), figures->end());
      say("took " + std::to_string(static_cast<int>(seconds_now() - began)) + " s");
    } else {
      whole = false;
      std::fprintf(stderr, "balm-bench: %s: %s\n", std::string(one.name).c_str(),
                   figures.error().message.c_str());
    }
  }
  print_table(all);
  if (!options.json.empty())
    if (const auto written = replace_file_quickly(options.json, to_json_text(all)); !written) {
      std::fprintf(stderr, "balm-bench: %s\n", written.error().message.c_str());
      return 1;
    }
  return whole ? 0 : 1;
}

}  // namespace

void say(const std::string& text) {
  std::printf("    %s\n", text.c_str());
  (void)std::fflush(stdout);
}

}  // namespace balm::bench

int main(int count, char** words) {
  using namespace balm::bench;
  if (count >= 3 && std::string_view(words[1]) == "--role") return play_role(count, words);
  const Options options = read_options(count, words);
  if (!options.fault.empty()) {
    std::fprintf(stderr, "balm-bench: %s\n", options.fault.c_str());
    return 2;
  }
  return measure_all(options);
}
