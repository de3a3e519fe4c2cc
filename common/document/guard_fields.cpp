#include "common/document/guard_fields.h"

#include <charconv>

#include "common/duration_text.h"
#include "common/limits.h"
#include "common/size_text.h"

namespace balm {
namespace {

constexpr Range<Duration> kCooldown{0s, 30 * 24h};
constexpr Duration kRatePeriodMin = 1s;
constexpr Duration kRatePeriodMax = 30 * 24h;
constexpr std::uint32_t kRateCountMax = 1000;

constexpr std::string_view kPer = " per ";
constexpr std::string_view kOf = " of ";

Error wrong(std::string message, std::string hint) {
  return {Error::Kind::Usage, std::move(message), std::move(hint)};
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::optional<std::uint32_t> count_from(std::string_view text) {
  std::uint32_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, fault] = std::from_chars(text.data(), end, count);
  const bool leading_zero = text.size() > 1 && text[0] == '0';
  if (text.empty() || fault != std::errc{} || rest != end || leading_zero) return std::nullopt;
  return count;
}

void warn_of_zero(const YamlNode& node, Issues& issues) {
  Issue issue =
      node.error("W228", "with a limit of 0 this rule never acts", "`mode: observe` says the same aloud");
  issue.severity = Issue::Severity::Warning;
  issues.push_back(std::move(issue));
}

void report(const YamlNode& node, const Error& error, Issues& issues) {
  issues.push_back(node.error("E219", error.message, error.hint));
}

void read_max(Fields& guard, GuardSettings& settings, bool& never) {
  const YamlNode* node = guard.find("max");
  const std::optional<std::string> text =
      node == nullptr ? std::nullopt : read_filled_text(*node, guard.issues());
  if (!text) return;
  const Result<RateLimit> rate = rate_from_text(*text);
  if (!rate.ok()) return report(*node, rate.error(), guard.issues());
  settings.max = *rate;
  if (rate->count > 0) return;
  never = true;
  warn_of_zero(*node, guard.issues());
}

void read_at_once(Fields& guard, GuardSettings& settings, bool& never) {
  const YamlNode* node = guard.find("at_once");
  const std::optional<std::string> text =
      node == nullptr ? std::nullopt : read_filled_text(*node, guard.issues());
  if (!text) return;
  const Result<RadiusText> radius = radius_from_text(*text);
  if (!radius.ok()) return report(*node, radius.error(), guard.issues());
  const auto group_at = static_cast<std::size_t>(radius->group.data() - text->data());
  Parsed<Selector> group = Selector::parse(radius->group, {"", 1, static_cast<int>(group_at) + 1, 0});
  relocate(group.issues, *node);
  guard.issues().insert(guard.issues().end(), group.issues.begin(), group.issues.end());
  settings.at_once = BlastRadius{radius->count, radius->share, std::move(group.value), *text};
  if (radius->count > 0 || radius->share > 0) return;
  never = true;
  settings.at_once.reset();
  warn_of_zero(*node, guard.issues());
}

}  // namespace

Result<RateLimit> rate_from_text(std::string_view text) {
  const std::string hint = "write it like `3 per 1h`";
  const std::size_t per = text.find(kPer);
  if (per == std::string_view::npos) return wrong("a rate is a count per time", hint);
  const std::optional<std::uint32_t> count = count_from(trimmed(text.substr(0, per)));
  if (!count || *count > kRateCountMax)
    return wrong("the count is a whole number from 0 to " + std::to_string(kRateCountMax), hint);
  const Result<Duration> period = duration_from_text(trimmed(text.substr(per + kPer.size())));
  if (!period.ok()) return wrong(period.error().message, period.error().hint);
  if (*period < kRatePeriodMin || *period > kRatePeriodMax)
    return wrong("the time is from " + duration_text(kRatePeriodMin) + " to " + duration_text(kRatePeriodMax),
                 hint);
  return RateLimit{*count, *period};
}

Result<RadiusText> radius_from_text(std::string_view text) {
  const std::string hint = "write it like `1 of role=web` or `20% of role=web`";
  const std::size_t of = text.find(kOf);
  if (of == std::string_view::npos) return wrong("a number alone does not say of which hosts", hint);
  const std::string_view amount = trimmed(text.substr(0, of));
  RadiusText radius;
  radius.group = trimmed(text.substr(of + kOf.size()));
  if (!amount.empty() && amount.back() == '%') {
    const Result<double> percent = percent_from_text(amount);
    if (!percent.ok()) return wrong(percent.error().message, hint);
    radius.is_share = true;
    radius.share = *percent / 100;
    return radius;
  }
  const std::optional<std::uint32_t> count = count_from(amount);
  if (!count || *count > limits::kAgentsMax)
    return wrong("`" + std::string(amount) + "` is neither a number of hosts nor a share from 0% to 100%",
                 hint);
  radius.count = *count;
  return radius;
}

GuardSettings read_guard(Fields& rule, bool& never) {
  GuardSettings settings;
  const YamlNode* node = rule.find("guard");
  if (node == nullptr) return settings;
  Fields guard(*node, "`guard`", rule.issues());
  settings.cooldown = guard.duration("cooldown", settings.cooldown, kCooldown);
  read_max(guard, settings, never);
  read_at_once(guard, settings, never);
  settings.attempts = static_cast<std::uint32_t>(
      guard.whole("attempts", settings.attempts, {1, limits::kAttemptsPerIncidentMax}));
  guard.not_yet({"lock", "window", "urgent", "approve"});
  guard.finish();
  return settings;
}

}  // namespace balm
