#include "sim/fact.h"

#include "common/wire.h"

namespace balm::sim {
namespace {

std::string number(std::uint64_t value) {
  return std::to_string(value);
}

std::string in_short(const Message& message) {
  const std::string bytes = wire::encode(message);
  const std::size_t head = bytes.find('\n');
  return std::string(wire::type_name(message)) + " " + bytes.substr(head + 1);
}

std::string_view how(ProcessEnded::How how) {
  return how == ProcessEnded::How::Succeeded ? "succeeded"
         : how == ProcessEnded::How::Failed  ? "failed"
                                             : "killed";
}

struct RowText {
  std::string operator()(const EventRow& r) const {
    return "event " + number(r.id) + " " + wire::encode_event(r.event);
  }
  std::string operator()(const SpoolRow& r) const {
    return "spool " + r.spool.text.substr(0, 8) + " of " + r.host.text + " upto " + number(r.seq);
  }
  std::string operator()(const AttemptRow& r) const {
    return "attempt " + balm::to_text(r.id) + " " + r.rule + " " + r.host.text + " " + r.phase + " " +
           r.outcome + (r.healed ? " healed" : "");
  }
  std::string operator()(const IncidentRow& r) const {
    return "incident " + number(r.id) + " " + r.rule + " " + r.host.text + " " + r.phase + " " + r.outcome +
           " " + r.waiting;
  }
  std::string operator()(const JournalRow& r) const {
    return "journal " + r.kind + " event " + number(r.event) + " incident " + number(r.incident) + "." +
           number(r.attempt) + " " + r.verdict + ": " + r.text;
  }
  std::string operator()(const NotificationRow& r) const {
    return "notification " + number(r.id) + " incident " + number(r.incident) + (r.done ? " done" : "");
  }
};

std::string text_of(const std::vector<Row>& rows) {
  std::string text;
  for (const Row& row : rows) text += "\n      " + std::visit(RowText{}, row);
  return text;
}

struct Text {
  std::string operator()(const MasterSent& f) const {
    return "master -> " + f.to.text + ": " + in_short(f.message);
  }
  std::string operator()(const AgentSent& f) const {
    return f.from.text + " -> master" + (f.forged ? " (lie)" : "") + ": " + in_short(f.message);
  }
  std::string operator()(const MasterTook& f) const {
    return "master took " + std::string(wire::type_name(f.message)) + " of " + f.from.text;
  }
  std::string operator()(const AgentTook& f) const {
    return f.host.text + " took " + std::string(wire::type_name(f.message));
  }
  std::string operator()(const LinkChanged& f) const {
    return f.host.text + (f.up ? " link up" : " link down");
  }
  std::string operator()(const EventWritten& f) const {
    return f.host.text + " writes event " + wire::encode_event(f.event);
  }
  std::string operator()(const EventsSafe& f) const {
    return f.host.text + " events safe upto " + number(f.upto);
  }
  std::string operator()(const EventsLost& f) const {
    return f.host.text + " events lost from " + number(f.from);
  }
  std::string operator()(const SpoolRenewed& f) const {
    return f.host.text + " new spool " + f.after.text.substr(0, 8) + " behind " + number(f.acked);
  }
  std::string operator()(const HostSetBack& f) const {
    return f.host.text + " SET BACK to spool " + f.spool.text.substr(0, 8) + " with " +
           number(f.events.size()) + " events";
  }
  std::string operator()(const StampIssued& f) const { return f.host.text + " stamp " + f.stamp; }
  std::string operator()(const ProcessStarted& f) const {
    return f.host.text + " STARTS " + balm::to_text(f.attempt) + " in " + f.boot;
  }
  std::string operator()(const StepStarted& f) const {
    return f.host.text + " step " + f.step + " of " + balm::to_text(f.attempt);
  }
  std::string operator()(const ProcessEnded& f) const {
    return f.host.text + " ENDED " + balm::to_text(f.attempt) + " " + std::string(how(f.how));
  }
  std::string operator()(const CheckSeen& f) const {
    return f.host.text + " check " + f.check.text + " " + std::string(balm::to_text(f.status));
  }
  std::string operator()(const ServiceChanged& f) const {
    return f.host.text + " service " + f.check.text + (f.works ? " works" : " BREAKS");
  }
  std::string operator()(const RowsCommitted& f) const { return "committed" + text_of(f.rows); }
  std::string operator()(const RowsFound& f) const {
    return "found " + number(f.rows.size()) + " rows" + (f.broken.empty() ? "" : ", broken: " + f.broken);
  }
  std::string operator()(const MasterStarted& f) const { return "master starts, epoch " + number(f.epoch); }
  std::string operator()(const OperatorAsked& f) const {
    return "operator asks " + number(f.request) + " " + f.verb + " " + f.host.text;
  }
  std::string operator()(const OperatorAnswered& f) const {
    return "operator is answered " + number(f.request) + (f.yes ? " yes" : " no");
  }
  std::string operator()(const PersonTold& f) const { return "a person is told, " + number(f.notification); }
  std::string operator()(const ClockJumped& f) const {
    return "clock jumps on " + (f.host.empty() ? "the master" : f.host.text);
  }
  std::string operator()(const FaultStruck& f) const { return "### " + f.text; }
  std::string operator()(const FaultsEnded&) const { return "faults end"; }
  std::string operator()(const AtRest& f) const {
    return f.host.text + " at rest" + (f.known ? "" : ", not known") + ", " + number(f.waiting) +
           " events wait";
  }
};

}  // namespace

std::string to_text(const Fact& fact) {
  return std::visit(Text{}, fact);
}

}  // namespace balm::sim
