#pragma once
// Butcher's order conditions of a stepper, read off one step: this sees every coefficient, however small its
// effect.

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "kolmo/ode/ode_stepper.hpp"
#include "ode/order_checks.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::ode::test {

/// A rooted tree: its root carries earlier trees of the list.
struct Tree {
  std::vector<std::size_t> branches;  ///< in descending order
  int order = 1;                      ///< vertices
  double density = 1;                 ///< γ = order · Π γ(branches)
};

/// All rooted trees of at most `order` vertices, the smaller first: 1, 1, 2, 4, 9, 20 of 1 … 6 vertices.
inline std::vector<Tree> trees(int order) {
  std::vector<Tree> all{Tree{}};
  for (int n = 2; n <= order; ++n) {
    const std::size_t smaller = all.size();
    // Grow roots by branches in descending order until n vertices are reached.
    std::vector<Tree> growing{Tree{}};
    while (!growing.empty()) {
      const Tree tree = growing.back();
      growing.pop_back();
      const std::size_t last = tree.branches.empty() ? smaller : tree.branches.back() + 1;
      for (std::size_t branch = 0; branch < last; ++branch) {
        Tree grown = tree;
        grown.branches.push_back(branch);
        grown.order += all[branch].order;
        grown.density *= all[branch].density;
        if (grown.order < n) growing.push_back(grown);
        if (grown.order == n) all.push_back({grown.branches, n, grown.density * n});
      }
    }
  }
  return all;
}

/// y_t′ = Π y_b over the branches b of t, from 0 at t = 0: y_t(h) = h^|t|/γ(t) exactly, and one step of a
/// Runge–Kutta method of weights Φ gives h^|t| Φ(t) (Butcher 2016, section 31). With `explicit_time` the
/// branch of one vertex is taken from the clock instead of its own equation, so that the times of stages are
/// tested.
inline System tree_system(const std::vector<Tree>& all, bool explicit_time) {
  return [&all, explicit_time](double t, const State& y, State& slope) {
    for (std::size_t k = 0; k < all.size(); ++k) {
      double product = 1;
      for (const std::size_t b : all[k].branches) {
        product *= b == 0 && explicit_time ? t : y[static_cast<Index>(b)];
      }
      slope[static_cast<Index>(k)] = product;
    }
  };
}

/// Its derivatives, for methods that ask for them.
inline Structure tree_structure(const std::vector<Tree>& all, bool explicit_time) {
  const auto n = static_cast<Index>(all.size());
  // The derivative of tree k's product by its branch number `left`.
  const auto others = [&all, explicit_time](std::size_t k, std::size_t left, double t, const State& y) {
    double product = 1;
    for (std::size_t p = 0; p < all[k].branches.size(); ++p) {
      const std::size_t b = all[k].branches[p];
      if (p != left) product *= b == 0 && explicit_time ? t : y[static_cast<Index>(b)];
    }
    return product;
  };
  Structure structure;
  structure.jacobian = [&all, explicit_time, others, n](double t, const State& y, Points& out) {
    out.setZero();
    for (std::size_t k = 0; k < all.size(); ++k) {
      for (std::size_t p = 0; p < all[k].branches.size(); ++p) {
        const std::size_t b = all[k].branches[p];
        if (b != 0 || !explicit_time)
          out(0, static_cast<Index>(b) * n + static_cast<Index>(k)) += others(k, p, t, y);
      }
    }
  };
  structure.time_derivative = [&all, explicit_time, others](double t, const State& y, State& out) {
    out.setZero();
    for (std::size_t k = 0; k < all.size() && explicit_time; ++k) {
      for (std::size_t p = 0; p < all[k].branches.size(); ++p) {
        if (all[k].branches[p] == 0) out[static_cast<Index>(k)] += others(k, p, t, y);
      }
    }
  };
  return structure;
}

/// The largest p of which all values[k] with |t_k| ≤ p vanish, at most that of the trees: 1e-12, for sums of
/// a few products of coefficients up to 12; those of order 8 have up to 43 and densities of 40320 (seen:
/// 2e-12).
inline int vanishing_order(const std::vector<Tree>& all, const std::vector<double>& values) {
  int order = all.back().order;
  for (std::size_t k = 0; k < all.size(); ++k) {
    if (!(std::abs(values[k]) <= (all[k].order > 6 ? 1e-10 : 1e-12)))
      order = std::min(order, all[k].order - 1);
  }
  return order;
}

struct AlgebraicOrders {
  int solution, estimate;
};

/// The orders up to which γ Φ = 1 holds for the solution and γ (Φ − Φ̂) = 0 for the error estimate, in one
/// step from 0 to 1; at most that of the trees, one more than the claim.
inline AlgebraicOrders algebraic_orders(const StepperEntry& entry) {
  const std::vector<Tree> all = trees(static_cast<int>(order_claimed(entry)) + 1);
  const auto n = static_cast<Index>(all.size());
  AlgebraicOrders orders{all.back().order, all.back().order};
  for (const bool explicit_time : {false, true}) {
    const System system = tree_system(all, explicit_time);
    const auto stepper = entry.make();
    stepper->set_structure(tree_structure(all, explicit_time));
    const State y = State::Zero(n);
    State slope(n), y_new(n), slope_new(n), error = State::Zero(n);
    system(0, y, slope);
    stepper->step(system, 0, 1, y, slope, y_new, slope_new, stepper->error_order() ? &error : nullptr);
    std::vector<double> defects, estimates;
    for (std::size_t k = 0; k < all.size(); ++k) {
      defects.push_back(all[k].density * y_new[static_cast<Index>(k)] - 1);
      estimates.push_back(all[k].density * error[static_cast<Index>(k)]);
    }
    orders.solution = std::min(orders.solution, vanishing_order(all, defects));
    orders.estimate = std::min(orders.estimate, vanishing_order(all, estimates));
  }
  return orders;
}

/// The order of the conditions that hold, exactly the claim.
inline verify::Check order_conditions(const StepperEntry& entry) {
  return verify::test::compared("order conditions/" + entry.claim.name, order_claimed(entry),
                                algebraic_orders(entry).solution, 0);
}

/// The same for the error estimate.
inline verify::Check order_conditions_of_estimate(const StepperEntry& entry) {
  return verify::test::compared("order conditions of the estimate/" + entry.claim.name,
                                *entry.make()->error_order(), algebraic_orders(entry).estimate, 0);
}

}  // namespace kolmo::ode::test
