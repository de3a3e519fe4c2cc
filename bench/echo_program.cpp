#include "bench/echo_program.h"

namespace balm::bench {

Result<EchoProgram> EchoProgram::start(const std::string& folder) {
  const auto endpoint = free_endpoint();
  if (!endpoint) return endpoint.error();
  KeyPair keys = KeyPair::generate();
  auto program = start_logged({program_beside("balm-bench"), "--role", "router", *endpoint, keys.secret_key},
                              folder + "/router.log");
  if (!program) return program.error();
  return EchoProgram(std::move(program).value(), *endpoint, std::move(keys));
}

EchoProgram::~EchoProgram() {
  if (!endpoint_.empty()) program_.kill_group();
}

Result<CurvePeer> EchoProgram::connect(ZmqContext& context, std::size_t number) const {
  return CurvePeer::connect(
      context, {endpoint_, keys_.public_key, KeyPair::generate(), "peer/" + std::to_string(number)});
}

}  // namespace balm::bench
