#include "kolmo/fokker_planck/spectral/exponential_runge_kutta.hpp"

#include <cmath>

#include "semilinear_checks.hpp"

namespace kolmo::fokker_planck {
namespace {

using Complex = std::complex<double>;

constexpr double factorial[] = {1, 1, 2, 6, 24, 120, 720, 5040, 40320};

// Σ_j z^j/(j + k)!: at |z| < 1 the 22nd term is below 1e−21.
Complex phi_series(int k, Complex z) {
  Complex term = 1 / factorial[k], sum = term;
  for (int j = 1; j < 22; ++j) {
    term *= z / static_cast<double>(j + k);
    sum += term;
  }
  return sum;
}

Eigen::ArrayXcd phi_sum(const PhiSum& terms, const Eigen::ArrayXcd& linear, double dt) {
  Eigen::ArrayXcd value = Eigen::ArrayXcd::Zero(linear.size());
  for (const PhiTerm& term : terms) {
    for (Index i = 0; i < value.size(); ++i) {
      value(i) += term.weight * phi(term.k, term.scale * dt * linear(i));
    }
  }
  return value;
}

class ExponentialPropagator : public SemilinearPropagator {
 public:
  ExponentialPropagator(const SemilinearSystem& system, const ExponentialTable& table, double dt)
      : remainder_(system.remainder), c_(table.c), dt_(dt) {
    const Index n = system.linear.size();
    for (std::size_t i = 1; i < c_.size(); ++i) {
      flows_.push_back(phi_sum({{1, 0, c_[i]}}, system.linear, dt));
      weights_.emplace_back();
      for (const PhiSum& sum : table.a[i]) {
        weights_.back().push_back(sum.empty() ? Eigen::ArrayXcd() : dt * phi_sum(sum, system.linear, dt));
      }
      rates_.emplace_back(n);
    }
    stage_.resize(n);
  }

  // U_0 = c; of U_1, U_2, … the last is the result.
  void step(double t, Eigen::ArrayXcd& c) override {
    for (std::size_t i = 0; i < flows_.size(); ++i) {
      remainder_(t + c_[i] * dt_, i == 0 ? c : stage_, rates_[i]);
      stage_ = flows_[i] * c;
      for (std::size_t j = 0; j <= i; ++j) {
        if (weights_[i][j].size() > 0) stage_ += weights_[i][j] * rates_[j];
      }
    }
    c = stage_;
  }

 private:
  std::function<void(double, const Eigen::ArrayXcd&, Eigen::ArrayXcd&)> remainder_;
  std::vector<double> c_;
  double dt_;
  std::vector<Eigen::ArrayXcd> flows_, rates_;         // of stage i + 1; N of stage i
  std::vector<std::vector<Eigen::ArrayXcd>> weights_;  // Δt a_ij of stage i + 1, empty for 0
  Eigen::ArrayXcd stage_;
};

}  // namespace

Complex phi(int k, Complex z) {
  require(k >= 0 && k <= 8, "k", k, "must be from 0 to 8");
  if (std::abs(z) < 1) return phi_series(k, z);
  Complex value = std::exp(z);
  for (int j = 0; j < k; ++j) value = (value - 1 / factorial[j]) / z;
  return value;
}

ExponentialTable etdrk4_table() {
  const PhiSum half{{0.5, 1, 0.5}};
  return {{0, 0.5, 0.5, 1, 1},
          {{},
           {half},
           {{}, half},
           {{{1, 1}, {-1, 1, 0.5}}, {}, {{1, 1, 0.5}}},
           {{{1, 1}, {-3, 2}, {4, 3}}, {{2, 2}, {-4, 3}}, {{2, 2}, {-4, 3}}, {{-1, 2}, {4, 3}}}}};
}

ExponentialRungeKutta::ExponentialRungeKutta(Claim claim, ExponentialTable table)
    : claim_(std::move(claim)), table_(std::move(table)) {
  const double rows = static_cast<double>(table_.a.size());
  require(table_.a.size() >= 2 && table_.c.size() == table_.a.size(), "rows of the table", rows,
          "must be at least 2, with one c each");
  require(table_.c.front() == 0 && table_.c.back() == 1, "last c", table_.c.back(),
          "must be 1, and the first 0");
  for (std::size_t i = 0; i < table_.a.size(); ++i) {
    require(table_.a[i].size() == i, "entries of a row", static_cast<double>(table_.a[i].size()),
            "must be as many as there are stages before it");
  }
}

std::unique_ptr<SemilinearPropagator> ExponentialRungeKutta::prepare(const SemilinearSystem& system,
                                                                     double dt) const {
  check_system(system, dt);
  return std::make_unique<ExponentialPropagator>(system, table_, dt);
}

ExponentialRungeKutta etdrk4() {
  Claim claim;
  claim.name = "etdrk4";
  claim.source = "Cox, Matthews 2002, eqs. 26–29; Kassam, Trefethen 2005";
  claim.orders.set(Sense::time, 4);
  claim.evaluations_per_step = 4;
  return {claim, etdrk4_table()};
}

}  // namespace kolmo::fokker_planck
