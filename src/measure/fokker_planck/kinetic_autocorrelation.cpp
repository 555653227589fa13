#include "kolmo/measure/fokker_planck/kinetic_autocorrelation.hpp"

#include "kolmo/fokker_planck/modes/richardson.hpp"

namespace kolmo::measure {
namespace {

constexpr double longest = 10;
constexpr Index points = 80;

}  // namespace

Eigen::ArrayXd autocorrelation_times() { return Eigen::ArrayXd::LinSpaced(points + 1, 0, longest); }

Eigen::ArrayXd extrapolated_autocorrelation(const process::Process& process, const HarmonicWell& well,
                                            const fokker_planck::KineticTransport& transport) {
  std::vector<Eigen::ArrayXd> values;
  for (const Index refined : {1, 2, 4}) {
    const Index steps = refined * points;
    const fokker_planck::KineticSolver solver(process, well.grid(40 * refined),
                                              {fokker_planck::Boundary::no_flux, transport.claim.name});
    const Eigen::ArrayXd all = velocity_autocorrelation(solver, longest / static_cast<double>(steps), steps);
    values.push_back(all(Eigen::seq(0, steps, refined)));
  }
  return fokker_planck::extrapolate(values).value;
}

verify::Check autocorrelation_check(const Eigen::ArrayXd& observed, const HarmonicWell& well) {
  const Eigen::ArrayXd exact =
      autocorrelation_times().unaryExpr([&](double t) { return well.autocorrelation(t); });
  return verify::value_check(0, (observed - exact).abs().maxCoeff(), 1e-6, "Chandrasekhar (1943), II.3",
                             "largest distance to the closed form; 40, 80, 160 cells, extrapolated");
}

}  // namespace kolmo::measure
