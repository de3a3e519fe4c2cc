// The way to the master over CURVE. The wire is common/wire.h: one Request, one Reply, or several for a
// stream.
#pragma once

#include <memory>

#include "cli/master_client.h"
#include "cli/operator_file.h"
#include "common/io/zmq_context.h"
#include "common/result.h"

namespace balm::cli {

// `context` outlives the client. Nothing is sent yet: whether the master answers is found by the first
// question, within `answer_timeout`. Errors: BadData (keys that are none).
Result<std::unique_ptr<MasterClient>> connect_to_master(ZmqContext& context, const OperatorFile& file,
                                                        Duration answer_timeout);

}  // namespace balm::cli
