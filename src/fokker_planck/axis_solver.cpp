#include "axis_solver.hpp"

#include <algorithm>

#include "grid_lines.hpp"
#include "kolmo/core/memory.hpp"
#include "kolmo/core/parallel.hpp"

namespace kolmo::fokker_planck {
namespace {

// Below this, starting a thread costs more than it saves.
constexpr Index cells_a_task = 16384;

}  // namespace

AxisSolver::AxisSolver(const Generator& generator, Index axis, double kappa_dt)
    : grid_(generator.grid()),
      axis_(axis),
      n_(grid_.axis(axis).cells),
      stride_(stride_along(grid_, axis)),
      lines_(lines_along(grid_, axis)) {
  const FaceRates& rates = generator.rates(axis);
  require_memory(5.0 * static_cast<double>(n_) * static_cast<double>(rates.up.cols()),
                 "the factors of this generator", "take fewer cells");
  up_ = kappa_dt * rates.up;
  down_ = kappa_dt * rates.down;
  leaks_ = rates.leaks.size() > 0 ? Eigen::ArrayXXd(kappa_dt * rates.leaks)
                                  : Eigen::ArrayXXd(Eigen::ArrayXXd::Zero(2, up_.cols()));
  const bool plain = rates.closed() && up_.minCoeff() >= 0 && down_.minCoeff() >= 0;
  for (Index c = 0; c < up_.cols(); ++c) {
    if (plain) {
      solvers_.push_back(TridiagonalSolver::unit_column_sums(up_.col(c), down_.col(c)));
      continue;
    }
    Eigen::ArrayXd diagonal = Eigen::ArrayXd::Ones(n_);
    diagonal.head(n_ - 1) += up_.col(c);
    diagonal.tail(n_ - 1) += down_.col(c);
    diagonal(0) += leaks_(0, c);
    diagonal(n_ - 1) += leaks_(1, c);
    solvers_.emplace_back(-up_.col(c), diagonal, -down_.col(c));
  }
  workspace_.resize(2 * n_, std::clamp<Index>(grid_.cells() / cells_a_task, 1, lines_));
}

// Tasks depend on the grid alone, and lines on nothing but themselves.
void AxisSolver::solve(double* w) {
  const Index tasks = workspace_.cols();
  for_each_task(tasks, [&](Index task) {
    double* buffer = workspace_.col(task).data();
    for (Index line = lines_ * task / tasks; line < lines_ * (task + 1) / tasks; ++line) {
      solve_line(line, w, buffer, buffer + n_);
    }
  });
}

void AxisSolver::solve_line(Index line, double* w, double* q, double* p) const {
  const Index column = up_.cols() == 1 ? 0 : line;
  double* first = w + first_cell(grid_, axis_, line);
  for (Index i = 0; i < n_; ++i) p[i] = first[i * stride_];
  solvers_[static_cast<std::size_t>(column)].solve(p, q);
  const double *up = up_.col(column).data(), *down = down_.col(column).data();
  double below = -leaks_(0, column) * q[0];
  for (Index i = 0; i + 1 < n_; ++i) {
    const double above = up[i] * q[i] - down[i] * q[i + 1];
    first[i * stride_] = p[i] - (above - below);
    below = above;
  }
  first[(n_ - 1) * stride_] = p[n_ - 1] - (leaks_(1, column) * q[n_ - 1] - below);
}

}  // namespace kolmo::fokker_planck
