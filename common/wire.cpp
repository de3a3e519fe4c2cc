#include "common/wire.h"

#include <array>
#include <type_traits>

#include "common/json_scan.h"
#include "common/wire_map.h"

namespace balm::wire {
namespace {

constexpr std::string_view kProtocol = "balm";
constexpr std::string_view kVersion = "1";

using ReadBody = Result<Message> (*)(std::string_view json);

template <class T>
Result<Message> read_body(std::string_view json) {
  const Result<json::Scan> scan = json::Scan::of(json);
  if (!scan) return scan.error();
  T message;
  Fault fault;
  if (!Reader<json::Node>::read_object(scan->root(), message, fault)) {
    const std::string name = fault.path.empty() ? "the message" : "\"" + fault.path + "\"";
    return Error{Error::Kind::BadData, name + " " + fault.what, ""};
  }
  return Message(std::move(message));
}

// The one table of the protocol: who may send what. In the order of the variant.
struct Row {
  std::string_view name;
  Role sender;
  ReadBody read;
};
constexpr std::array kRows{
    Row{"hello", Role::Agent, read_body<Hello>},
    Row{"heartbeat", Role::Agent, read_body<Heartbeat>},
    Row{"event_batch", Role::Agent, read_body<EventBatch>},
    Row{"task_report", Role::Agent, read_body<TaskReport>},
    Row{"check_report", Role::Agent, read_body<CheckReport>},
    Row{"check_news", Role::Agent, read_body<CheckNews>},
    Row{"check_set_taken", Role::Agent, read_body<CheckSetTaken>},
    Row{"standing", Role::Master, read_body<Standing>},
    Row{"event_ack", Role::Master, read_body<EventAck>},
    Row{"event_nak", Role::Master, read_body<EventNak>},
    Row{"dispatch", Role::Master, read_body<Dispatch>},
    Row{"status_query", Role::Master, read_body<StatusQuery>},
    Row{"result_ack", Role::Master, read_body<ResultAck>},
    Row{"cancel", Role::Master, read_body<Cancel>},
    Row{"run_check", Role::Master, read_body<RunCheck>},
    Row{"check_set", Role::Master, read_body<CheckSet>},
    Row{"alive", Role::Master, read_body<Alive>},
    Row{"request", Role::Operator, read_body<Request>},
    Row{"reply", Role::Master, read_body<Reply>},
};
static_assert(kRows.size() == std::variant_size_v<Message>);

const Row* find_row(std::string_view name) {
  for (const Row& row : kRows)
    if (row.name == name) return &row;
  return nullptr;
}

std::string_view to_text(Role role) {
  switch (role) {
    case Role::Agent:
      return "an agent";
    case Role::Master:
      return "the master";
    case Role::Operator:
      return "an operator";
  }
  return "nobody";
}

Error bad(std::string message) {
  return {Error::Kind::BadData, std::move(message), ""};
}

// A name as it came from outside, short and harmless enough for a log line.
std::string quoted(std::string_view name) {
  std::string text = "\"";
  for (const char c : name.substr(0, limits::kIdBytesMax)) text += c >= ' ' && c <= '~' ? c : '?';
  return text + "\"";
}

struct Frame {
  std::string_view type;
  std::string_view json;
};

Result<Frame> split(std::string_view bytes) {
  if (bytes.size() > limits::kFrameBytesMax) return bad("the message is larger than 1 MiB");
  const std::size_t line_end = bytes.substr(0, limits::kTokenBytesMax).find('\n');
  if (line_end == std::string_view::npos || !bytes.starts_with(kProtocol))
    return bad("this is not Balm's protocol");
  const std::string_view head = bytes.substr(kProtocol.size(), line_end - kProtocol.size());
  const std::size_t space = head.find(' ');
  if (space == std::string_view::npos) return bad("this is not Balm's protocol");
  if (const auto version = head.substr(0, space); version != kVersion)
    return Error{Error::Kind::BadData,
                 "protocol version " + quoted(version) + " is not spoken here, only version 1",
                 "run the same version of Balm on both sides"};
  return Frame{head.substr(space + 1), bytes.substr(line_end + 1)};
}

std::string frame(const Message& message) {
  std::string bytes;
  bytes.reserve(512);
  bytes.append(kProtocol).append(kVersion).append(" ").append(type_name(message)).append("\n");
  std::visit([&](const auto& body) { append_json(bytes, body); }, message);
  return bytes;
}

}  // namespace

std::string_view type_name(const Message& message) {
  return kRows[message.index()].name;
}

std::string encode(const Message& message) {
  std::string bytes = frame(message);
  const Reply* const reply = std::get_if<Reply>(&message);
  if (reply == nullptr || bytes.size() <= limits::kFrameBytesMax) return bytes;
  // A question that is too wide must be answered too.
  return frame(Reply{.id = reply->id,
                     .error = "refused",
                     .message = "the answer is larger than one message may be",
                     .hint = "ask for less: a smaller limit, or one host"});
}

Result<Message> decode(std::string_view bytes, Role from) {
  const Result<Frame> parts = split(bytes);
  if (!parts) return parts.error();
  const Row* const row = find_row(parts->type);
  if (row == nullptr) return bad("there is no message " + quoted(parts->type));
  if (row->sender != from)
    return Error{Error::Kind::Denied,
                 std::string(to_text(from)) + " may not send " + std::string(row->name) + ", only " +
                     std::string(to_text(row->sender)) + " may",
                 ""};
  Result<Message> message = row->read(parts->json);
  if (!message) return bad(std::string(row->name) + ": " + message.error().message);
  return message;
}

}  // namespace balm::wire
