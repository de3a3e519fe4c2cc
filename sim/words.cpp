#include "sim/words.h"

#include <charconv>
#include <map>

namespace balm::sim {
namespace {

Error wrong(std::string message) {
  return {Error::Kind::Usage, std::move(message), ""};
}

Result<std::uint64_t> number_in(const std::string& word) {
  std::uint64_t value = 0;
  const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (fault != std::errc() || end != word.data() + word.size()) return wrong("\"" + word + "\" is no number");
  return value;
}

Result<std::vector<std::size_t>> numbers_in(const std::string& word) {
  std::vector<std::size_t> numbers;
  for (std::size_t from = 0; from < word.size();) {
    const std::size_t comma = std::min(word.find(',', from), word.size());
    const auto one = number_in(word.substr(from, comma - from));
    if (!one) return one.error();
    numbers.push_back(*one);
    from = comma + 1;
  }
  return numbers;
}

// A word without a value. False: it is none.
bool take_flag(const std::string& word, Words& words) {
  const std::map<std::string_view, bool*> flags = {{"--trace", &words.trace},   {"--shrink", &words.shrink},
                                                   {"--go-on", &words.go_on},   {"--points", &words.points},
                                                   {"--hashes", &words.hashes}, {"--help", &words.help}};
  const auto flag = flags.find(word);
  if (flag == flags.end()) return false;
  *flag->second = true;
  return true;
}

Result<void> take_mode(const std::string& value, Words& words) {
  for (const Mode mode : {Mode::Safety, Mode::Liveness, Mode::Torture}) {
    if (to_text(mode) != value) continue;
    words.run.mode = mode;
    return {};
  }
  return wrong("\"" + value + "\" is no mode: safety, liveness, torture");
}

Result<void> take_value(const std::string& word, const std::string& value, Words& words) {
  if (word == "--mode") return take_mode(value, words);
  if (word == "--faults") {
    auto faults = numbers_in(value);
    if (!faults) return faults.error();
    words.run.faults = std::move(*faults);
    return {};
  }
  const auto number = number_in(value);
  if (!number) return number.error();
  if (word == "--seed")
    words.seed = *number;
  else if (word == "--seeds")
    words.seeds = *number;
  else if (word == "--hosts")
    words.run.hosts = *number;
  else if (word == "--minutes")
    words.run.length = std::chrono::minutes(*number);
  else
    return wrong("\"" + word + "\" is not known");
  return {};
}

}  // namespace

Result<Words> read_words(const std::vector<std::string>& words) {
  Words read;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (take_flag(words[i], read)) continue;
    if (i + 1 == words.size()) return wrong("\"" + words[i] + "\" wants a value, or is not known");
    if (auto taken = take_value(words[i], words[i + 1], read); !taken) return taken.error();
    ++i;
  }
  return read;
}

std::string_view usage() {
  return R"(balm-sim: the real cores of Balm in a simulated world, with judges

  --seeds N       how many runs (1)
  --seed S        the first seed (1)
  --mode M        safety, liveness or torture; otherwise each seed decides
  --hosts N       otherwise each seed decides
  --minutes N     with faults; otherwise each seed decides
  --faults A,B    only these faults of the run's list
  --trace         print everything that happens
  --shrink        of a broken run, find the faults that are enough
  --go-on         after a broken run
  --points        list rare situations and how often each was reached
  --hashes        print the hash of each run's trace
)";
}

std::string reproduction(const RunOptions& options) {
  std::string text = "./dev sim --seed " + std::to_string(options.seed);
  if (options.mode) text += " --mode " + std::string(to_text(*options.mode));
  if (options.hosts > 0) text += " --hosts " + std::to_string(options.hosts);
  if (options.length > 0s) text += " --minutes " + std::to_string(options.length / 1min);
  if (!options.faults) return text;
  text += " --faults ";
  for (std::size_t i = 0; i < options.faults->size(); ++i)
    text += (i == 0 ? "" : ",") + std::to_string((*options.faults)[i]);
  return text;
}

}  // namespace balm::sim
