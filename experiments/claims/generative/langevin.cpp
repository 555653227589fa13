// Langevin dynamics: stationary laws, their equation, temperatures.

#include <cmath>

#include "claims/generative/rows.hpp"
#include "kolmo/density/gibbs_density.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/fokker_planck/analysis/stationary_state.hpp"
#include "kolmo/fokker_planck/modes/eigenpairs.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"

namespace kolmo::claims::generative {
namespace {

namespace fp = fokker_planck;

using Shared = std::shared_ptr<const density::Potential>;

/// −V: the potential that the printed sign climbs.
class Inverted final : public density::Potential {
 public:
  explicit Inverted(Shared potential) : potential_(std::move(potential)) {}
  std::string name() const override { return "inverted_" + potential_->name(); }
  Index dimension() const override { return potential_->dimension(); }
  void value(const ConstBlock& x, Values out) const override { potential_->value(x, out), out = -out; }
  void gradient(const ConstBlock& x, Block out) const override { potential_->gradient(x, out), out = -out; }
  void laplacian(const ConstBlock& x, Values out) const override {
    potential_->laplacian(x, out), out = -out;
  }

 private:
  Shared potential_;
};

/// E X² of the law that the generator of dX = −∇V dt + √(2T) dW keeps on a grid with closed sides.
double second_moment(const Shared& potential, double temperature, double reach, Index cells) {
  const auto generator =
      fp::chang_cooper(process::OverdampedLangevin(potential, temperature), Grid({{-reach, reach, cells}}));
  const Eigen::ArrayXd p = fp::stationary_state(generator).density, x = generator.grid().centres().col(0);
  return p.matrix().dot(x.square().matrix()) * generator.grid().cell_volume();
}

/// The law of a double well is kept, and reached at the gap; with U = 0 there is none to keep.
std::vector<verify::Check> c4_03() {
  const auto build = [](Index cells) {
    return fp::scharfetter_gummel(process::OverdampedLangevin(std::make_shared<density::DoubleWell>(), 0.5),
                                  Grid({{-2.7, 2.7, cells}}));
  };
  const process::LinearProcess free(Eigen::MatrixXd::Zero(1, 1), Eigen::VectorXd::Zero(1),
                                    Eigen::MatrixXd::Identity(1, 1));
  const auto variance = [&](double t) {
    return free.law(Eigen::VectorXd::Zero(1), Eigen::MatrixXd::Constant(1, 1, 1e-12), t).covariance()(0, 0);
  };
  return {verify::value_check(0.8521361521783342,
                              second_moment(std::make_shared<density::DoubleWell>(), 0.5, 2.7, 800), 2e-4,
                              "c_stationary.json, double_well_T0.5: E x^2"),
          verify::value_check(0.22727330101037693, fp::extrapolated_eigenvalues(build, 250, 1, 3).value(0),
                              1e-7, "c_stationary.json: the gap"),
          beside(1, verify::value_check(2, variance(200) / variance(100), 1e-9,
                                        "U = 0: no law, the condition broken"))};
}

/// At β = 2 the law is e^{−2U}.
verify::Check c4_39() {
  const density::GibbsDensity law(std::make_shared<density::DoubleWell>(0.3), 0.5);
  return verify::value_check(law.raw_moment(2),
                             second_moment(std::make_shared<density::DoubleWell>(0.3), 0.5, 2.7, 800), 2e-4,
                             "e^{-beta U}, quadrature");
}

/// The stationary law of ∇·(∇p − p∇log p_∞), p_∞ = ½N(±1, 1), on [−3, 3]: with the printed plus it is 1/p_∞.
std::vector<verify::Check> c4_40() {
  const auto potential = std::make_shared<density::LogCoshPotential>();
  const auto moment = [](double sign) {
    // E x² of p^{±1}, p ∝ e^{−x²/2} cosh x, on [−3, 3] by the midpoint rule.
    double mass = 0, second = 0;
    for (int i = 0; i < 60000; ++i) {
      const double x = -3 + (i + 0.5) * 1e-4, p = std::pow(std::exp(-0.5 * x * x) * std::cosh(x), sign);
      mass += p, second += p * x * x;
    }
    return second / mass;
  };
  const double printed = second_moment(std::make_shared<Inverted>(potential), 1, 3, 600);
  return {beside(printed,
                 verify::value_check(moment(1), second_moment(potential, 1, 3, 600), 1e-4, "p_inf itself")),
          verify::value_check(moment(-1), printed, 1e-3, "the printed sign keeps 1/p_inf")};
}

/// Noise scaled to temperature τ = 2 keeps p^{1/2}: of e^{−x⁴/4} the second moment grows by √2.
verify::Check c4_43() {
  const auto quartic = std::make_shared<density::QuarticPotential>();
  return verify::value_check(std::sqrt(2.0) * 2 * std::tgamma(0.75) / std::tgamma(0.25),
                             second_moment(quartic, 2, 5, 800), 2e-4, "p^{1/tau}: sqrt(tau) E x^2");
}

}  // namespace

void add_langevin(Rows& rows, const Settings&) {
  rows.add("C4-03", {"law", "gap", "no_normaliser"}, c4_03);
  rows.add("C4-39", "second_moment", c4_39);
  rows.add("C4-40", {"second_moment", "printed_sign"}, c4_40);
  rows.add("C4-43", "second_moment", c4_43);
}

}  // namespace kolmo::claims::generative
