#include "four_roads/comparison/references.hpp"

#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "four_roads/comparison/quantity_table.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"

namespace kolmo::four_roads {
namespace {

using Function = std::function<double(double)>;

double double_well(double x) { return (x * x - 1) * (x * x - 1); }
double tilted_double_well(double x) { return double_well(x) + 0.3 * x; }
double quartic(double x) { return x * x * x * x / 4; }
double log_cosh(double x) { return x * x / 2 - std::log(std::cosh(x)); }

/// The process as it was asked for, on its clock: not what a planted error has made of problem.intrinsic.
ProcessPtr stated(const Problem& problem) {
  const ProcessPtr intrinsic = on_clock(*problem.process);
  return intrinsic ? intrinsic : problem.process;
}

/// Whether the problem is the gradient flow of V + constant at this temperature, however V is written.
bool is_gradient_flow_of(const Problem& problem, const Function& potential, double temperature) {
  if (problem.dimension() != 1) return false;
  const auto structure = gradient_structure(*stated(problem));
  if (!structure || std::abs(structure->temperature - temperature) > 1e-14 * temperature) return false;
  Points x(6, 1);
  x << -2.1, -1.3, -0.4, 0.7, 1.6, 2.2;
  Eigen::ArrayXd v(6);
  structure->potential->value(x, v);
  for (Index i = 1; i < 6; ++i) {
    const double expected = potential(x(i, 0)) - potential(x(0, 0));
    if (std::abs(v(i) - v(0) - expected) > 1e-11 * (1 + std::abs(expected))) return false;
  }
  return true;
}

bool starts_from(const Problem& problem, double mean, double deviation) {
  const density::GaussianMixture& initial = *problem.initial;
  return initial.components() == 1 && initial.means()(0, 0) == mean &&
         std::abs(initial.covariance(0)(0, 0) - deviation * deviation) < 1e-14 * deviation * deviation;
}

struct GapEntry {
  double (*potential)(double);
  double temperature, gap;
};

/// data/reference/c_stationary.json, `gap`: sinc collocation of the Schrödinger form, two resolutions, to
/// 1e−10.
constexpr std::array<GapEntry, 5> gaps = {{{double_well, 1.0, 0.7486816723},
                                           {double_well, 0.5, 0.2272733010},
                                           {quartic, 1.0, 1.3685925210},
                                           {tilted_double_well, 1.0, 0.7678607802},
                                           {log_cosh, 1.0, 0.4850679854}}};

struct MomentRow {
  double time, mean, second, fourth, positive;
};

/// The exponential of a fine tridiagonal generator, to 1e−7.
constexpr std::array<MomentRow, 4> double_well_moments = {
    {{0.1, -0.5716112, 0.5099188, 0.4575656, 0.1072452},
     {0.5, -0.5991859, 0.7862771, 0.8776359, 0.1706576},
     {1.0, -0.5387298, 0.8435740, 0.9642089, 0.2072932},
     {2.0, -0.4292875, 0.8519911, 0.9769172, 0.2668253}}};

struct PlaneRow {
  double time, mean_x, mean_y, covariance_xx, covariance_xy, covariance_yy;
};

/// (x² − 1)² + (y² − 1)² + xy/2, T = ½, from N((½, −⅕), 0.3²): Fourier collocation of ∂p = ∇·(p∇V) + T Δp,
/// the drift taken to 0 between 2.5 and 3 (where p < 10⁻²⁴), on [−3.1, 3.1]² with 90² places and [−3.2, 3.2]²
/// with 108², the classical Runge–Kutta method with steps of 2·10⁻⁴: the same to 10⁻⁸.
constexpr std::array<PlaneRow, 3> four_wells_moments = {
    {{0.1, 0.582905958, -0.273832098, 0.182219778, -0.015607507, 0.244735653},
     {0.5, 0.648457570, -0.399649407, 0.412573688, -0.120294758, 0.624336852},
     {1.0, 0.610950601, -0.420473412, 0.530959361, -0.212658063, 0.721429989}}};

bool is_four_wells(const Problem& problem) {
  if (problem.dimension() != 2 || problem.point || !problem.starts_from_mixture()) return false;
  const auto structure = gradient_structure(*stated(problem));
  const density::GaussianMixture& law = *problem.initial;
  if (!structure || std::abs(structure->temperature - 0.5) > 1e-14 || law.components() != 1) return false;
  if (!(law.mean() - Eigen::Vector2d(0.5, -0.2)).isZero(1e-14) ||
      !(law.covariance(0) - 0.09 * Eigen::Matrix2d::Identity()).isZero(1e-14))
    return false;
  Points x(6, 2);
  x << 0, 0, -2.1, 0.3, 1.3, -1.7, -0.4, 2.2, 0.7, 0.9, 1.6, -0.6;
  Eigen::ArrayXd v(6);
  structure->potential->value(x, v);
  for (Index i = 1; i < 6; ++i) {
    const double expected = double_well(x(i, 0)) + double_well(x(i, 1)) + 0.5 * x(i, 0) * x(i, 1) - 2;
    if (std::abs(v(i) - v(0) - expected) > 1e-11 * (1 + std::abs(expected))) return false;
  }
  return true;
}

std::vector<ReferenceValue> four_wells_references() {
  std::vector<ReferenceValue> values;
  for (const PlaneRow& row : four_wells_moments)
    for (const auto& [name, value] :
         {std::pair{"mean_x", row.mean_x}, std::pair{"mean_y", row.mean_y},
          std::pair{"covariance_xx", row.covariance_xx}, std::pair{"covariance_xy", row.covariance_xy},
          std::pair{"covariance_yy", row.covariance_yy}})
      values.push_back({name, row.time, value, 1e-7, "Fourier collocation, to 1e-7"});
  return values;
}

std::vector<ReferenceValue> linear_references(const Problem& problem) {
  std::vector<ReferenceValue> values;
  for (const double t : problem.times) {
    const std::map<std::string, double> moments = linear_moments(problem.stated, t);
    const double size = linear_size(problem.stated, t);
    for (const auto& [name, value] : moments) {
      const double rounding = 1e-11 * std::pow(size, quantity(name).unit.length);
      values.push_back({name, t, value, rounding, "closed form from the configuration's numbers"});
    }
  }
  return values;
}

}  // namespace

std::vector<ReferenceValue> reference_moments(const Problem& problem) {
  if (!problem.stated.empty()) return linear_references(problem);
  if (is_four_wells(problem)) return four_wells_references();
  if (!is_gradient_flow_of(problem, double_well, 0.5) || !starts_from(problem, -0.5, 0.3)) return {};
  std::vector<ReferenceValue> values;
  const std::string source = "exponential of a fine generator, to 1e-7";
  for (const MomentRow& row : double_well_moments) {
    values.push_back({"mean", row.time, row.mean, 1e-7, source});
    values.push_back({"second_moment", row.time, row.second, 1e-7, source});
    values.push_back({"fourth_moment", row.time, row.fourth, 1e-7, source});
    values.push_back({"probability_positive", row.time, row.positive, 1e-7, source});
  }
  return values;
}

std::optional<ReferenceValue> reference_gap(const Problem& problem) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const ProcessPtr process = stated(problem);
  if (const auto* linear = dynamic_cast<const process::OrnsteinUhlenbeck*>(process.get())) {
    return ReferenceValue{"spectral_gap", infinity, linear->theta(), 0, "closed form"};
  }
  for (const GapEntry& entry : gaps) {
    if (!is_gradient_flow_of(problem, entry.potential, entry.temperature)) continue;
    return ReferenceValue{"spectral_gap", infinity, entry.gap, 1e-10, "data/reference/c_stationary.json"};
  }
  return std::nullopt;
}

}  // namespace kolmo::four_roads
