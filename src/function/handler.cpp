#include "function/handler.hpp"

#include <exception>
#include <utility>

#include "function/invocation.hpp"

namespace stripmeta {

Handler::Handler(RunJob run_job, Log& log, HandlerOptions options)
    : run_job_(std::move(run_job)), log_(&log), options_(std::move(options)) {}

Answer Handler::handle(std::string_view body, const Call& call, std::string_view request_id) const noexcept {
  // Running out of memory here must not end the other invocations.
  try {
    Invocation invocation{{run_job_, *log_, options_, call}, request_id};
    return invocation.answer(body);
  } catch (const std::exception&) {
    return {AnswerKind::function_error, R"({"errorType":"Internal","errorMessage":"the invocation ran out of memory"})",
            "Internal"};
  }
}

}  // namespace stripmeta
