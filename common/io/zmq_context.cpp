#include "common/io/zmq_context.h"

#include <zmq.h>

#include "common/invariant.h"

namespace balm {
namespace {

constexpr int kZeroCopyReceive = 10;  // in every libzmq since 4.3, but not in the stable header

}  // namespace

ZmqContext::ZmqContext(const Options& options) : context_(zmq_ctx_new()) {
  BALM_ASSERT(context_ != nullptr);
  BALM_ASSERT(zmq_has("curve") == 1);  // a libzmq without encryption is not the one we were packaged with
  zmq_ctx_set(context_, ZMQ_IO_THREADS, options.io_threads);
  zmq_ctx_set(context_, ZMQ_MAX_SOCKETS, options.sockets_max);
  zmq_ctx_set(context_, ZMQ_BLOCKY, 0);
  zmq_ctx_set(context_, kZeroCopyReceive, options.receive_in_place ? 1 : 0);
}

ZmqContext::~ZmqContext() {
  zmq_ctx_term(context_);
}

}  // namespace balm
