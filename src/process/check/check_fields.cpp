// Drift and noise against their own derivatives and kinds.

#include <cmath>
#include <limits>

#include "process/check/contracts.hpp"

#include "kolmo/core/number_text.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/process/structure/noise_columns.hpp"
#include "kolmo/process/structure/noise_of_time_alone.hpp"

namespace kolmo::process {
namespace {

constexpr double of_derivatives = 1e-6, of_values = 1e-10;

Field drift_of(const Process& process) {
  return [&process](double t, const ConstBlock& x, Block out) { process.drift(t, x, out); };
}

Points zeros_like(const Points& x) { return Points::Zero(x.rows(), x.cols()); }

/// Finite, and row by row what it is in a block.
void check_values(Contracts& contracts, const std::string& name, const Field& field, Index columns) {
  for (const double t : contracts.times()) {
    const Points whole = contracts.at(field, t, columns);
    Points alone = whole;
    for (Index i = 0; i < whole.rows(); ++i) {
      alone.row(i) = Contracts::at(field, t, contracts.points().row(i), columns).row(0);
    }
    if (!whole.isFinite().all()) {
      contracts.compare(name + " is finite", t, whole, zeros_like(whole), zeros_like(whole), 1);
    } else {
      contracts.compare(name + " of a point depends on that point alone", t, whole, alone, zeros_like(whole),
                        of_values);
    }
  }
}

void check_divergence(Contracts& contracts, double t) {
  const Index d = contracts.dimension();
  Points sum = Points::Zero(contracts.points().rows(), 1), doubt = sum, said = sum;
  for (Index k = 0; k < d; ++k) {
    const Difference one = contracts.difference(drift_of(contracts.process()), t, d, k);
    sum += one.value.col(k);
    doubt += one.doubt.col(k) + of_derivatives * one.value.col(k).abs();
  }
  contracts.process().drift_divergence(t, contracts.points(), said.col(0));
  contracts.compare("drift_divergence = sum of df_j/dx_j", t, said, sum, doubt, of_derivatives);
}

void check_jacobian(Contracts& contracts, double t) {
  const Index d = contracts.dimension();
  const Points said = contracts.at(
      [&](double time, const ConstBlock& x, Block out) { drift_jacobian(contracts.process(), time, x, out); },
      t, d * d);
  for (Index k = 0; k < d; ++k) {
    const Difference found = contracts.difference(drift_of(contracts.process()), t, d, k);
    contracts.compare("drift_jacobian = df_j/dx_" + number_text(k), t, said.middleCols(k * d, d), found.value,
                      found.doubt, of_derivatives);
  }
}

void check_scalar(Contracts& contracts) {
  const Process& process = contracts.process();
  for (const double t : contracts.times()) {
    if (!std::isfinite(process.diffusion(t)))
      contracts.note("diffusion(t) is not finite at t = " + text_of(t));
  }
  for (std::size_t k = 0; k + 1 < contracts.times().size(); ++k) {
    const double s = contracts.times()[k], t = contracts.times()[k + 1];
    const Quadrature found = quadrature([&](double u) { return std::pow(process.diffusion(u), 2); }, s, t);
    contracts.compare("noise_variance(s, t) = integral of g^2 from " + text_of(s), t,
                      process.noise_variance(s, t), found.value, found.doubt, 1e-8);
  }
}

void check_diagonal(Contracts& contracts, double t) {
  const Process& process = contracts.process();
  const Index d = contracts.dimension(), n = contracts.points().rows();
  const Field diagonal = [&](double time, const ConstBlock& x, Block out) {
    process.diffusion_diagonal(time, x, out);
  };
  const Points said = contracts.at(diagonal, t, d);
  for (Index k = 0; k < d; ++k) {
    Points moved = contracts.points();
    for (Index i = 0; i < n; ++i) moved(i, k) = contracts.points()((i + 1) % n, k);
    Points found = Contracts::at(diagonal, t, moved, d);
    found.col(k) = said.col(k);
    contracts.compare("diffusion_diagonal: g_j depends on t and x_j alone, not on x_" + number_text(k), t,
                      said, found, zeros_like(said), of_values);
  }
  if (!has_noise_derivative(process)) return;
  const Points derivative = contracts.at(
      [&](double time, const ConstBlock& x, Block out) { process.diffusion_derivative(time, x, out); }, t, d);
  for (Index k = 0; k < d; ++k) {
    const Difference found = contracts.difference(diagonal, t, d, k);
    contracts.compare("diffusion_derivative = dg_j/dx_j of coordinate " + number_text(k), t,
                      derivative.col(k), found.value.col(k), found.doubt.col(k), of_derivatives);
  }
}

void check_constant(Contracts& contracts, const Field& matrix, Index columns) {
  const double first = contracts.times().front();
  const Points one = contracts.at(matrix, first, columns);
  const Points expected = one.row(0).replicate(one.rows(), 1);
  for (const double t : contracts.times()) {
    contracts.compare("constant noise: diffusion_matrix depends on neither t nor x", t,
                      contracts.at(matrix, t, columns), expected, zeros_like(one), of_values);
  }
}

void check_time_alone(Contracts& contracts, const Field& matrix, Index columns) {
  if (capability<NoiseOfTimeAlone>(contracts.process()) == nullptr) return;
  for (const double t : contracts.times()) {
    const Points said = contracts.at(matrix, t, columns);
    contracts.compare("noise of time alone: diffusion_matrix does not depend on x", t, said,
                      said.row(0).replicate(said.rows(), 1), zeros_like(said), of_values);
  }
}

void check_columns(Contracts& contracts, const Field& matrix, Index columns) {
  const auto* own = capability<NoiseColumns>(contracts.process());
  if (own == nullptr) return;
  const Index d = contracts.dimension();
  for (const double t : contracts.times()) {
    const Points whole = contracts.at(matrix, t, columns);
    for (Index k = 0; k * d < columns; ++k) {
      const Field column = [&](double time, const ConstBlock& x, Block out) {
        own->noise_column(time, x, k, out);
      };
      contracts.compare("noise_column " + number_text(k) + " is that of diffusion_matrix", t,
                        contracts.at(column, t, d), whole.middleCols(k * d, d), Points::Zero(whole.rows(), d),
                        of_values);
    }
  }
}

/// (∂G) v, from the process where it defines it, else by differences along the axes.
Difference along(Contracts& contracts, const Field& matrix, double t, const Points& v, Index columns) {
  Difference sum{Points::Zero(v.rows(), columns), Points::Zero(v.rows(), columns)};
  if (has_noise_derivative(contracts.process())) {
    contracts.process().diffusion_matrix_derivative(t, contracts.points(), v, sum.value);
    return sum;
  }
  for (Index k = 0; k < v.cols(); ++k) {
    const Difference one = contracts.difference(matrix, t, columns, k);
    sum.value += one.value.colwise() * v.col(k);
    sum.doubt += (one.doubt + of_derivatives * one.value.abs()).colwise() * v.col(k).abs();
  }
  return sum;
}

void check_matrix_derivative(Contracts& contracts, const Field& matrix, double t, Index columns) {
  const Index d = contracts.dimension();
  for (Index k = 0; k < d; ++k) {
    Points v = zeros_like(contracts.points());
    v.col(k) = 1;
    const Difference said = along(contracts, matrix, t, v, columns);
    const Difference found = contracts.difference(matrix, t, columns, k);
    contracts.compare("diffusion_matrix_derivative = dG/dx_" + number_text(k), t, said.value, found.value,
                      found.doubt, of_derivatives);
  }
}

void check_commutes(Contracts& contracts, const Field& matrix, double t, Index columns) {
  const Index d = contracts.dimension(), m = columns / d;
  const Points g = contracts.at(matrix, t, columns);
  std::vector<Difference> derivatives;
  for (Index l = 0; l < m; ++l) {
    derivatives.push_back(along(contracts, matrix, t, g.middleCols(l * d, d), columns));
  }
  for (Index l = 0; l < m; ++l) {
    for (Index k = 0; k < l; ++k) {
      const Difference &a = derivatives[static_cast<std::size_t>(l)],
                       &b = derivatives[static_cast<std::size_t>(k)];
      contracts.compare(
          "commutative noise: (dG_k) G_l = (dG_l) G_k for k = " + number_text(k) + ", l = " + number_text(l),
          t, a.value.middleCols(k * d, d), b.value.middleCols(l * d, d),
          a.doubt.middleCols(k * d, d) + b.doubt.middleCols(l * d, d), of_derivatives);
    }
  }
}

}  // namespace

void check_drift(Contracts& contracts) {
  const Process& process = contracts.process();
  const Index d = contracts.dimension();
  check_values(contracts, "drift", drift_of(process), d);
  const bool divergence = has_drift_divergence(process, contracts.times().front()),
             jacobian = has_drift_jacobian(process);
  for (const double t : contracts.times()) {
    if (divergence) check_divergence(contracts, t);
    if (jacobian) check_jacobian(contracts, t);
  }
}

void check_noise(Contracts& contracts) {
  const Process& process = contracts.process();
  const NoiseKind kind = process.noise_kind();
  if (kind == NoiseKind::scalar) return check_scalar(contracts);
  const Index columns = contracts.dimension() * process.noise_dimension();
  const Field matrix = [&](double t, const ConstBlock& x, Block out) { process.diffusion_matrix(t, x, out); };
  check_values(contracts, "diffusion_matrix", matrix, columns);
  check_columns(contracts, matrix, columns);
  check_time_alone(contracts, matrix, columns);
  if (kind == NoiseKind::constant) return check_constant(contracts, matrix, columns);
  for (const double t : contracts.times()) {
    if (kind == NoiseKind::diagonal) {
      check_diagonal(contracts, t);
      continue;
    }
    if (has_noise_derivative(process)) check_matrix_derivative(contracts, matrix, t, columns);
    if (kind == NoiseKind::commutative) check_commutes(contracts, matrix, t, columns);
  }
}

}  // namespace kolmo::process
