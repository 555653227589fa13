#pragma once
// Simulated chains, and one-sample Kolmogorov tests of them with a prediction of what they will show.

#include <functional>
#include <string>
#include <vector>

#include "frame/run/progress.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/kolmogorov.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::discrete_to_continuous {

/// The steps i + 1 … j of a chain on a block.
using Advance = std::function<void(const RandomStream& stream, Index i, Index j, Index first, Block x)>;

/// `particles` paths from x_0 ~ start: column k holds them after the step nodes[k]. Start
/// and steps draw from roles of the stream.
Points simulate(Index particles, const density::GaussianMixture& start, const std::vector<Index>& nodes,
                const Advance& advance, const RandomStream& stream, frame::Progress& progress);

/// Of a test at distance Δ between the sample's law and the law that it is tested against.
enum class Prediction {
  seen,    ///< p is below 1e−4, whatever the noise
  unseen,  ///< √n Δ ≤ ¼: p looks like that of a sample of the law itself
  open,    ///< bias and noise are of the same size
};

/// What samples of one size show at a false-alarm rate `level` of each test. With D_n the statistic against a
/// law at distance Δ, |D_n − Δ| ≤ q = λ_q/√n but for that rate (Dvoretzky, Kiefer, Wolfowitz; Massart 1990),
/// as the statistic against the sample's own law exceeds q no more often.
class SampleTest {
 public:
  SampleTest(double size, double level);
  Prediction predict(double exact_distance) const;
  /// expected Δ, observed D_n, tolerance q.
  verify::Check distance_check(const std::string& id, double exact_distance, double observed,
                               const std::string& source) const;
  /// seen: expected 0, observed p, tolerance 1e−4. unseen: expected 0, observed −log₁₀ p, tolerance that of
  /// Q(√n Δ + λ_q). `prediction` is not open.
  verify::Check p_check(const std::string& id, Prediction prediction, double exact_distance, double observed,
                        const std::string& source) const;
  double p_value(double observed) const { return ks_p_value(observed, size_); }

 private:
  double size_, root_, quantile_;
};

/// "_seen" or "_unseen"; empty where open.
std::string suffix(Prediction prediction);

/// Rate of false alarms of one of m comparisons.
double level_of(double comparisons);

}  // namespace kolmo::discrete_to_continuous
