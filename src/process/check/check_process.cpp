#include "kolmo/process/check/check_process.hpp"

#include <cmath>
#include <limits>
#include <sstream>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/schedule.hpp"
#include "process/check/contracts.hpp"

namespace kolmo::process {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();
constexpr int quadrature_cells = 32;

double by_cells(const std::function<double(double)>& f, double a, double b, int cells) {
  static const GaussLegendre<10> rule;
  double total = 0;
  for (int k = 0; k < cells; ++k) {
    const double left = a + (b - a) * k / cells, right = a + (b - a) * (k + 1) / cells;
    const double half = (right - left) / 2, middle = left + half;
    for (std::size_t i = 0; i < rule.half; ++i) {
      const double away = half * rule.nodes[i];
      total += half * rule.weights[i] * (f(middle - away) + f(middle + away));
    }
  }
  return total;
}

}  // namespace

std::string text_of(double value) {
  std::ostringstream text;
  text.precision(12);
  text << value;
  return text.str();
}

Quadrature quadrature(const std::function<double(double)>& f, double a, double b) {
  const double fine = by_cells(f, a, b, quadrature_cells);
  return {fine, std::abs(fine - by_cells(f, a, b, quadrature_cells / 2))};
}

Contracts::Contracts(const Process& process, const ProcessSamples& samples)
    : process_(process), samples_(samples) {
  require_rising_times(samples.times);
  require(samples.points.cols() == process.dimension(), "columns of the sampled points",
          static_cast<double>(samples.points.cols()), "must be the dimension of the process");
  require(samples.points.rows() >= 2, "number of sampled points", static_cast<double>(samples.points.rows()),
          "must be at least 2");
  scales_ = 0.5 * (samples.points.colwise().maxCoeff() - samples.points.colwise().minCoeff()).transpose();
  for (Index j = 0; j < scales_.size(); ++j) {
    require(std::isfinite(scales_(j)) && scales_(j) > 0, "range of coordinate " + number_text(j),
            2 * scales_(j), "must be positive: sampled points must vary in every coordinate");
  }
}

Points Contracts::at(const Field& field, double t, const Points& x, Index columns) {
  Points out = Points::Zero(x.rows(), columns);
  field(t, x, out);
  return out;
}

Difference Contracts::difference(const Field& field, double t, Index columns, Index k) const {
  const double step = std::cbrt(epsilon) * scales_(k);
  Points derivative[2], largest = at(field, t, columns).abs();
  for (const int width : {1, 2}) {
    Points above = points(), below = points();
    above.col(k) += width * step;
    below.col(k) -= width * step;
    const Points high = at(field, t, above, columns), low = at(field, t, below, columns);
    largest = largest.max(high.abs()).max(low.abs());
    derivative[width - 1] = (high - low).colwise() / (above.col(k) - below.col(k));
  }
  return {derivative[0], (derivative[0] - derivative[1]).abs() + (8 * epsilon / step) * largest};
}

void Contracts::compare(const std::string& contract, double t, const Points& said, const Points& found,
                        const Points& doubt, double relative) {
  for (Index j = 0; j < said.cols(); ++j) {
    for (Index i = 0; i < said.rows(); ++i) {
      const double bound = doubt(i, j) + relative * (std::abs(said(i, j)) + std::abs(found(i, j)));
      const double gap = std::abs(said(i, j) - found(i, j));
      if (std::isfinite(gap) && gap <= bound) continue;
      std::string place;
      for (Index k = 0; k < dimension(); ++k) place += (k == 0 ? "" : ", ") + text_of(points()(i, k));
      note(contract + " does not hold at t = " + text_of(t) + ", x = (" + place + "), column " +
           number_text(j) + ": " + text_of(said(i, j)) + " is said, " + text_of(found(i, j)) + " is found");
      return;
    }
  }
}

void Contracts::compare(const std::string& contract, double t, double said, double found, double doubt,
                        double relative) {
  const double gap = std::abs(said - found);
  if (std::isfinite(gap) && gap <= doubt + relative * (std::abs(said) + std::abs(found))) return;
  note(contract + " does not hold at t = " + text_of(t) + ": " + text_of(said) + " is said, " +
       text_of(found) + " is found");
}

std::vector<std::string> broken_contracts(const Process& process, const ProcessSamples& samples) {
  Contracts contracts(process, samples);
  try {
    require_noise_dimension(process);
  } catch (const InvalidArgument& error) {
    contracts.note(error.what());
    return contracts.broken();
  }
  check_drift(contracts);
  check_noise(contracts);
  check_structures(contracts);
  return contracts.broken();
}

void check_process(const Process& process, const ProcessSamples& samples) {
  std::string all;
  for (const std::string& broken : broken_contracts(process, samples))
    all += (all.empty() ? "" : "; ") + broken;
  if (!all.empty()) throw InvalidArgument(all);
}

}  // namespace kolmo::process
