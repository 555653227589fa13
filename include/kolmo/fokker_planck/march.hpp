#pragma once
// From an initial density to the densities at given times.

#include <functional>
#include <vector>

#include "kolmo/fokker_planck/time_stepper.hpp"

namespace kolmo::fokker_planck {

/// Every recorded density: column k at times[k].
struct Recording {
  Grid grid;
  std::vector<double> times;
  Eigen::ArrayXXd densities;  ///< cells × times
};

/// Sees the density at times[index], index = 0 first.
using SnapshotObserver = std::function<void(Index index, double t, const Eigen::ArrayXd& p)>;

struct MarchResult {
  Eigen::ArrayXd density;   ///< at the last time
  double minimum = 0;       ///< the smallest entry of any density after any step
  double minimum_time = 0;  ///< when it was first reached
  double mass_defect = 0;   ///< |Σp at the end − Σp at the start| / Σp at the start
  Index steps = 0;
  bool nonnegative() const { return minimum >= 0; }
};

/// Marches p₀ from times[0] through times[1], …, with steps[i] equal steps between times[i] and times[i+1]. A
/// negative density is no error but a status: look at the result's minimum. Throws InvalidArgument unless p₀
/// is finite and ≥ 0 with grid().cells() entries, the times rise and every interval has at least one step;
/// NumericalFailure when a density leaves the finite numbers.
MarchResult march(const Generator& generator, const TimeStepper& stepper, const Eigen::ArrayXd& p0,
                  const std::vector<double>& times, const std::vector<Index>& steps,
                  const SnapshotObserver& observer = {});

struct RecordedMarch {
  MarchResult result;
  Recording recording;
};

/// The same, bit for bit, and keeps the density of every step, p₀ included (1-D only: InvalidArgument).
RecordedMarch march_recording(const Generator& generator, const TimeStepper& stepper,
                              const Eigen::ArrayXd& p0, const std::vector<double>& times,
                              const std::vector<Index>& steps, const SnapshotObserver& observer = {});

}  // namespace kolmo::fokker_planck
