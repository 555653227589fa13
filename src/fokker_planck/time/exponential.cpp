#include "kolmo/fokker_planck/time/exponential.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "absorbing_side.hpp"
#include "fokker_planck/operator/cell_rates.hpp"
#include "fokker_planck/operator/krylov.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/modes/eigenpairs.hpp"

namespace kolmo::fokker_planck {
namespace {

constexpr Index accurate_pairs = 16;
constexpr double largest_rounding = 1e-11;  // of the largest entry of p

void require_step(double dt) { require(dt > 0 && std::isfinite(dt), "dt", dt, "must be finite and > 0"); }

/// One exponential a step, the mass restored where nothing leaves, the report filled. Krylov's exponential
/// carries what has left through each wall as one more entry behind p.
class ExponentialPropagator : public Propagator {
 public:
  ExponentialPropagator(const Generator& generator, double dt, double tolerance)
      : generator_(generator),
        dt_(dt),
        cells_(generator.grid().cells()),
        walls_(walls_of(generator)),
        extended_(cells_ + static_cast<Index>(walls_.size())),
        krylov_(extended_.size(), tolerance, [this](const double* p, double* out) { extended(p, out); }) {}
  ExponentialPropagator(const ExponentialPropagator&) = delete;
  ExponentialPropagator& operator=(const ExponentialPropagator&) = delete;

  StepReport advance(double* p, Index steps) override {
    StepReport report;
    for (Index step = 1; step <= steps; ++step) {
      throw_if_stopped();
      const double before = sum(p, cells_);
      apply(p);
      const double after = sum(p, cells_);
      if (!std::isfinite(after)) {
        report.first_not_finite = step;
        return report;
      }
      if (walls_.empty() && before != 0) restore(p, before, after);
      const double least = *std::min_element(p, p + cells_);
      if (least < report.minimum) report.minimum = least, report.minimum_step = step;
      for (Wall& wall : walls_) {
        add_outflow(report, wall);
        wall.outflow = 0;
      }
    }
    return report;
  }

 protected:
  virtual void apply(double* p) = 0;

  void krylov_step(double* p, double t) {
    extended_.setZero();
    std::copy(p, p + cells_, extended_.data());
    krylov_.advance(extended_.data(), t);
    std::copy(extended_.data(), extended_.data() + cells_, p);
    for (std::size_t k = 0; k < walls_.size(); ++k)
      walls_[k].outflow += extended_(cells_ + static_cast<Index>(k));
  }

  Index cells() const { return cells_; }
  double dt() const { return dt_; }
  std::vector<Wall>& walls() { return walls_; }

 private:
  void extended(const double* p, double* out) const {
    generator_.apply(p, out);
    for (std::size_t k = 0; k < walls_.size(); ++k) out[cells_ + static_cast<Index>(k)] = walls_[k].rate(p);
  }

  void restore(double* p, double before, double after) const {
    for (Index i = 0; i < cells_; ++i) p[i] *= before / after;
    *std::max_element(p, p + cells_) += before - sum(p, cells_);  // what the factor's rounding left
  }

  Generator generator_;
  double dt_;
  Index cells_;
  std::vector<Wall> walls_;
  Eigen::ArrayXd extended_;
  KrylovExponential krylov_;
};

/// All eigenpairs of −S. The slowest are replaced by those that are relatively accurate, where they are
/// orthonormal to 1e−10.
Eigenpairs all_pairs(const Generator& generator) {
  const Index n = generator.grid().cells(), few = std::min(accurate_pairs, n);
  Eigen::VectorXd diagonal = Eigen::VectorXd::Zero(n), beside(n - 1);
  for_each_pair(generator, [&](Index i, Index j, double up, double down) {
    diagonal(i) += up;
    diagonal(j) += down;
    beside(i) = -std::sqrt(up) * std::sqrt(down);
  });
  for_each_leak(generator, [&](Index cell, double rate, Index, Index) { diagonal(cell) += rate; });
  // At unit scale: Eigen's QR iteration compares squares of off-diagonal entries with diagonal ones, and can
  // stall where those are large.
  const double scale = diagonal.maxCoeff();
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
  solver.computeFromTridiagonal(diagonal / scale, beside / scale);
  if (solver.info() != Eigen::Success) {
    throw NumericalFailure(
        "exponential_eigen: the tridiagonal eigenproblem did not converge; are the rates finite?");
  }
  Eigenpairs pairs = leading_eigenpairs(generator, few);
  const Eigen::MatrixXd products = pairs.symmetric.matrix().transpose() * pairs.symmetric.matrix();
  const bool orthonormal = (products - Eigen::MatrixXd::Identity(few, few)).cwiseAbs().maxCoeff() <= 1e-10;
  Eigen::ArrayXd values = scale * solver.eigenvalues().array();
  Eigen::ArrayXXd vectors = solver.eigenvectors();
  if (orthonormal) {
    values.head(few) = pairs.values;
    vectors.leftCols(few) = pairs.symmetric;
  }
  return {values, vectors, pairs.half_log_weight};
}

class EigenPropagator : public ExponentialPropagator {
 public:
  EigenPropagator(const Generator& generator, double dt)
      : ExponentialPropagator(generator, dt, 1e-13),
        pairs_(all_pairs(generator)),
        scaled_(cells()),
        coefficients_(cells()),
        first_part_(1 / (4 * std::max(generator.rates(0).up.maxCoeff(), generator.rates(0).down.maxCoeff()))),
        leaving_(cells(), static_cast<Index>(walls().size())) {
    for (Index k = 0; k < cells(); ++k) {
      const Eigen::ArrayXd mode = pairs_.density_mode(k);
      for (std::size_t w = 0; w < walls().size(); ++w) {
        leaving_(k, static_cast<Index>(w)) = walls()[w].rate(mode.data());
      }
    }
  }

