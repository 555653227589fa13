// Gibbs kernel and cost between the cells of a grid, axis by axis.

#include <cmath>
#include <limits>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/transport/entropic/gibbs_kernel.hpp"
#include "transport/entropic/axis_operator.hpp"

namespace kolmo::transport {
namespace {

/// −d²/ε, and log d² more where it is weighted with the cost, d = (i − j)h.
AxisOperator squares(const Axis& axis, double epsilon, bool weighted) {
  Eigen::ArrayXXd log_kernel(axis.cells, axis.cells);
  for (Index j = 0; j < axis.cells; ++j)
    for (Index i = 0; i < axis.cells; ++i) {
      const double d = static_cast<double>(i - j) * axis.width(), c = d * d;
      log_kernel(i, j) = weighted ? std::log(c) - c / epsilon : -c / epsilon;
    }
  return AxisOperator(std::move(log_kernel));
}

class GridKernel final : public GibbsKernel {
 public:
  GridKernel(const Grid& grid, double epsilon) : grid_(grid), epsilon_(epsilon) {
    for (Index k = 0; k < grid.dimension(); ++k) axes_.push_back(squares(grid.axis(k), epsilon, false));
  }
  Index rows() const override { return grid_.cells(); }
  Index columns() const override { return grid_.cells(); }

  void log_apply(const double* v, double* out) const override {
    std::copy(v, v + grid_.cells(), out);
    transport::log_apply(grid_, along(), out);
  }
  void log_apply_transposed(const double* u, double* out) const override { log_apply(u, out); }

  double plan_cost(const double* u, const double* v) const override {
    CompensatedSum total;  // the cost is a sum over axes
    Eigen::ArrayXd out(grid_.cells());
    for (Index k = 0; k < grid_.dimension(); ++k) {
      const AxisOperator weighted = squares(grid_.axis(k), epsilon_, true);
      std::vector<const AxisOperator*> operators = along();
      operators[static_cast<std::size_t>(k)] = &weighted;
      std::copy(v, v + grid_.cells(), out.data());
      transport::log_apply(grid_, operators, out.data());
      for (Index i = 0; i < grid_.cells(); ++i) out(i) += u[i];
      exp(out.data(), out.data(), grid_.cells());
      total.add(sum(out.data(), grid_.cells()));
    }
    return total.value();
  }

 private:
  std::vector<const AxisOperator*> along() const {
    std::vector<const AxisOperator*> operators;
    for (const AxisOperator& axis : axes_) operators.push_back(&axis);
    return operators;
  }

  const Grid& grid_;
  double epsilon_;
  std::vector<AxisOperator> axes_;
};

class GridCost final : public TransportCost {
 public:
  explicit GridCost(const Grid& grid) : grid_(grid) {}
  Index rows() const override { return grid_.cells(); }
  Index columns() const override { return grid_.cells(); }
  std::unique_ptr<GibbsKernel> kernel(double epsilon) const override {
    return std::make_unique<GridKernel>(grid_, epsilon);
  }
  /// Σ|x|²p Σq + Σp Σ|y|²q − 2 Σxp·Σyq, x and y from the middle of the domain.
  double mean(const double* p, const double* q) const override {
    const Points x = grid_.centres();
    const Index n = grid_.cells();
    double total = 0;
    const double mass_p = sum(p, n), mass_q = sum(q, n);
    for (Index k = 0; k < grid_.dimension(); ++k) {
      const Axis& axis = grid_.axis(k);
      const Eigen::ArrayXd y = x.col(k) - (axis.lower + axis.upper) / 2, square = y * y;
      total += dot(square.data(), p, n) * mass_q + mass_p * dot(square.data(), q, n) -
               2 * dot(y.data(), p, n) * dot(y.data(), q, n);
    }
    return total;
  }

 private:
  Grid grid_;
};

}  // namespace

std::unique_ptr<TransportCost> grid_cost(const Grid& grid) { return std::make_unique<GridCost>(grid); }

}  // namespace kolmo::transport
