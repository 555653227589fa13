// A reference process by its matrices of transitions.

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/transport/entropic/reference_kernel.hpp"
#include "transport/entropic/axis_operator.hpp"

namespace kolmo::transport {
namespace {

class MatrixReference final : public ReferenceKernel {
 public:
  using Transition = std::function<Eigen::ArrayXXd(double, double)>;
  MatrixReference(const Grid& grid, std::shared_ptr<const process::Process> process, Transition transition)
      : ReferenceKernel(grid, std::move(process)), transition_(std::move(transition)) {
    if (!transition_) throw InvalidArgument("matrix reference: transition must not be empty");
  }

  void backward(double s, double t, double* values) const override {
    if (s < t) apply(AxisOperator(logarithms(s, t)), values);
  }
  void forward(double s, double t, double* values) const override {
    if (s < t) apply(AxisOperator(logarithms(s, t).transpose()), values);
  }
  void require_resolved(double, double) const override {}  // the matrix is the reference

 private:
  Eigen::ArrayXXd logarithms(double s, double t) const {
    Eigen::ArrayXXd p = transition_(s, t);
    const Index n = grid().cells();
    if (p.rows() != n || p.cols() != n)
      throw InvalidArgument("transition: " + number_text(p.rows()) + " by " + number_text(p.cols()) +
                            " numbers, must be a row and a column for each of " + number_text(n) + " cells");
    for (Index i = 0; i < n; ++i) {
      const Eigen::ArrayXd row = p.row(i);
      const double total = sum(row.data(), n);
      if (!(std::abs(total - 1) <= 1e-9) || !(row >= 0).all())
        throw InvalidArgument("transition from cell " + number_text(i) + ": sum " + number_text(total) +
                              ", least " + number_text(row.minCoeff()) +
                              "; must be probabilities with the sum 1 to 1e-9");
    }
    log(p.data(), p.data(), p.size());
    return p;
  }

  static void apply(const AxisOperator& sums, double* values) {
    Eigen::ArrayXd out(sums.size());
    sums.apply(values, out.data());
    std::copy(out.data(), out.data() + out.size(), values);
  }

  Transition transition_;
};

}  // namespace

std::shared_ptr<const ReferenceKernel> matrix_reference(
    const Grid& grid, std::shared_ptr<const process::Process> process,
    std::function<Eigen::ArrayXXd(double s, double t)> transition) {
  return std::make_shared<MatrixReference>(grid, std::move(process), std::move(transition));
}

}  // namespace kolmo::transport
