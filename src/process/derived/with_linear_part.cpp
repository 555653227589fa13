#include "kolmo/process/derived/with_linear_part.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::process {
namespace {

Index dimension_of(const Process* process) {
  if (!process) throw InvalidArgument("WithLinearPart: process must not be null");
  return process->dimension();
}

}  // namespace

WithLinearPart::WithLinearPart(std::shared_ptr<const Process> process, Eigen::ArrayXd rates)
    : ForwardingProcess(std::move(process), "WithLinearPart"), rates_(std::move(rates)) {
  require(rates_.size() == dimension_of(inner().get()), "number of rates", static_cast<double>(rates_.size()),
          "must be the dimension of the process");
  for (const double rate : rates_) require(std::isfinite(rate), "rate", rate, "must be finite");
}

WithLinearPart::WithLinearPart(std::shared_ptr<const Process> process, double rate)
    : WithLinearPart(process, Eigen::ArrayXd::Constant(dimension_of(process.get()), rate)) {}

}  // namespace kolmo::process
