// Late densities: what is left of KL and χ² falls at twice the spectral gap.

#include <cmath>

#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/analysis/dissipation.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/time/exponential.hpp"
#include "relaxation/well_part.hpp"

namespace kolmo::relaxation {
namespace {

constexpr Index cells = 240;

struct Decay {
  double gap;  ///< λ₁ on this grid
  std::vector<double> times;
  Eigen::ArrayXd kl, production, information, chi_squared;
};

/// Σ (p − π)²/π h: nothing cancels but p − π itself.
double chi_squared(const Grid& grid, const Eigen::ArrayXd& p, const Eigen::ArrayXd& pi) {
  CompensatedSum total;
  for (Index i = 0; i < p.size(); ++i) total.add((p(i) - pi(i)) * (p(i) - pi(i)) / pi(i));
  return total.value() * grid.cell_volume();
}

/// t with 40 bits: its multiples up to 4096 are exact, and their differences one number, for which one
/// propagator is prepared.
double short_number(double t) {
  int exponent = 0;
  const double part = std::frexp(t, &exponent);
  return std::ldexp(std::round(std::ldexp(part, 40)), exponent - 40);
}

/// At λ₁ t = 0, ½, 1, …, 8 by the exponential of the generator.
Decay decay(const WellProblem& problem) {
  const auto generator = problem.generator(cells);
  Decay found;
  found.gap = fokker_planck::leading_eigenvalues(generator, 1)(0);
  const double unit = short_number(0.5 / found.gap);
  for (int k = 0; k <= 16; ++k) found.times.push_back(k * unit);
  fokker_planck::RelaxationRecorder recorder(generator);
  const auto record = recorder.observer();
  const auto n = static_cast<Index>(found.times.size());
  for (Eigen::ArrayXd* values : {&found.kl, &found.production, &found.information, &found.chi_squared})
    values->resize(n);
  fokker_planck::march(generator, fokker_planck::PositiveExponential(), problem.initial(generator.grid()),
                       Schedule::with_steps_each(found.times, 1),
                       [&](Index k, double t, const Eigen::ArrayXd& p) {
                         record(k, t, p);
                         found.chi_squared(k) = chi_squared(generator.grid(), p, recorder.stationary());
                       });
  for (Index k = 0; k < n; ++k) {
    const auto& row = recorder.rows()[static_cast<std::size_t>(k)];
    found.kl(k) = row.relative_entropy;
    found.production(k) = row.entropy_production;
    found.information(k) = problem.temperature * row.relative_fisher_information;
  }
  return found;
}

void write(const Decay& decay, io::Group& group) {
  const auto n = static_cast<Index>(decay.times.size());
  const Eigen::ArrayXd t = Eigen::Map<const Eigen::ArrayXd>(decay.times.data(), n);
  Eigen::ArrayXd bound(n);
  for (Index k = 0; k < n; ++k) bound(k) = decay.chi_squared(0) * std::exp(-2 * decay.gap * t(k));
  group.scale("time", t, {"time", "s"});
  group.variable("relative_entropy", {"time"}, decay.kl, {"KL(p_t|p_inf)", "1"});
  group.variable("chi_squared", {"time"}, decay.chi_squared, {"chi^2(p_t|p_inf)", "1"});
  group.variable("poincare_bound", {"time"}, bound, {"chi^2_0 e^(-2 gap t)", "1", "Poincare's inequality"});
  group.variable("production", {"time"}, decay.production, {"entropy production", "s-1"});
  group.variable("dissipation", {"time"}, decay.information, {"T I(p_t|p_inf)", "s-1"});
  group.variable("rate", {"time"}, Eigen::ArrayXd(decay.production / decay.kl), {"-d log KL/dt", "s-1"});
  group.variable("twice_the_gap", {"time"}, Eigen::ArrayXd(Eigen::ArrayXd::Constant(n, 2 * decay.gap)),
                 {"twice the spectral gap", "s-1"});
}

}  // namespace

void study_late_rates(const WellProblem& problem, const Settings& settings, frame::Findings& findings) {
  const Decay found = decay(problem);
  write(found, findings.group().group("relaxation"));
  const double expected = settings.rate_factor * 2 * found.gap;
  verify::OrderStudy study{
      .name = "late_rate",
      .long_name = "-d log KL/dt against twice the spectral gap, relative",
      .claimed = problem.late_order,
      .source = "KL = chi^2/2 - E(p/p_inf - 1)^3/6 + ..., whose terms fall at 2, 3, ... gaps",
      .h_long_name = "e^(-gap t)"};
  for (Index k = 6; k <= 12; ++k) {  // λ₁ t = 3 … 6
    study.h.push_back(std::exp(-found.gap * found.times[static_cast<std::size_t>(k)]));
    study.errors.push_back({found.production(k) / found.kl(k) / expected - 1, 0});
  }
  findings.order(study);
  const Index last = found.kl.size() - 1;
  // What is left of the expansion at e^{−λ₁t} = 3e−4, whose coefficient is of order 1.
  findings.number({"late_rate_of_relative_entropy", expected, found.production(last) / found.kl(last),
                   1e-3 * expected, "twice the spectral gap (S-05)"});
  const double span = found.times[16] - found.times[14];
  // The next mode: e^{−2(λ₂ − λ₁)t} ≤ 1e−9; p − π keeps 12 digits.
  findings.number({"late_rate_of_chi_squared", expected,
                   std::log(found.chi_squared(14) / found.chi_squared(16)) / span, 1e-7 * expected,
                   "twice the spectral gap (S-05)"});
  double worst = 0;
  for (Index k = 1; k <= last; ++k) {
    const double bound =
        found.chi_squared(0) * std::exp(-expected * found.times[static_cast<std::size_t>(k)]);
    worst = std::max(worst, found.chi_squared(k) / bound - 1);
  }
  findings.number({"poincare_bound", 0, worst, 1e-7, "Poincare's inequality with the gap (S-05)",
                   "largest excess of chi^2 over chi^2_0 e^(-2 gap t)"});
}

}  // namespace kolmo::relaxation
