// Closed sets of messages as bytes: "<name>\n" and the JSON object of the alternative with that name. For the
// private sockets of the agent's processes; only files that map messages include this.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "common/json_scan.h"
#include "common/result.h"
#include "common/wire_map.h"

namespace balm::agent {

// `names` in the order of the variant's alternatives.
template <class Message, std::size_t n>
std::string encode_named(const Message& message, const std::array<std::string_view, n>& names) {
  static_assert(n == std::variant_size_v<Message>);
  std::string out(names[message.index()]);
  out += '\n';
  std::visit([&out](const auto& each) { wire::append_json(out, each); }, message);
  return out;
}

template <class Message, class T>
Result<Message> read_named(std::string_view text) {
  const Result<json::Scan> scanned = json::Scan::of(text);
  if (!scanned) return scanned.error();
  T object;
  wire::Fault fault;
  if (wire::Reader<json::Node>::read_object(scanned->root(), object, fault))
    return Message(std::move(object));
  return Error{Error::Kind::BadData, "\"" + fault.path + "\" " + fault.what, {}};
}

template <class Message, std::size_t n, std::size_t... index>
Result<Message> decode_named(std::string_view bytes, const std::array<std::string_view, n>& names,
                             std::index_sequence<index...>) {
  const std::size_t end = bytes.find('\n');
  const std::string_view name = bytes.substr(0, end);
  Result<Message> result = Error{Error::Kind::BadData, "unknown message", {}};
  if (end == std::string_view::npos) return result;
  const auto try_one = [&]<std::size_t i>() {
    if (names[i] == name)
      result = read_named<Message, std::variant_alternative_t<i, Message>>(bytes.substr(end + 1));
  };
  (try_one.template operator()<index>(), ...);
  return result;
}

// Errors: Kind::BadData.
template <class Message, std::size_t n>
Result<Message> decode_named(std::string_view bytes, const std::array<std::string_view, n>& names) {
  return decode_named<Message>(bytes, names, std::make_index_sequence<n>{});
}

}  // namespace balm::agent
