// Derivatives of a mixture of components with matrices of their own, in batches, with plain vector loops.

#include <algorithm>
#include <limits>
#include <vector>

#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/vectorised.hpp"
#include "mixture_kernel.hpp"

namespace kolmo::density {
namespace {

constexpr Index batch_rows = 256;

KOLMO_VECTORISED void subtract_constant(const double* x, double c, double* out, Index n) {
  for (Index i = 0; i < n; ++i) out[i] = x[i] - c;
}

KOLMO_VECTORISED void subtract(const double* x, const double* y, double* out, Index n) {
  for (Index i = 0; i < n; ++i) out[i] = x[i] - y[i];
}

KOLMO_VECTORISED void multiply_constant(const double* x, double c, double* out, Index n) {
  for (Index i = 0; i < n; ++i) out[i] = c * x[i];
}

KOLMO_VECTORISED void add_multiple(double c, const double* x, double* out, Index n) {
  for (Index i = 0; i < n; ++i) out[i] += c * x[i];
}

KOLMO_VECTORISED void add_product(double c, const double* x, const double* y, double* out, Index n) {
  for (Index i = 0; i < n; ++i) out[i] += c * x[i] * y[i];
}

KOLMO_VECTORISED void add(const double* x, double* out, Index n) {
  for (Index i = 0; i < n; ++i) out[i] += x[i];
}

KOLMO_VECTORISED void divide(const double* y, double* out, Index n) {
  for (Index i = 0; i < n; ++i) out[i] /= y[i];
}

KOLMO_VECTORISED void raise_to(const double* x, double* out, Index n) {
  for (Index i = 0; i < n; ++i) out[i] = x[i] > out[i] ? x[i] : out[i];
}

/// One batch of points: d arrays each of differences u = x − m_k, P_k u, and sums; one array each of logits
/// and so on.
class Batch {
 public:
  Batch(const ComponentTable& table, const double* x, Index x_stride, Index rows)
      : table_(table),
        d_(table.dimension),
        x_(x),
        x_stride_(x_stride),
        n_(rows),
        memory_(workspace(table.dimension)) {}

  Index rows() const { return n_; }
  double* largest() { return memory_; }
  double* weight() { return memory_ + batch_rows; }
  double* logit() { return memory_ + 2 * batch_rows; }
  double* projection() { return memory_ + 3 * batch_rows; }
  double* difference(Index j) { return memory_ + (4 + j) * batch_rows; }
  double* pulled(Index j) { return memory_ + (4 + d_ + j) * batch_rows; }     ///< P_k (x − m_k) = −s_k
  double* score(Index j) { return memory_ + (4 + 2 * d_ + j) * batch_rows; }  ///< s
  double* extra(Index j) { return memory_ + (4 + 3 * d_ + j) * batch_rows; }
  double* rotated(Index j) { return memory_ + (4 + 4 * d_ + j) * batch_rows; }

  /// out(j) = (C_k⁻¹ in)(j), both d arrays.
  void apply_precision(Index k, double* in, double* out) {
    if (table_.kind == CovarianceKind::full) return apply_full_precision(k, in, out);
    const bool isotropic = table_.kind == CovarianceKind::isotropic;
    for (Index j = 0; j < d_; ++j) {
      const double p = table_.precisions[static_cast<std::size_t>(isotropic ? k : k * d_ + j)];
      multiply_constant(in + j * batch_rows, p, out + j * batch_rows, n_);
    }
  }

  /// logit = c_k − ½ uᵀP_k u, with u and P_k u left in difference and pulled.
  void component(Index k) {
    for (Index j = 0; j < d_; ++j) {
      subtract_constant(x_ + j * x_stride_, table_.means[static_cast<std::size_t>(k * d_ + j)], difference(j),
                        n_);
    }
    apply_precision(k, difference(0), pulled(0));
    std::fill_n(logit(), n_, table_.constants[static_cast<std::size_t>(k)]);
    for (Index j = 0; j < d_; ++j) add_product(-0.5, difference(j), pulled(j), logit(), n_);
  }

  /// The same, and logit replaced by e^{logit − largest}.
  void component_weight(Index k) {
    component(k);
    subtract(logit(), largest(), logit(), n_);
    exp(logit(), logit(), n_);
  }

  /// First two passes: largest = max l_k, weight = Σ e^{l_k − largest}, score = s.
  void accumulate() {
    std::fill_n(largest(), n_, -std::numeric_limits<double>::infinity());
    for (Index k = 0; k < table_.components; ++k) {
      component(k);
      raise_to(logit(), largest(), n_);
    }
    std::fill_n(weight(), n_, 0.0);
    std::fill_n(score(0), d_ * batch_rows, 0.0);
    for (Index k = 0; k < table_.components; ++k) {
      component_weight(k);
      add(logit(), weight(), n_);
      for (Index j = 0; j < d_; ++j) add_product(-1, logit(), pulled(j), score(j), n_);
    }
    for (Index j = 0; j < d_; ++j) divide(weight(), score(j), n_);
  }