 private:
  // While p/√π is too large for the basis, steps of Krylov's exponential that double; then what is left.
  void apply(double* p) override {
    double left = dt(), part = first_part_;
    while (left > 0 && !resolved(p)) {
      const double step = std::min(left, part);
      krylov_step(p, step);
      left = step == left ? 0 : left - step;
      part *= 2;
    }
    if (left > 0) through_modes(p, left);
  }

  /// Fills scaled_ = p/√π. Rounding is ε ‖p/√π‖ where √π = 1.
  bool resolved(const double* p) {
    double top = 0;
    for (Index i = 0; i < cells(); ++i) {
      scaled_(i) = p[i] == 0 ? 0 : p[i] * std::exp(-pairs_.half_log_weight(i));
      top = std::max(top, std::abs(p[i]));
    }
    const double norm = std::sqrt(dot(scaled_.data(), scaled_.data(), cells()));
    return std::numeric_limits<double>::epsilon() * norm <= largest_rounding * top;
  }

  // Mode k: e^{−λt} of it stays; (1 − e^{−λt})/λ of what it leaks a unit time has left.
  void through_modes(double* p, double t) {
    coefficients_.matrix().noalias() = pairs_.symmetric.matrix().transpose() * scaled_.matrix();
    for (std::size_t w = 0; w < walls().size(); ++w) {
      CompensatedSum left;
      for (Index k = 0; k < cells(); ++k) {
        const double lambda = pairs_.values(k);
        left.add(-std::expm1(-lambda * t) / lambda * coefficients_(k) * leaving_(k, static_cast<Index>(w)));
      }
      walls()[w].outflow += left.value();
    }
    for (Index k = 0; k < cells(); ++k) coefficients_(k) *= std::exp(-std::max(pairs_.values(k), 0.0) * t);
    Eigen::Map<Eigen::VectorXd>(p, cells()).noalias() = pairs_.symmetric.matrix() * coefficients_.matrix();
    for (Index i = 0; i < cells(); ++i) p[i] *= std::exp(pairs_.half_log_weight(i));
  }

  Eigenpairs pairs_;
  Eigen::ArrayXd scaled_, coefficients_;
  double first_part_;
  Eigen::ArrayXXd leaving_;  ///< mode k × wall: Σ leak √π ψ_k
};

class KrylovPropagator : public ExponentialPropagator {
 public:
  using ExponentialPropagator::ExponentialPropagator;

 private:
  void apply(double* p) override { krylov_step(p, dt()); }
};

Claim exact_in_time(const char* name, const char* source, const char* needs) {
  Claim claim;
  claim.name = name;
  claim.source = source;
  claim.orders.set(Sense::time, Context::line, std::numeric_limits<double>::infinity());
  claim.needs = needs;
  return claim;
}

}  // namespace

EigenExponential::EigenExponential()
    : claim_(exact_in_time("exponential_eigen", "Moler, Van Loan 2003, method 14",
                           "a constant generator in one dimension, not periodic, with detailed balance")) {}

bool EigenExponential::takes(const Generator& generator) const {
  return generator.grid().dimension() == 1 && generator.rates(0).wrap.size() == 0 &&
         !generator.has_negative_rates();
}

std::unique_ptr<Propagator> EigenExponential::prepare(const Generator& generator, double dt) const {
  require_step(dt);
  require(generator.grid().dimension() == 1, "grid dimension",
          static_cast<double>(generator.grid().dimension()), "must be 1 for exponential_eigen");
  if (generator.rates(0).wrap.size() > 0 || generator.has_negative_rates()) {
    throw InvalidArgument("generator: exponential_eigen takes no periodic sides and no negative rates");
  }
  const double n = static_cast<double>(generator.grid().cells());
  require_memory(4 * n * n, "the exponential of this generator", "take fewer cells, or exponential_krylov");
  return std::make_unique<EigenPropagator>(generator, dt);
}

KrylovExponentialStepper::KrylovExponentialStepper(double tolerance)
    : claim_(exact_in_time("exponential_krylov", "Saad 1992; Sidje 1998", "a constant generator")),
      tolerance_(tolerance) {
  claim_.orders = {{Sense::time, claim_.order(Sense::time, Context::line).value()}};
  require(tolerance > 0 && tolerance < 1, "tolerance", tolerance, "must be in (0, 1)");
}

std::unique_ptr<Propagator> KrylovExponentialStepper::prepare(const Generator& generator, double dt) const {
  require_step(dt);
  return std::make_unique<KrylovPropagator>(generator, dt, tolerance_);
}

}  // namespace kolmo::fokker_planck
