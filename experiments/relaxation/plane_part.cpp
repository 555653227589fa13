#include "relaxation/plane_part.hpp"

#include <Eigen/Dense>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/density/quadratic_form.hpp"
#include "kolmo/fokker_planck/analysis/escape_rates.hpp"
#include "kolmo/fokker_planck/modes/eigenpairs.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/equations/vortex.hpp"
#include "relaxation/refined.hpp"

namespace kolmo::relaxation {
namespace {

using Eigen::Matrix2d;
using Eigen::Vector2d;
using fokker_planck::Generator;
using fokker_planck::RelaxationRow;

constexpr double temperature = 0.5, soft = 1, stiff = 4;

/// V = ½ xᵀ A x, A with eigenvalues `soft` and `stiff` along axes turned by π/6.
struct Ellipse {
  Matrix2d axes, a, rest;  ///< rest: the covariance T A⁻¹
  process::OverdampedLangevin process;

  Ellipse()
      : axes(Eigen::Rotation2Dd(M_PI / 6).toRotationMatrix()),
        a(Matrix2d(axes * Vector2d(soft, stiff).asDiagonal() * axes.transpose())
              .selfadjointView<Eigen::Lower>()),
        rest(temperature * a.inverse()),
        process(std::make_shared<density::QuadraticForm>(a), temperature) {}

