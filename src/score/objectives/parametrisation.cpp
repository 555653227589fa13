#include "kolmo/score/objectives/parametrisation.hpp"

#include "kolmo/core/errors.hpp"

namespace kolmo::score {

const char* name_of(Output output) {
  constexpr const char* names[] = {"score", "noise", "denoised", "velocity"};
  return names[static_cast<int>(output)];
}

Output output_of(const std::string& name) {
  for (const Output one : {Output::score, Output::noise, Output::denoised, Output::velocity})
    if (name == name_of(one)) return one;
  throw InvalidArgument("output: there is no '" + name + "'; there are score, noise, denoised, velocity");
}

void convert(Output from, Output to, double alpha, double sigma, const ConstBlock& x, Block value) {
  require(alpha > 0, "alpha", alpha, "must be positive");
  require(sigma > 0, "sigma", sigma, "must be positive");
  if (from == to) return;
  // To the noise …
  const double square = alpha * alpha + sigma * sigma;
  if (from == Output::score) value *= -sigma;
  if (from == Output::denoised) value = (x - alpha * value) / sigma;
  if (from == Output::velocity) value = (sigma * x + alpha * value) / square;
  // … and from it: αε − σx₀ = (α² + σ²)ε/α − (σ/α)x.
  if (to == Output::score) value /= -sigma;
  if (to == Output::denoised) value = (x - sigma * value) / alpha;
  if (to == Output::velocity) value = (square * value - sigma * x) / alpha;
}

}  // namespace kolmo::score
