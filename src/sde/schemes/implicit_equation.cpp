#include "implicit_equation.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "eliminate.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/vectorised.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"

namespace kolmo::sde {
namespace {

constexpr int most_iterations = 50;
constexpr double tolerance = 0x1p-48;

/// One iteration towards y − c f(y) = goal in one dimension, for every point whose `open` is not 0; returns
/// how many stay open. A step that led to where f is not a number (beyond a singular wall) is halved towards
/// `last`, the place before it. A point ends where a change is below 2^−48 of the largest of the equation's
/// three terms, whatever the unit of length.
KOLMO_VECTORISED Index newton_line(double c, const double* goal, const double* f, const double* f_x,
                                   double* y, double* last, double* open, Index n) {
  Index left = 0;
  for (Index i = 0; i < n; ++i) {
    const bool outside = f[i] != f[i];
    const double full = outside ? 0.5 * (y[i] - last[i]) : (y[i] - c * f[i] - goal[i]) / (1 - c * f_x[i]);
    const double change = open[i] == 0 ? 0 : full;
    last[i] = outside ? last[i] : y[i];
    const double term = std::abs(c * f[i]), aim = std::abs(goal[i]), place = std::abs(y[i]);
    const double larger = term > aim ? term : aim, size = larger > place ? larger : place;
    y[i] -= change;
    const bool stays = outside ? change != 0 : std::abs(change) > tolerance * size;
    open[i] = stays ? 1 : 0;
    left += stays ? 1 : 0;
  }
  return left;
}

/// The same in any dimension, point by point; `system` holds d² + d numbers. A point that is not finite is
/// closed: the driver finds it.
Index newton(double c, const ConstBlock& goal, const ConstBlock& f, const ConstBlock& jacobian, Block y,
             Block last, Values open, double* system) {
  const Index d = y.cols();
  if (d == 1) {
    return newton_line(c, goal.data(), f.data(), jacobian.data(), y.data(), last.data(), open.data(),
                       y.rows());
  }
  double* change = system + d * d;
  Index left = 0;
  for (Index i = 0; i < y.rows(); ++i) {
    if (open(i) == 0) continue;
    for (Index j = 0; j < d; ++j) {
      change[j] = y(i, j) - c * f(i, j) - goal(i, j);
      for (Index k = 0; k < d; ++k) system[j * d + k] = (j == k ? 1 : 0) - c * jacobian(i, k * d + j);
    }
    eliminate(system, change, d);
    double size = 0;
    for (Index j = 0; j < d; ++j) {
      size = std::max({size, std::abs(y(i, j)), std::abs(c * f(i, j)), std::abs(goal(i, j))});
      y(i, j) -= change[j];
    }
    bool arrived = true;
    for (Index j = 0; j < d; ++j) arrived = arrived && !(std::abs(change[j]) > tolerance * size);
    open(i) = arrived ? 0 : 1;
    left += arrived ? 0 : 1;
  }
  return left;
}

[[noreturn]] void fail(const std::string& scheme, double t, double h, const ConstValues& open) {
  Index row = 0;
  while (open(row) == 0) ++row;
  std::ostringstream message;
  message << "scheme " << scheme << ": the equation of the step from t = " << t << " of length " << h
          << " is not solved after " << most_iterations << " iterations of Newton's method (row " << row
          << " of its block): take smaller steps";
  throw NumericalFailure(message.str());
}

}  // namespace

void solve_implicit(const ImplicitEquation& equation, const ConstBlock& goal, Block y, Workspace& workspace,
                    Index place) {
  const Index n = y.rows(), d = y.cols();
  Block f = workspace.block(place, n), last = workspace.block(place + 3, n),
        jacobian = workspace.blocks(place + 4, d, n);
  Values open = workspace.block(place + 1, n).col(0);
  double* system = workspace.block(place + 2, n).data();  // block_rows·d numbers in a row, whatever n
  open.setConstant(1);
  last = y;
  for (int k = 0; k < most_iterations; ++k) {
    equation.process.drift(equation.t, y, f);
    drift_jacobian(equation.process, equation.t, y, jacobian);
    if (newton(equation.c, goal, f, jacobian, y, last, open, system) == 0) return;
  }
  fail(equation.scheme, equation.begin, equation.h, open);
}

}  // namespace kolmo::sde