  Generator generator(Index cells) const {
    return fokker_planck::scharfetter_gummel(process, Grid({{-5, 5, cells}, {-5, 5, cells}}));
  }
  /// e^{−At}.
  Matrix2d flow(double t) const {
    return axes * Vector2d(std::exp(-soft * t), std::exp(-stiff * t)).asDiagonal() * axes.transpose();
  }
};

struct Gaussian {
  Vector2d mean;
  Matrix2d covariance;
};

Gaussian at_time(const Ellipse& well, const Gaussian& start, double t) {
  const Matrix2d flow = well.flow(t);
  return {flow * start.mean, well.rest + flow * (start.covariance - well.rest) * flow};
}

double relative_entropy(const Gaussian& p, const Matrix2d& rest) {
  const Matrix2d inverse = rest.inverse();
  return ((inverse * p.covariance).trace() - 2 + p.mean.dot(inverse * p.mean) +
          std::log(rest.determinant() / p.covariance.determinant())) /
         2;
}

/// E|C_∞⁻¹ x − C⁻¹ (x − m)|².
double relative_fisher(const Gaussian& p, const Matrix2d& rest) {
  const Matrix2d slope = rest.inverse() - p.covariance.inverse();
  return (slope * p.covariance * slope).trace() + (rest.inverse() * p.mean).squaredNorm();
}

Eigen::ArrayXd on_grid(const Gaussian& p, const Grid& grid) {
  return fokker_planck::initial_density(density::gaussian(p.mean, p.covariance), grid).density;
}

void study_closed_forms(const Ellipse& well, Index cells, const Settings& settings,
                        frame::Findings& findings) {
  const Gaussian start{Vector2d(1, -0.5), (Matrix2d() << 0.3, 0.05, 0.05, 0.2).finished()};
  const std::vector<double> times{0, 0.1, 0.25, 0.5, 1, 2};
  std::vector<RefinedMarch> marches;
  for (const Index k : refinements) {
    const Generator generator = well.generator(k * cells / 4);
    marches.push_back(refined_march(generator, on_grid(start, generator.grid()), times, 0.1, k));
  }
  RefinedQuantity kl{
      "relative_entropy", "KL(p_t|p_inf)", [](const RelaxationRow& r) { return r.relative_entropy; }, {}};
  RefinedQuantity production{"production",
                             "-dKL/dt against T I(p_t|p_inf)",
                             [](const RelaxationRow& r) { return r.entropy_production; },
                             {}};
  RefinedQuantity entropy{"entropy", "H(p_t)", [](const RelaxationRow& r) { return r.entropy; }, {}};
  double rise = 0, excess = 0;
  for (std::size_t i = 0; i < times.size(); ++i) {
    const Gaussian p = at_time(well, start, times[i]);
    kl.exact.push_back(relative_entropy(p, well.rest));
    production.exact.push_back(settings.diffusion_factor * temperature * relative_fisher(p, well.rest));
    entropy.exact.push_back(std::log(4 * M_PI * M_PI * M_E * M_E * p.covariance.determinant()) / 2);
    const double bound = kl.exact.front() * std::exp(-2 * settings.rate_factor * soft * times[i]);
    if (i > 0) excess = std::max(excess, marches.back().rows[i].relative_entropy / bound - 1);
  }
  for (const RefinedMarch& march : marches) rise = std::max(rise, march.worst_rise);
  for (const RefinedQuantity& quantity : {kl, production, entropy})
    findings.order(refined_study(marches, quantity, "closed form of a Gaussian"));
  findings.number({"relative_entropy_rises", 0, rise, 1e-14, "implicit Euler, each axis in turn"});
  // Strict: part of the start lies along the stiff axis.
  findings.number({"log_sobolev_bound", 0, excess, 1e-12, "Bakry-Emery: KL <= KL_0 e^(-2 kappa t)",
                   "kappa = 1, the smallest curvature"});
}

/// −d log KL/dt of equilibria shifted along an axis: twice its curvature.
void study_sharpness(const Ellipse& well, Index cells, const Settings& settings, frame::Findings& findings) {
  for (const Index axis : {0, 1}) {
    const double expected = 2 * settings.rate_factor * (axis == 0 ? soft : stiff);
    verify::OrderStudy study{.name = axis == 0 ? "soft_axis" : "stiff_axis",
                             .long_name =
                                 "-d log KL/dt of a shifted equilibrium against twice the curvature, "
                                 "relative",
                             .claimed = 2,
                             .source = "the logarithmic Sobolev inequality is sharp for shifted Gaussians",
                             .next_term = 2};
    for (const Index k : refinements) {
      const Generator generator = well.generator(k * cells / 4);
      fokker_planck::RelaxationRecorder recorder(generator);
      recorder.observer()(0, 0, on_grid({well.axes.col(axis) * 0.5, well.rest}, generator.grid()));
      const RelaxationRow& row = recorder.rows().front();
      study.h.push_back(generator.grid().axis(0).width());
      study.errors.push_back({row.entropy_production / row.relative_entropy / expected - 1, 0});
    }
    findings.order(study);
  }
}

void judge_gap(const Ellipse& well, Index cells, frame::Findings& findings) {
  std::vector<Eigen::ArrayXd> values;
  double zero = 0;
  for (const Index factor : {1, 2, 4}) {
    const auto pairs = fokker_planck::leading_eigenpairs_sparse(well.generator(factor * cells), 3);
    values.push_back(pairs.values.tail(2));
    zero = std::max(zero, std::abs(pairs.values(0)));
    throw_if_stopped();
  }
  const auto limit = fokker_planck::extrapolate(values);
  for (Index k = 0; k < 2; ++k) {
    const double exact = soft * static_cast<double>(k + 1);
    findings.number({"eigenvalue_" + number_text(k + 1), exact, limit.value(k), 1e-5 * exact,
                     "sums of multiples of the curvatures 1 and 4", "Lanczos on three grids"});
  }
  findings.number({"eigenvalue_0", 0, zero, 1e-12, "constants are harmonic"});
}

void study_bent_wells(const PlaneProblem& problem, const Settings& settings, frame::Findings& findings) {
  const auto potential = std::make_shared<density::BentWells>();
  const Vector2d left(-1, 0.5), saddle(0, 0), right(1, 0.5);
  verify::OrderStudy study{.name = "bent_wells",
                           .long_name = "Eyring-Kramers against the gap by Lanczos, relative",
                           .claimed = 1,
                           .source = "Bovier, Eckhoff, Gayrard, Klein 2004: relative error O(T)",
                           .h_long_name = "temperature"};
  for (const double t : problem.low) {
    const process::OverdampedLangevin process(potential, t);
    std::vector<Eigen::ArrayXd> values;
    for (const Index factor : {1, 2, 4}) {
      const Index n = factor * problem.cells;
      const Grid grid({{-1.8, 1.8, n}, {-1.1, 2.5, n}});
      const auto pairs =
          fokker_planck::leading_eigenpairs_sparse(fokker_planck::scharfetter_gummel(process, grid), 2);
      values.push_back(pairs.values.tail(1));
      throw_if_stopped();
    }
    const double gap = fokker_planck::extrapolate(values).value(0);
    const double formula = fokker_planck::eyring_kramers_gap(*potential, t, left, saddle, right);
    study.h.push_back(t);
    study.errors.push_back({settings.kramers_factor * formula / gap - 1, 0});
  }
  findings.order(study);
}

/// ∫ |J|²/(D p) with J = ω (y, −x) p, D = 1: ω² E r² = 2ω².
void study_vortex(Index cells, frame::Findings& findings) {
  const double omega = 3;
  const process::Vortex vortex(omega);
  verify::OrderStudy study{.name = "vortex",
                           .long_name = "entropy production at rest against 2 omega^2, relative",
                           .claimed = 2,
                           .source = "b_ou.json, rotational_OU: div J = 0 does not mean J = 0 (C5-60)",
                           .next_term = 2};
  for (const Index k : refinements) {
    const Index n = k * cells / 4;
    const Grid grid({{-6, 6, n}, {-6, 6, n}});
    const Generator generator = fokker_planck::chang_cooper(vortex, grid);
    const Eigen::ArrayXd rest = on_grid({Vector2d::Zero(), Matrix2d::Identity()}, grid);
    study.h.push_back(grid.axis(0).width());
    study.errors.push_back({fokker_planck::entropy_production(generator, rest) / (2 * omega * omega) - 1, 0});
  }
  findings.order(study);
}

}  // namespace

std::vector<std::string> plane_check_names() {
  return {"order/relative_entropy", "order/production", "order/entropy",    "relative_entropy_rises",
          "log_sobolev_bound",      "order/soft_axis",  "order/stiff_axis", "eigenvalue_1",
          "eigenvalue_2",           "eigenvalue_0",     "order/bent_wells", "order/vortex"};
}

void plane_part(const PlaneProblem& problem, const Settings& settings, frame::Findings& findings) {
  findings.group().attribute("title", "Relaxation on the plane");
  const Ellipse well;
  study_closed_forms(well, problem.cells, settings, findings);
  study_sharpness(well, problem.cells, settings, findings);
  judge_gap(well, problem.cells, findings);
  study_bent_wells(problem, settings, findings);
  study_vortex(problem.cells, findings);
}

}  // namespace kolmo::relaxation
