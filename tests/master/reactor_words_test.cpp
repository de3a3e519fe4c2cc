// Which rules want an event, and why the others do not: as `balm explain` says it.
#include <gtest/gtest.h>

#include "master/reactor.h"
#include "tests/master/core_rig.h"

namespace balm::master {
namespace {

constexpr const char* kRules = R"(
rules:
  plain:
    try: []
    when: check.nginx_http
  critical-only:
    try: []
    when: check.*
    if: event.status == "critical"
    summary: "{{ event.check }} broke on {{ event.host }}"
  web-only:
    try: []
    when: check.nginx_http
    hosts: role=web
  off:
    try: []
    when: check.nginx_http
    enabled: false
  broken:
    try: []
    when: check.nginx_http
    if: event.metrics["no_such"] > 1.0
  keyed:
    try: []
    when: check.nginx_http
    vars: { site: "{{ host.labels.site }}" }
    key: "{{ vars.site }}"
  down:
    try: []
    when: host.down
)";

class ReactorWordsTest : public testing::Test {
 protected:
  ReactorWordsTest() { rig.host("web1", {{"role", "web"}, {"site", "fra"}}); }
  std::vector<Finding> react_to(const Event& event) {
    return review(*rig.state.config, event, {rig.state.fleet, rig.now.wall});
  }
  Finding finding(const std::string& rule, const Event& event) {
    for (const Finding& one : react_to(event))
      if (one.rule->name.text == rule) return one;
    ADD_FAILURE() << rule << " was not asked";
    return {};
  }

  CoreRig rig{kRules};
};

TEST_F(ReactorWordsTest, RulesAreAskedInFileOrderAndOnlyThoseOfTheType) {
  std::string names;
  for (const Finding& one : react_to(rig.event("web1"))) names += one.rule->name.text + " ";
  EXPECT_EQ(names, "plain critical-only web-only off broken keyed ");
  Event other = rig.event("web1");
  other.type = "agent.spool_full";
  EXPECT_TRUE(react_to(other).empty());
}

TEST_F(ReactorWordsTest, EachRuleSaysWhy) {
  const Event warning = rig.event("web1", Status::Warning);
  EXPECT_EQ(to_text(finding("plain", warning).wanted), "yes");
  EXPECT_EQ(to_text(finding("critical-only", warning).wanted), "condition_no");
  EXPECT_EQ(to_text(finding("web-only", warning).wanted), "yes");
  EXPECT_EQ(to_text(finding("off", warning).wanted), "disabled");
  EXPECT_EQ(to_text(finding("broken", warning).wanted), "error");
  EXPECT_TRUE(finding("broken", warning).error.starts_with("if: "));
  EXPECT_EQ(to_text(finding("web-only", rig.event("db1")).wanted), "other_host");
}

TEST_F(ReactorWordsTest, AnEventOfAHostNobodyKnowsHasNoLabels) {
  EXPECT_EQ(finding("web-only", rig.event("stranger")).wanted, Wanted::OtherHost);
  EXPECT_EQ(finding("keyed", rig.event("stranger")).wanted, Wanted::Error);
}

TEST_F(ReactorWordsTest, TheKeyIsRuleHostCheckAndInstanceUnlessWritten) {
  Event event = rig.event("web1");
  event.instance = "/var";
  EXPECT_EQ(finding("plain", event).key, "plain:web1:nginx_http:/var");
  EXPECT_EQ(finding("keyed", event).key, "keyed:fra");
  EXPECT_EQ(finding("keyed", event).vars["site"].string_or(), "fra");
}

TEST_F(ReactorWordsTest, AnOkWordGivesTheKeysOfTheRulesItIsAskedFor) {
  const Event ok = rig.event("web1", Status::Ok);
  const std::vector<std::string> keys =
      cleared_keys(*rig.state.config, ok, {rig.state.fleet, rig.now.wall}, {RuleName{"critical-only"}});
  EXPECT_EQ(keys, std::vector<std::string>{"critical-only:web1:nginx_http"}) << "though its `if` says no";
}

TEST_F(ReactorWordsTest, TheReturnOfAHostHasTheKeyOfItsSilence) {
  Event event;
  event.host = HostName{"web1"};
  event.type = "host.down";
  event.status = Status::Critical;
  const std::string key = finding("down", event).key;
  event.type = "host.up";
  event.status = Status::Ok;
  const Surroundings around{rig.state.fleet, rig.now.wall};
  EXPECT_EQ(cleared_keys(*rig.state.config, event, around, {RuleName{"down"}}),
            std::vector<std::string>{key});
}

TEST_F(ReactorWordsTest, SummariesAreMadeForThoseWhoWantIt) {
  EXPECT_EQ(finding("critical-only", rig.event("web1")).summary, "nginx_http broke on web1");
  EXPECT_EQ(finding("critical-only", rig.event("web1", Status::Warning)).summary, "");
}

TEST_F(ReactorWordsTest, ExpressionsMayAskTheFleet) {
  rig.host("web2", {{"role", "web"}});
  rig.host("db1");
  const FleetView view(rig.state.fleet);
  EXPECT_EQ(view.hosts("role=web").as_list().size(), 2u);
  EXPECT_TRUE(view.hosts("role=cache").as_list().empty());
  EXPECT_TRUE(view.hosts("=,=").as_list().empty()) << "a bad selector selects nobody";
  EXPECT_TRUE(view.hosts("").as_list().empty()) << "and so does an empty one";
}

}  // namespace
}  // namespace balm::master
