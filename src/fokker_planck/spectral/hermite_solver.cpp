#include "kolmo/fokker_planck/spectral/hermite_solver.hpp"

#include <cmath>
#include <limits>
#include <unsupported/Eigen/MatrixFunctions>

#include "hermite_basis.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "spectral_fields.hpp"

namespace kolmo::fokker_planck {
namespace {

// Of a matrix whose row 0 is 0: that of the exponential is that of the identity, to the last bit.
Eigen::MatrixXd exponential(const Eigen::MatrixXd& a) {
  Eigen::MatrixXd result;
  Eigen::MatrixExponentialReturnValue<Eigen::MatrixXd>(a).evalTo(result);
  result.row(0).setZero();
  result(0, 0) = 1;
  return result;
}

void check(const process::Process& process, const HermiteSettings& settings, Index nodes) {
  using process::NoiseKind;
  require(process.dimension() == 1, "process dimension", static_cast<double>(process.dimension()),
          "must be 1 for Hermite functions");
  if (process.noise_kind() != NoiseKind::scalar && process.noise_kind() != NoiseKind::diagonal) {
    throw InvalidArgument("process = " + process.name() +
                          ": its noise must be scalar or diagonal for Hermite functions");
  }
  require(settings.functions >= 3, "functions", static_cast<double>(settings.functions),
          "must be at least 3");
  require(nodes >= settings.functions && nodes <= 640, "nodes", static_cast<double>(nodes),
          "must be from the number of functions to 640");
  require(std::isfinite(settings.centre), "centre", settings.centre, "must be finite");
  require(settings.scale > 0 && std::isfinite(settings.scale), "scale", settings.scale,
          "must be finite and > 0");
}

}  // namespace

/// Two exponentials a step, or one that is kept where the fields are the same at both Gauss points.
class HermiteSolver::March : public SpectralPropagator {
 public:
  explicit March(const HermiteSolver& solver)
      : solver_(solver), c_(solver.size()), next_(solver.size()), values_(solver.nodes_.rows()) {}

  void begin(double from, double to, Index steps) override {
    const double dt = (to - from) / static_cast<double>(steps);
    if (dt != dt_) exponential_.resize(0, 0);
    dt_ = dt;
  }

  // c ← exp(Δt (a₋ A₁ + a₊ A₂)) exp(Δt (a₊ A₁ + a₋ A₂)) c, a_± = ¼ ± √3/6, at t + (½ ∓ √3/6) Δt.
  void step(double t, double* coefficients) override {
    const double third = std::sqrt(3.0) / 6;
    spectral_fields(*solver_.process_, t + (0.5 - third) * dt_, solver_.nodes_, early_);
    spectral_fields(*solver_.process_, t + (0.5 + third) * dt_, solver_.nodes_, late_);
    c_ = Eigen::Map<const Eigen::VectorXd>(coefficients, c_.size());
    if (early_ == late_) {
      if (exponential_.size() == 0 || !(early_ == kept_)) {
        exponential_ = exponential(dt_ * assemble(early_));
        kept_ = early_;
      }
      next_.noalias() = exponential_ * c_;
    } else {
      const Eigen::MatrixXd a1 = dt_ * assemble(early_), a2 = dt_ * assemble(late_);
      next_.noalias() = exponential((0.25 + third) * a1 + (0.25 - third) * a2) * c_;
      c_.noalias() = exponential((0.25 - third) * a1 + (0.25 + third) * a2) * next_;
      next_.swap(c_);
    }
    Eigen::Map<Eigen::VectorXd>(coefficients, c_.size()) = next_;
  }

  void at_nodes(const double* coefficients, double* p) override {
    values_.noalias() = solver_.functions_ * Eigen::Map<const Eigen::VectorXd>(coefficients, c_.size());
    Eigen::Map<Eigen::ArrayXd>(p, values_.size()) =
        solver_.half_weight_ / solver_.settings_.scale * values_.array();
  }

 private:
  Eigen::MatrixXd assemble(const SpectralFields& fields) const {
    return solver_.assemble(fields.drift.col(0), fields.square.col(0));
  }

