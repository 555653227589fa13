#pragma once
// A process from two functions of a point.

#include <type_traits>
#include <utility>

#include "kolmo/process/equations/function_process.hpp"
#include "kolmo/process/structure/noise_columns.hpp"

namespace kolmo::process {

/// dX = f(t, X) dt + G(t, X) dW of d coordinates and m Brownian motions: f(t, x) returns an
/// Eigen::Matrix<double, d, 1> and G(t, x) an Eigen::Matrix<double, d, m>, x an Eigen::Matrix<double, d, 1>;
/// for d = m = 1 numbers will do. Both are called from several threads at once. Loops over a block are
/// compiled with the functions inlined.
template <int d, int m, class Drift, class Noise>
class PointFunctions final : public FunctionProcess, public NoiseColumns {
 public:
  using Point = Eigen::Matrix<double, d, 1>;
  using Matrix = Eigen::Matrix<double, d, m>;
  static_assert(d >= 1 && m >= 1, "one coordinate and one Brownian motion at least");
  // an expression of Eigen would refer to temporaries that are gone
  using DriftValue = std::invoke_result_t<const Drift&, double, const Point&>;
  using NoiseValue = std::invoke_result_t<const Noise&, double, const Point&>;
  static_assert(std::is_same_v<DriftValue, Point> || (d == 1 && std::is_arithmetic_v<DriftValue>),
                "the drift must return an Eigen::Matrix<double, d, 1>: give the lambda this return type");
  static_assert(std::is_same_v<NoiseValue, Matrix> || (d * m == 1 && std::is_arithmetic_v<NoiseValue>),
                "the noise must return an Eigen::Matrix<double, d, m>: give the lambda this return type");

  /// InvalidArgument as FunctionProcess.
  PointFunctions(Drift drift, Noise noise, FunctionFacts facts = {})
      : FunctionProcess(d, m, std::move(facts)), drift_(std::move(drift)), noise_(std::move(noise)) {}

  void drift(double t, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) {
      const Point f(drift_(t, point(x, i)));
      for (int j = 0; j < d; ++j) out(i, j) = f(j);
    }
  }
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) {
      const Matrix g(noise_(t, point(x, i)));
      for (int k = 0; k < d * m; ++k) out(i, k) = g(k % d, k / d);
    }
  }
  void noise_column(double t, const ConstBlock& x, Index k, Block out) const override {
    columns(t, x, k, out, std::make_integer_sequence<int, m>());
  }

 private:
  static Point point(const ConstBlock& x, Index i) {
    Point at;
    for (int j = 0; j < d; ++j) at(j) = x(i, j);
    return at;
  }
  template <int... all>
  void columns(double t, const ConstBlock& x, Index k, Block out, std::integer_sequence<int, all...>) const {
    ((k == all ? column<all>(t, x, out) : void()), ...);
  }
  /// What column k alone asks for: the compiler leaves out the entries of the others.
  template <int k>
  void column(double t, const ConstBlock& x, Block out) const {
    for (Index i = 0; i < x.rows(); ++i) {
      const Matrix g(noise_(t, point(x, i)));
      for (int j = 0; j < d; ++j) out(i, j) = g(j, k);
    }
  }

  Drift drift_;
  Noise noise_;
};

/// The process of two lambdas.
template <int d, int m, class Drift, class Noise>
PointFunctions<d, m, Drift, Noise> point_functions(Drift drift, Noise noise, FunctionFacts facts = {}) {
  return {std::move(drift), std::move(noise), std::move(facts)};
}

}  // namespace kolmo::process
