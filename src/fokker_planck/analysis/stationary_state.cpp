#include "kolmo/fokker_planck/analysis/stationary_state.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker_planck/operator/cell_rates.hpp"
#include "fokker_planck/operator/detailed_balance.hpp"
#include "fokker_planck/operator/elimination.hpp"
#include "fokker_planck/time/implicit_matrix.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/analysis/dissipation.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"

namespace kolmo::fokker_planck {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// log π by elimination, its largest entry 0.
Eigen::ArrayXd eliminated(const Generator& generator) {
  using Purpose = Elimination<double>::Purpose;
  const auto logarithms = [](const std::vector<Scaled>& pi) {
    Eigen::ArrayXd log_pi(static_cast<Index>(pi.size()));
    for (Index i = 0; i < log_pi.size(); ++i) log_pi(i) = pi[static_cast<std::size_t>(i)].logarithm();
    return Eigen::ArrayXd(log_pi - log_pi.maxCoeff());
  };
  const Elimination<double> chain(generator, {}, Purpose::stationary);
  if (chain.in_range()) return logarithms(chain.stationary());
  return logarithms(
      Elimination<Scaled>(generator, {}, Elimination<Scaled>::Purpose::stationary).stationary());
}

/// Each iteration leaves the other modes 1/(1 + κ λ) of themselves, κ = 2⁴⁰ over the largest rate.
Eigen::ArrayXd iterated(const Generator& generator) {
  double largest = 0;
  for (Index k = 0; k < generator.grid().dimension(); ++k) {
    largest =
        std::max({largest, generator.rates(k).up.abs().maxCoeff(), generator.rates(k).down.abs().maxCoeff()});
  }
  const ImplicitMatrix matrix(generator, 0x1p40 / largest);
  const Index cells = generator.grid().cells();
  Eigen::ArrayXd p = Eigen::ArrayXd::Constant(cells, 1 / static_cast<double>(cells)), q(cells);
  for (int iteration = 0; iteration < 60; ++iteration) {
    matrix.solve(p, q);
    q /= sum(q.data(), cells);
    const double change = (q - p).abs().maxCoeff();
    p = q;
    if (change <= 1e-13 * p.abs().maxCoeff()) return p;
  }
  throw NumericalFailure(
      "stationary_state: inverse iteration does not settle; take smaller cells, or a "
      "discretisation without negative rates");
}

/// A ring of faces: what the ratios add up to on the way, and the current without a difference.
struct RingCurrent {
  double current, affinity;  ///< the affinity is Σ log(up/down)
};

RingCurrent ring_current(const FaceRates& r, double log_first) {
  const Index inner = r.up.rows();
  const auto up = [&](Index f) { return f < inner ? r.up(f, 0) : r.wrap(0, 0); };
  const auto down = [&](Index f) { return f < inner ? r.down(f, 0) : r.wrap(1, 0); };
  Scaled resistance;
  CompensatedSum phi;
  for (Index f = 0; f <= inner; ++f) {
    const double before = phi.value();
    phi.add(f < inner ? r.log_ratio(f, 0) : std::log(down(f) / up(f)));
    const bool by_up = up(f) >= std::numeric_limits<double>::min();
    resistance += Scaled::exp(by_up ? before : phi.value()) / Scaled(by_up ? up(f) : down(f));
  }
  const double total = phi.value();
  const Scaled drive = total < 30 ? Scaled(std::abs(std::expm1(total))) : Scaled::exp(total);
  const double size = (Scaled::exp(log_first) * drive / resistance).value();
  return {total < 0 ? size : -size, -total};
}

void add_currents(const Generator& generator, StationaryState& state) {
  const Grid& grid = generator.grid();
  state.currents = generator.currents(state.density.data());
  if (state.detailed_balance) {
    for (Eigen::ArrayXXd& along : state.currents) along.setZero();
    return;
  }
  const FaceRates& rates = generator.rates(0);
  const bool is_ring = grid.dimension() == 1 && rates.wrap.size() > 0 && rates.wrap.minCoeff() > 0;
  if (generator.has_negative_rates()) {
    state.entropy_production = nan;
  } else if (is_ring) {
    const RingCurrent ring = ring_current(rates, state.log_density(0));
    state.currents[0].setConstant(ring.current * grid.cell_volume());
    state.entropy_production = ring.current * grid.cell_volume() * ring.affinity;
  } else {
    state.entropy_production = entropy_production(generator, state.density);
  }
}

}  // namespace

StationaryState stationary_state(const Generator& generator) {
  if (has_leaks(generator))
    throw InvalidArgument(
        "generator: must have no absorbing sides; what is left of it dies out (quasi_stationary_state is the "
        "law of what is still there)");
  StationaryState state{{}, {}, {}, 0, false};
  if (generator.has_negative_rates()) {
    state.density = iterated(generator) / generator.grid().cell_volume();
    state.log_density = state.density;
    for (double& value : state.log_density) value = value > 0 ? std::log(value) : nan;
  } else {
    const DetailedBalance balance = detailed_balance(generator);
    state.detailed_balance = balance.holds();
    state.log_density = balance.holds() ? balance.log_pi : eliminated(generator);
    state.density = state.log_density;
    for (double& value : state.density) value = std::exp(value);
    const double mass = sum(state.density.data(), state.density.size()) * generator.grid().cell_volume();
    state.density /= mass;
    state.log_density -= std::log(mass);
  }
  add_currents(generator, state);
  return state;
}

}  // namespace kolmo::fokker_planck