  const HermiteSolver& solver_;
  double dt_ = 0;
  SpectralFields early_, late_, kept_;
  Eigen::MatrixXd exponential_;  // exp(Δt A) of the fields kept_
  Eigen::VectorXd c_, next_, values_;
};

Claim hermite_claim() {
  Claim claim;
  claim.name = "hermite_magnus4";
  claim.source = "Grad 1949; Blanes, Moan 2006";
  claim.orders.set(Sense::time, 4);
  claim.orders.set(Sense::space, std::numeric_limits<double>::infinity());
  claim.needs = "a confining drift on a line; no error in time where it is constant";
  claim.evaluations_per_step = 2;
  return claim;
}

HermiteSolver::HermiteSolver(std::shared_ptr<const process::Process> process, const HermiteSettings& settings)
    : claim_(hermite_claim()), process_(std::move(process)), settings_(settings) {
  if (settings_.nodes == 0) settings_.nodes = 2 * settings_.functions;
  check(*process_, settings_, settings_.nodes);
  const Index n = settings_.functions, q = settings_.nodes;
  const HermiteRule rule = hermite_rule(q);
  spacing_ = rule.spacing;
  nodes_ = settings_.centre + settings_.scale * rule.nodes;
  functions_.resize(q, n);
  half_weight_.resize(q);
  for (Index i = 0; i < q; ++i) {
    hermite_functions(rule.nodes(i), n, q, &functions_(i, 0));
    hermite_functions(rule.nodes(i), 1, 1, &half_weight_(i));
  }
  matrix(0);
}

// c_n = s Σ_q Δ_q p(x_q)/√ω(y_q) ψ_n(y_q).
void HermiteSolver::project(const double* p, double* coefficients) const {
  const Eigen::Map<const Eigen::ArrayXd> values(p, nodes_.rows());
  const Eigen::VectorXd weighted = settings_.scale * spacing_ * values / half_weight_;
  Eigen::Map<Eigen::VectorXd>(coefficients, size()).noalias() = functions_.transpose() * weighted;
}

void HermiteSolver::evaluate(const Eigen::ArrayXd& coefficients, const ConstBlock& x, Values out) const {
  for_each_block(x.rows(), [&](Index, Index first, Index rows) {
    Eigen::ArrayXd psi(size());
    for (Index i = first; i < first + rows; ++i) {
      hermite_functions((x(i, 0) - settings_.centre) / settings_.scale, size(), 1, psi.data());
      out(i) = psi(0) / settings_.scale * chunk_dot(psi.data(), coefficients.data(), size());
    }
  });
}

Eigen::ArrayXd HermiteSolver::rate(double t, const Eigen::ArrayXd& coefficients) const {
  return (matrix(t) * coefficients.matrix()).array();
}

Eigen::MatrixXd HermiteSolver::matrix(double t) const {
  SpectralFields fields;
  spectral_fields(*process_, t, nodes_, fields);
  return assemble(fields.drift.col(0), fields.square.col(0));
}

// A_nm = Σ_q Δ_q (f √n ψ_{n−1}/s + ½ g² √(n(n−1)) ψ_{n−2}/s²) ψ_m: h_n′ = √n h_{n−1}.
Eigen::MatrixXd HermiteSolver::assemble(const Eigen::ArrayXd& drift, const Eigen::ArrayXd& square) const {
  const Index n = size();
  const double s = settings_.scale;
  const Eigen::VectorXd first = spacing_ * drift / s, second = 0.5 * spacing_ * square / (s * s);
  Eigen::MatrixXd test = Eigen::MatrixXd::Zero(functions_.rows(), n);
  for (Index k = 1; k < n; ++k) {
    const double order = static_cast<double>(k);
    test.col(k) = std::sqrt(order) * first.cwiseProduct(functions_.col(k - 1));
    if (k > 1) test.col(k) += std::sqrt(order * (order - 1)) * second.cwiseProduct(functions_.col(k - 2));
  }
  Eigen::MatrixXd a(n, n);
  a.noalias() = test.transpose() * functions_;
  return a;
}

std::unique_ptr<SpectralPropagator> HermiteSolver::propagator() const {
  return std::make_unique<March>(*this);
}

}  // namespace kolmo::fokker_planck
