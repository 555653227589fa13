#pragma once
// A law whose score is known at every level of noise, and the process that a learned one is judged on.

#include <filesystem>
#include <string>
#include <vector>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/ode/samplers/log_snr_clock.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/score/network/model_file.hpp"

namespace kolmo::learned_score {

/// Data, and its noise from `least` (the end of every sampler) to `most` (their start). The network is
/// trained up to 1.5·most, as samplers that add noise step back.
struct KnownLaw {
  std::string part, title;
  std::shared_ptr<const density::GaussianMixture> data;
  /// Points that were not trained on, of the law at `least`.
  std::function<Points(Index n, const RandomStream& stream)> held_out;
  double variance;  ///< of the network's normalisation
  double least = 0.1, most = 3.3;
  std::vector<score::Column> columns = {};  ///< of the data file, if there is one

  Index dimension() const { return data->dimension(); }
  density::GaussianMixture at(double sigma) const;
  score::ModelSpec spec() const;
  /// X_t = X_0 + σ Z, σ from 0 at t = 0 to 1.5 most at t = 1.
  std::shared_ptr<const process::VarianceExploding> process() const;
  /// From σ = least to σ = most on it.
  std::shared_ptr<const ode::LogSnrClock> clock() const;
  std::shared_ptr<const process::MarginalScore> exact_score() const;
};

/// measure::three_components, trained on fresh samples.
KnownLaw mixture_law();
/// A point set of the library (2000 of its points) under a kernel; fresh points of the set are held out.
KnownLaw points_law(const std::string& set, double bandwidth, std::uint64_t seed);
/// Points of a CSV file (its columns of these names; all of them where none is named) under a kernel, each
/// shifted and scaled to mean 0 and deviation 1. Throws what read_csv throws, and InvalidData where all
/// points of a column are the same.
KnownLaw data_law(const std::string& part, const std::string& title, const std::filesystem::path& file,
                  const std::vector<std::string>& columns, double bandwidth);

}  // namespace kolmo::learned_score
