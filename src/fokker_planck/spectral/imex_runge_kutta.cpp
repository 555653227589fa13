#include "kolmo/fokker_planck/spectral/imex_runge_kutta.hpp"

#include <cmath>

#include "semilinear_checks.hpp"

namespace kolmo::fokker_planck {
namespace {

double row_sum(const std::vector<double>& row) {
  double sum = 0;
  for (const double x : row) sum += x;
  return sum;
}

class ImexPropagator : public SemilinearPropagator {
 public:
  ImexPropagator(const SemilinearSystem& system, const ImexTable& table, double dt)
      : system_(system), table_(table), dt_(dt), stages_(table.explicit_part.size()), rates_(stages_.size()) {
    for (Eigen::ArrayXcd& stage : stages_) stage.resize(system.linear.size());
    for (Eigen::ArrayXcd& rate : rates_) rate.resize(system.linear.size());
    for (std::size_t i = 0; i < stages_.size(); ++i) {
      c_.push_back(row_sum(table.explicit_part[i]));
      inverses_.push_back((1 - dt * table.implicit_part[i][i] * system.linear).inverse());
    }
  }

  void step(double t, Eigen::ArrayXcd& c) override {
    stages_[0] = c;
    for (std::size_t i = 1; i < stages_.size(); ++i) {
      system_.remainder(t + c_[i - 1] * dt_, stages_[i - 1], rates_[i - 1]);
      Eigen::ArrayXcd& stage = stages_[i];
      stage = c;
      for (std::size_t j = 0; j < i; ++j) {
        const double e = table_.explicit_part[i][j], d = table_.implicit_part[i][j];
        if (e != 0) stage += dt_ * e * rates_[j];
        if (d != 0) stage += dt_ * d * system_.linear * stages_[j];
      }
      stage *= inverses_[i];
    }
    c = stages_.back();
  }

 private:
  SemilinearSystem system_;
  ImexTable table_;
  double dt_;
  std::vector<Eigen::ArrayXcd> stages_, rates_, inverses_;  // inverses_: 1/(1 − Δt d_ii Λ)
  std::vector<double> c_;
};

Claim imex_claim(const char* name, const char* source, double order, double evaluations) {
  Claim claim;
  claim.name = name;
  claim.source = source;
  claim.orders.set(Sense::time, order);
  claim.evaluations_per_step = evaluations;
  return claim;
}

}  // namespace

ImexTable ars_222_table() {
  const double gamma = 1 - std::sqrt(0.5), delta = -std::sqrt(0.5);  // δ = 1 − 1/(2γ)
  return {{{}, {gamma}, {delta, 1 - delta}}, {{0}, {0, gamma}, {0, 1 - gamma, gamma}}};
}

ImexTable ars_443_table() {
  return {{{}, {1. / 2}, {11. / 18, 1. / 18}, {5. / 6, -5. / 6, 1. / 2}, {1. / 4, 7. / 4, 3. / 4, -7. / 4}},
          {{0},
           {0, 1. / 2},
           {0, 1. / 6, 1. / 2},
           {0, -1. / 2, 1. / 2, 1. / 2},
           {0, 3. / 2, -3. / 2, 1. / 2, 1. / 2}}};
}

ImexRungeKutta::ImexRungeKutta(Claim claim, ImexTable table)
    : claim_(std::move(claim)), table_(std::move(table)) {
  const std::size_t stages = table_.explicit_part.size();
  require(stages >= 2 && table_.implicit_part.size() == stages, "stages of the table",
          static_cast<double>(stages), "must be at least 2, the same in both parts");
  for (std::size_t i = 0; i < stages; ++i) {
    require(table_.explicit_part[i].size() == i && table_.implicit_part[i].size() == i + 1, "stage",
            static_cast<double>(i), "must have as many explicit entries, and one implicit entry more");
    require(table_.implicit_part[i][i] >= 0, "implicit entry on the diagonal", table_.implicit_part[i][i],
            "must be ≥ 0");
  }
  for (const auto& row : {table_.explicit_part.back(), table_.implicit_part.back()}) {
    require(std::abs(row_sum(row) - 1) <= 1e-14, "sum of the last row", row_sum(row), "must be 1");
  }
}

std::unique_ptr<SemilinearPropagator> ImexRungeKutta::prepare(const SemilinearSystem& system,
                                                              double dt) const {
  check_system(system, dt);
  return std::make_unique<ImexPropagator>(system, table_, dt);
}

ImexRungeKutta ars_222() {
  return {imex_claim("ars_222", "Ascher, Ruuth, Spiteri 1997, section 2.6", 2, 2), ars_222_table()};
}

ImexRungeKutta ars_443() {
  return {imex_claim("ars_443", "Ascher, Ruuth, Spiteri 1997, section 2.8", 3, 4), ars_443_table()};
}

}  // namespace kolmo::fokker_planck
