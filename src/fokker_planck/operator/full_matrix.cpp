#include "kolmo/fokker_planck/operator/full_matrix.hpp"

#include <array>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "two_point_flux.hpp"

namespace kolmo::fokker_planck {
namespace {

/// ½ G Gᵀ at time t and at the origin.
Eigen::MatrixXd diffusion_at(const process::Process& process, double t) {
  const Index d = process.dimension(), m = process.noise_dimension();
  Points entries(1, d * m);
  process.diffusion_matrix(t, Points::Zero(1, d), entries);
  const Eigen::Map<const Eigen::MatrixXd> g(entries.data(), d, m);
  return 0.5 * g * g.transpose();
}

/// Of D_kk: less than that left along an axis by what corners exchange is too little to carry the drift.
constexpr double least_left = 0.05;

/// Σ_l |D_kl| h_k/h_l: what corners exchange takes from D_kk.
Eigen::ArrayXd taken_by_corners(const Eigen::MatrixXd& diffusion, const Grid& grid) {
  Eigen::ArrayXd taken = Eigen::ArrayXd::Zero(diffusion.rows());
  for (Index k = 0; k < taken.size(); ++k)
    for (Index l = 0; l < taken.size(); ++l)
      if (l != k) taken(k) += std::abs(diffusion(k, l)) * grid.axis(k).width() / grid.axis(l).width();
  return taken;
}

/// Of every face of an axis, `rate` more either way, and through an absorbing wall, half a cell away, twice
/// that: corners exchange nothing with it, p and so ∂_l p being 0 all along it, and the flux is D_kk ∂_k p.
FaceRates with_more(FaceRates rates, double rate, const std::array<bool, 2>& absorbing) {
  rates.up += rate;
  rates.down += rate;
  if (rates.wrap.size() > 0) rates.wrap += rate;
  for (Index side = 0; side < 2; ++side)
    if (absorbing[static_cast<std::size_t>(side)]) rates.leaks.row(side) += 2 * rate;
  for (Index f = 0; f < rates.up.size(); ++f)
    rates.log_ratio.data()[f] = std::log(rates.down.data()[f] / rates.up.data()[f]);
  return rates;
}

/// The process seen along its axes: the same drift, D's diagonal or what is left of it.
class AlongAxes final : public process::Process, public process::ConstantCoefficients {
 public:
  AlongAxes(const process::Process& process, const Eigen::ArrayXd& diffusivities)
      : process_(process), g_((2 * diffusivities).sqrt()) {}
  std::string name() const override { return process_.name(); }
  std::optional<bool> constant_coefficients() const override {
    return process::constant_coefficients(process_);
  }
  Index dimension() const override { return process_.dimension(); }
  void drift(double t, const ConstBlock& x, Block out) const override { process_.drift(t, x, out); }
  void drift_divergence(double t, const ConstBlock& x, Values out) const override {
    process_.drift_divergence(t, x, out);
  }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::diagonal; }
  void diffusion_diagonal(double, const ConstBlock&, Block out) const override {
    for (Index k = 0; k < g_.size(); ++k) out.col(k) = g_(k);
  }
  void diffusion_derivative(double, const ConstBlock&, Block out) const override { out.setZero(); }
  double diffusion(double t) const override { return process_.diffusion(t); }
  double noise_variance(double s, double t) const override { return process_.noise_variance(s, t); }

 private:
  const process::Process& process_;
  Eigen::ArrayXd g_;
};

}  // namespace

Eigen::MatrixXd diffusion_matrix(const process::Process& process) {
  if (process.noise_kind() != process::NoiseKind::constant) {
    throw InvalidArgument("process = " + process.name() + ": its noise must be a constant matrix");
  }
  const Eigen::MatrixXd diffusion = diffusion_at(process, 0);
  for (const double t : times_to_ask()) {
    if (diffusion_at(process, t) != diffusion)
      throw InvalidArgument("process = " + process.name() + ": its noise depends on time");
  }
  require(diffusion.diagonal().minCoeff() > 0, "smallest diagonal entry of D",
          diffusion.diagonal().minCoeff(), "must be > 0");
  return diffusion;
}

Generator full_matrix_generator(const Discretisation& axes, const process::Process& process, const Grid& grid,
                                const Setting& setting) {
  const Eigen::MatrixXd diffusion = diffusion_matrix(process);
  const Eigen::ArrayXd whole = diffusion.diagonal(), taken = taken_by_corners(diffusion, grid);
  const bool fits = (whole - taken >= least_left * whole).all();
  const Eigen::ArrayXd carrying = fits ? whole - taken : whole;
  const Generator along = axes.build_at(AlongAxes(process, carrying), grid, setting);
  std::vector<FaceRates> rates;
  for (Index k = 0; k < grid.dimension(); ++k) {
    const double h = grid.axis(k).width();
    const std::array<bool, 2> absorbing = {setting.boundaries.at(k, 0) == Boundary::absorbing,
                                           setting.boundaries.at(k, 1) == Boundary::absorbing};
    rates.push_back(fits ? with_more(along.rates(k), taken(k) / (h * h), absorbing) : along.rates(k));
  }
  return Generator(grid, std::move(rates), along.discretisation(), diffusion);
}

}  // namespace kolmo::fokker_planck