  /// pulled = −(s_k − s), after component_weight(k).
  void centre_component_score() {
    for (Index j = 0; j < d_; ++j) add(score(j), pulled(j), n_);
  }

  double precision_trace(Index k) const {
    if (table_.kind == CovarianceKind::isotropic) {
      return static_cast<double>(d_) * table_.precisions[static_cast<std::size_t>(k)];
    }
    double trace = 0;
    for (Index j = 0; j < d_; ++j) trace += table_.precisions[static_cast<std::size_t>(k * d_ + j)];
    return trace;
  }

 private:
  static double* workspace(Index dimension) {
    thread_local std::vector<double> memory;
    const auto size = static_cast<std::size_t>((4 + 5 * dimension) * batch_rows);
    if (memory.size() < size) memory.resize(size);
    return memory.data();
  }

  void apply_full_precision(Index k, const double* in, double* out) {
    const double* q = table_.axes->data() + k * d_ * d_;
    for (Index j = 0; j < d_; ++j) {
      std::fill_n(rotated(j), n_, 0.0);
      for (Index i = 0; i < d_; ++i) add_multiple(q[i + j * d_], in + i * batch_rows, rotated(j), n_);
      const double p = table_.precisions[static_cast<std::size_t>(k * d_ + j)];
      multiply_constant(rotated(j), p, rotated(j), n_);
    }
    for (Index i = 0; i < d_; ++i) {
      std::fill_n(out + i * batch_rows, n_, 0.0);
      for (Index j = 0; j < d_; ++j) add_multiple(q[i + j * d_], rotated(j), out + i * batch_rows, n_);
    }
  }

  const ComponentTable& table_;
  Index d_;
  const double* x_;
  Index x_stride_, n_;
  double* memory_;
};

/// Third pass: laplacian = Σ γ_k (|s_k − s|² − tr C_k⁻¹).
void laplacian_of(const ComponentTable& table, Batch& batch, double* laplacian) {
  const Index n = batch.rows();
  std::fill_n(laplacian, n, 0.0);
  for (Index k = 0; k < table.components; ++k) {
    batch.component_weight(k);
    batch.centre_component_score();
    std::fill_n(batch.projection(), n, -batch.precision_trace(k));
    for (Index j = 0; j < table.dimension; ++j)
      add_product(1, batch.pulled(j), batch.pulled(j), batch.projection(), n);
    add_product(1, batch.logit(), batch.projection(), laplacian, n);
  }
  divide(batch.weight(), laplacian, n);
}

/// Third pass: out = Σ γ_k ((s_k − s)(s_k − s)ᵀv − C_k⁻¹v), v in batch.extra.
void hessian_product_of(const ComponentTable& table, Batch& batch, Block out) {
  const Index n = batch.rows(), d = table.dimension;
  out.setZero();
  for (Index k = 0; k < table.components; ++k) {
    batch.component_weight(k);
    batch.centre_component_score();
    std::fill_n(batch.projection(), n, 0.0);
    for (Index j = 0; j < d; ++j) add_product(1, batch.pulled(j), batch.extra(j), batch.projection(), n);
    batch.apply_precision(k, batch.extra(0), batch.difference(0));
    for (Index j = 0; j < d; ++j) {
      multiply_constant(batch.difference(j), -1, batch.difference(j), n);
      add_product(1, batch.pulled(j), batch.projection(), batch.difference(j), n);
      add_product(1, batch.logit(), batch.difference(j), out.col(j).data(), n);
    }
  }
  for (Index j = 0; j < d; ++j) divide(batch.weight(), out.col(j).data(), n);
}

}  // namespace

void evaluate_plain(const ComponentTable& table, const MixtureTask& task) {
  for (Index first = 0; first < task.rows; first += batch_rows) {
    const Index n = std::min(batch_rows, task.rows - first);
    Batch batch(table, task.x + first, task.x_stride, n);
    batch.accumulate();
    if (task.log_density) {
      log(batch.weight(), task.log_density + first, n);
      add(batch.largest(), task.log_density + first, n);
    }
    if (task.laplacian) laplacian_of(table, batch, task.laplacian + first);
    if (!task.score) continue;
    for (Index j = 0; j < table.dimension; ++j) {
      std::copy_n(batch.score(j), n, task.score + first + j * task.score_stride);
    }
  }
}

void hessian_product_plain(const ComponentTable& table, const ConstBlock& x, const ConstBlock& v, Block out) {
  for (Index first = 0; first < x.rows(); first += batch_rows) {
    const Index n = std::min(batch_rows, x.rows() - first);
    Batch batch(table, x.data() + first, x.outerStride(), n);
    batch.accumulate();
    for (Index j = 0; j < table.dimension; ++j) std::copy_n(v.col(j).data() + first, n, batch.extra(j));
    hessian_product_of(table, batch, out.middleRows(first, n));
  }
}

}  // namespace kolmo::density
