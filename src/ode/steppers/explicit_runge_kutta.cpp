#include "explicit_runge_kutta.hpp"

#include <cmath>
#include <utility>

#include "kolmo/core/errors.hpp"

namespace kolmo::ode {
namespace {

double total(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

/// Σ values = expected, for coefficients of about 20 digits that are rounded once each.
void require_sum(const std::vector<double>& values, double expected, const std::string& what) {
  require(std::abs(total(values) - expected) <= 1e-14 * std::max(1.0, std::abs(expected)) + 1e-14 * 30, what,
          total(values), "must sum to what the condition of order 1 asks for");
}

}  // namespace

ExplicitRungeKutta::ExplicitRungeKutta(Claim claim, ExplicitTableau tableau, std::optional<int> error_order)
    : claim_(std::move(claim)), tableau_(std::move(tableau)), error_order_(error_order) {
  const std::size_t stages = tableau_.c.size();
  require(tableau_.a.size() == stages && tableau_.b.size() == stages, "stages", static_cast<double>(stages),
          "must be those of a and b too");
  for (std::size_t i = 0; i < stages; ++i) {
    require(tableau_.a[i].size() == i, "coefficients of a stage", static_cast<double>(tableau_.a[i].size()),
            "must be one for each stage before it");
    require_sum(tableau_.a[i], tableau_.c[i], "a row of a");
  }
  require_sum(tableau_.b, 1, "b");
  for (const auto& error : {tableau_.error, tableau_.error_crude}) {
    require(error.empty() || error.size() == stages + 1, "weights of the error",
            static_cast<double>(error.size()), "must be one a stage and one for the end");
    require_sum(error, 0, "weights of the error");
  }
  k_.resize(stages);
}

void ExplicitRungeKutta::combine(const std::vector<double>& weights, const State& slope,
                                 const State& slope_new, State& out) const {
  out.setZero(slope.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] == 0) continue;
    out += weights[i] * (i == 0 ? slope : i < k_.size() ? k_[i] : slope_new);
  }
}

void ExplicitRungeKutta::step(const System& system, double t, double h, const State& x, const State& slope,
                              State& x_new, State& slope_new, State* error) {
  for (std::size_t i = 1; i < k_.size(); ++i) {
    combine(tableau_.a[i], slope, slope, x_new);
    x_new = x + h * x_new;
    k_[i].resize(x.size());
    system(t + tableau_.c[i] * h, x_new, k_[i]);
  }
  combine(tableau_.b, slope, slope, x_new);
  x_new = x + h * x_new;
  system(t + h, x_new, slope_new);
  if (error == nullptr || tableau_.error.empty()) return;
  combine(tableau_.error, slope, slope_new, *error);
  if (!tableau_.error_crude.empty()) {
    combine(tableau_.error_crude, slope, slope_new, crude_);
    for (Index i = 0; i < x.size(); ++i) {
      const double fine = (*error)[i], size = std::hypot(fine, 0.1 * crude_[i]);
      (*error)[i] = size == 0 ? 0 : fine * (std::abs(fine) / size);
    }
  }
  *error *= h;
}

}  // namespace kolmo::ode
