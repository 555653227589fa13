#pragma once
// What a network may be asked to predict, and the conversions between.

#include <string>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::score {

/// Of x = αx₀ + σε: the score s = −ε/σ, the noise ε, the denoised x₀, or the velocity v = αε − σx₀ (Salimans
/// and Ho 2022), each in the mean given x.
enum class Output { score, noise, denoised, velocity };

const char* name_of(Output output);
/// The output of that name: "score", "noise", "denoised", "velocity". Throws InvalidArgument listing them.
Output output_of(const std::string& name);

/// Turns `value` (rows×d, at places x), a prediction of kind `from`, into one of kind `to`. With
/// (x₀, ε) = (x₀, (x − αx₀)/σ): from the velocity x₀ = (αx − σv)/(α² + σ²), ε = (σx + αv)/(α² + σ²), for any
/// α and σ. α, σ > 0 (else InvalidArgument). From noise to x₀ and back a factor σ/α of the digits is lost
/// where σ < α.
void convert(Output from, Output to, double alpha, double sigma, const ConstBlock& x, Block value);

}  // namespace kolmo::score
