#include "kolmo/fokker_planck/analysis/first_passage.hpp"

#include "fokker_planck/operator/cell_rates.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::fokker_planck {

FirstPassage first_passage_density(const Generator& generator, const TimeStepper& stepper,
                                   const Eigen::ArrayXd& p0, const Schedule& schedule) {
  if (!has_leaks(generator))
    throw InvalidArgument("generator: no side absorbs; a first passage needs one that does");
  const Grid& grid = generator.grid();
  const Index n = static_cast<Index>(schedule.times.size()), sides = 2 * grid.dimension();
  FirstPassage passage{
      schedule.times, Eigen::ArrayXXd(n, sides), Eigen::ArrayXXd(n, sides), Eigen::ArrayXd(n), {}};
  double mass = 0;
  passage.march = march(generator, stepper, p0, schedule, [&](Index k, double, const Eigen::ArrayXd& p) {
    if (k == 0) mass = sum(p.data(), p.size()) * grid.cell_volume();
    passage.survival(k) = sum(p.data(), p.size()) * grid.cell_volume() / mass;
    for (Index side = 0; side < sides; ++side) {
      passage.density(k, side) = generator.outflow(p.data(), side / 2, side % 2) / mass;
    }
  });
  for (Index k = 0; k < n; ++k) {
    const Outflow& left = passage.march.outflows[static_cast<std::size_t>(k)];
    for (Index side = 0; side < sides; ++side) {
      passage.exits(k, side) =
          left.sides[static_cast<std::size_t>(side / 2)][static_cast<std::size_t>(side % 2)] / mass;
    }
  }
  return passage;
}

}  // namespace kolmo::fokker_planck
