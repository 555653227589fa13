// Gibbs kernel and cost between points, as full matrices.

#include <cmath>
#include <limits>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/transport/entropic/gibbs_kernel.hpp"
#include "transport/entropic/log_sums.hpp"
#include "transport/worthwhile_tasks.hpp"

namespace kolmo::transport {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr Index slab = 256;  // rows that a task sums: their accumulators stay in the first cache

/// Whether shift + log(sum) has full accuracy: neither ∞ nor so small that terms have been lost below the
/// smallest number.
bool safe(double sum) { return sum > 1e-290 && sum < 1e290; }

class DenseKernel final : public GibbsKernel {
 public:
  DenseKernel(const Eigen::ArrayXXd& cost, double epsilon) : cost_(cost), factor_(-1 / epsilon) {}
  Index rows() const override { return cost_.rows(); }
  Index columns() const override { return cost_.cols(); }

  void log_apply(const double* v, double* out) const override {
    for_each_worthwhile_task((rows() + slab - 1) / slab, size(), [&](Index task) {
      const Index first = task * slab, count = std::min(slab, rows() - first);
      const CostBlock block{cost_.data() + first, count, columns(), rows(), factor_};
      Eigen::ArrayXd sums(count);
      exp_over_columns(block, v, out + first, sums.data());
      bool all_safe = true;
      for (Index i = 0; i < count; ++i) all_safe = all_safe && safe(sums(i));
      if (!all_safe) {
        max_over_columns(block, v, out + first);
        for (Index i = 0; i < count; ++i) sums(i) = std::isfinite(out[first + i]) ? out[first + i] : 0;
        const Eigen::ArrayXd shift = sums;
        exp_over_columns(block, v, shift.data(), sums.data());
        std::copy(shift.data(), shift.data() + count, out + first);
      }
      log(sums.data(), sums.data(), count);
      for (Index i = 0; i < count; ++i) out[first + i] += sums(i);
    });
  }

  void log_apply_transposed(const double* u, double* out) const override {
    for_each_worthwhile_task(columns(), size(), [&](Index j) {
      const CostBlock column{cost_.data() + j * rows(), rows(), 1, rows(), factor_};
      double shift = out[j], sum = exp_over_rows(column, u, shift);
      if (!safe(sum)) {
        shift = max_over_rows(column, u);
        sum = shift == -infinity ? 0 : exp_over_rows(column, u, shift);
      }
      out[j] = sum > 0 ? shift + std::log(sum) : -infinity;
    });
  }

  double plan_cost(const double* u, const double* v) const override {
    Eigen::ArrayXd of_columns(columns());
    for_each_worthwhile_task(columns(), size(), [&](Index j) {
      const double* c = cost_.data() + j * rows();
      Eigen::ArrayXd mass(rows());
      for (Index i = 0; i < rows(); ++i) mass(i) = u[i] + v[j] + factor_ * c[i];
      exp(mass.data(), mass.data(), rows());
      of_columns(j) = chunk_dot(mass.data(), c, rows());
    });
    return sum(of_columns.data(), columns());
  }

 private:
  double size() const { return static_cast<double>(cost_.size()); }

  const Eigen::ArrayXXd& cost_;
  double factor_;
};

class DenseCost final : public TransportCost {
 public:
  explicit DenseCost(Eigen::ArrayXXd cost) : cost_(std::move(cost)) {
    for (Index j = 0; j < cost_.cols(); ++j)
      for (Index i = 0; i < cost_.rows(); ++i)
        if (!std::isfinite(cost_(i, j)))
          throw InvalidArgument("cost from point " + number_text(i) + " to point " + number_text(j) + " = " +
                                number_text(cost_(i, j)) + ": must be finite");
  }
  Index rows() const override { return cost_.rows(); }
  Index columns() const override { return cost_.cols(); }
  std::unique_ptr<GibbsKernel> kernel(double epsilon) const override {
    return std::make_unique<DenseKernel>(cost_, epsilon);
  }
  double mean(const double* p, const double* q) const override {
    Eigen::ArrayXd of_columns(columns());
    for_each_worthwhile_task(columns(), size(), [&](Index j) {
      of_columns(j) = q[j] == 0 ? 0 : q[j] * chunk_dot(cost_.data() + j * rows(), p, rows());
    });
    return sum(of_columns.data(), columns());
  }
  const Eigen::ArrayXXd* matrix() const override { return &cost_; }

 private:
  double size() const { return static_cast<double>(cost_.size()); }

  Eigen::ArrayXXd cost_;
};

}  // namespace

std::unique_ptr<TransportCost> dense_cost(Eigen::ArrayXXd cost) {
  return std::make_unique<DenseCost>(std::move(cost));
}

}  // namespace kolmo::transport
