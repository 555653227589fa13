// Dragged and stiffened wells, whose work has closed forms: exact equalities, and the same by sampling.

#include <cmath>

#include "free_energy/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/paths/free_energy.hpp"
#include "kolmo/paths/gaussian_work.hpp"
#include "kolmo/sampling/annealing/importance.hpp"
#include "kolmo/sde/drivers/simulate.hpp"

namespace kolmo::free_energy {
namespace {

using namespace paths;

/// A well of stiffness 1 dragged from 0 to 1 within one unit of time, in n levels.
HarmonicSwitching dragged(Index n) {
  HarmonicSwitching switching{{}, 1 / static_cast<double>(n)};
  for (Index k = 0; k <= n; ++k)
    switching.wells.push_back({1, static_cast<double>(k) / static_cast<double>(n)});
  return switching;
}

/// Stiffness 1 → 4 in n levels, each with a move over h.
HarmonicSwitching stiffened(Index n, double h, HarmonicMove move = HarmonicMove::exact) {
  HarmonicSwitching switching{{}, h, move};
  for (Index k = 0; k <= n; ++k)
    switching.wells.push_back({1 + 3 * static_cast<double>(k) / static_cast<double>(n), 0});
  return switching;
}

/// A function of 1/n at 0, from n = 8, 16, …, 512 (Neville: its error is a series in 1/n).
double limit_of(const std::function<double(Index)>& value) {
  std::vector<double> row;
  for (Index n = 8; n <= 512; n *= 2) {
    row.push_back(value(n));
    double factor = 2;
    for (std::size_t k = row.size() - 1; k-- > 0; factor *= 2)
      row[k] = (factor * row[k + 1] - row[k]) / (factor - 1);
  }
  return row.front();
}

/// Works of the dragged well by sampled paths, x on the exact transition.
Eigen::ArrayXd sampled_works(const Sizes& sizes, Index n) {
  const RandomStream stream = RandomStream(sizes.seed).role("dragged");
  const double h = 1 / static_cast<double>(n), keep = std::exp(-h), spread = std::sqrt(-std::expm1(-2 * h));
  Eigen::ArrayXd work = Eigen::ArrayXd::Zero(sizes.works);
  for_each_block(sizes.works, [&](Index, Index first, Index rows) {
    Points y(rows, 1);  // x − centre
    stream.normals(first, 0, y);
    for (Index k = 1; k <= n; ++k) {
      work.segment(first, rows) += h * (0.5 * h - y.col(0));
      y = keep * (y - h);
      stream.add_normals(first, static_cast<std::uint32_t>(k), spread, y);
    }
  });
  return work;
}

void add_stiffened_checks(frame::Plan& plan) {
  for (const double h : {0.01, 1.0, 100.0}) {
    for (const Index n : {1, 10}) {
      plan.checks.push_back({"stiffened/jarzynski/K=" + number_text(n) + "/h=" + number_text(h), [=] {
                               return verify::value_check(0.5, exponential_work_moment(stiffened(n, h)),
                                                          1e-12, "sqrt(1/4), whatever the step", "E e^{-W}");
                             }});
    }
  }
  plan.checks.push_back({"stiffened/euler_maruyama_is_wrong", [] {
                           return verify::value_check(
                               0.4779815096,
                               exponential_work_moment(stiffened(10, 0.1, HarmonicMove::euler_maruyama)),
                               5e-10, "another program's determinant",
                               "E e^{-W} with Euler and Maruyama inside, K = 10: 0.5 is right");
                         }});
}

void add_limits(frame::Plan& plan) {
  plan.checks.push_back({"dragged/mean", [] {
                           return verify::value_check(
                               std::exp(-1.0), limit_of([](Index n) { return normal_work(dragged(n)).mean; }),
                               1e-12, "v^2 (t - 1 + e^{-t})", "E W as the levels grow dense");
                         }});
  plan.checks.push_back({"dragged/variance", [] {
                           return verify::value_check(
                               2 * std::exp(-1.0),
                               limit_of([](Index n) { return normal_work(dragged(n)).variance; }), 2e-12,
                               "twice the mean", "Var W as the levels grow dense");
                         }});
}

void add_exact_checks(frame::Plan& plan) {
  for (const Index n : {1, 10, 100}) {
    plan.checks.push_back({"dragged/jarzynski/K=" + number_text(n), [=] {
                             return verify::value_check(1, exponential_work_moment(dragged(n)), 1e-12,
                                                        "Jarzynski 1997", "E e^{-W}");
                           }});
  }
  add_limits(plan);
  for (const double w : {-1.0, 0.0, 0.5, 2.0}) {
    plan.checks.push_back({"dragged/crooks/W=" + number_text(w), [=] {
                             const HarmonicSwitching there = dragged(10);
                             return verify::value_check(w,
                                                        normal_work(there).log_density(w) -
                                                            normal_work(there.reversed()).log_density(-w),
                                                        1e-13, "Crooks 1999", "ln p_F(W)/p_R(-W), K = 10");
                           }});
  }
  add_stiffened_checks(plan);
  // Moves so long that every level is drawn afresh: annealed importance sampling with independent draws.
  for (const int power : {1, 2}) {
    plan.checks.push_back({"stiffened/annealed_importance/power=" + number_text(power), [=] {
                             return verify::value_check(sampling::gaussian_weight_moment(0.25, 10, power),
                                                        exponential_work_moment(stiffened(10, 100), power),
                                                        1e-12, "weights of annealed importance sampling",
                                                        "E e^{-qW}: the same identity");
                           }});
  }
  plan.checks.push_back({"softened/infinite_second_moment", [] {
                           HarmonicSwitching there = stiffened(3, 100).reversed();
                           for (HarmonicWell& well : there.wells) well.stiffness /= 4;
                           return verify::value_check(
                               1, std::isinf(exponential_work_moment(there, 2)) ? 1 : 0, 0,
                               "the integral diverges",
                               "E e^{-2W}, stiffness 1 to 1/4 in 3 levels: said, not averaged");
                         }});
}

/// Densities of the work forwards and, mirrored, backwards: they cross at ΔF = 0.
void write_crossing(io::Group& part) {
  const NormalWork there = normal_work(dragged(10)), back = normal_work(dragged(10).reversed());
  Eigen::ArrayXd w = Eigen::ArrayXd::LinSpaced(161, -3, 5), forward(w.size()), mirrored(w.size());
  for (Index i = 0; i < w.size(); ++i) {
    forward(i) = std::exp(there.log_density(w(i)));
    mirrored(i) = std::exp(back.log_density(-w(i)));
  }
  io::Group& group = part.group("work_of_the_dragged_well");
  group.scale("work", w, {"work W", "1"});
  group.variable("forward", {"work"}, forward, {"density p_F(W)", "1"});
  group.variable("reverse", {"work"}, mirrored, {"density p_R(-W)", "1"});
}

}  // namespace

frame::Plan harmonic_plan(const Sizes& sizes, const Z& z) {
  frame::Plan plan{
      "Harmonic wells",
      "A well of stiffness 1 dragged by 1 in unit time, and one stiffened from 1 to 4: the energy jumps at "
      "fixed x, then x moves by a step that leaves it invariant. T = 1."};
  add_exact_checks(plan);
  const auto works = frame::lazy([=] { return sampled_works(sizes, 10); });
  plan.checks.push_back({"dragged/sampled/mean", [=] {
                           const Eigen::ArrayXd& w = works->get();
                           return verify::estimate_check("", normal_work(dragged(10)).mean,
                                                         mean_estimate(w.data(), w.size()), z(), 0,
                                                         "sum over levels");
                         }});
  plan.checks.push_back({"dragged/sampled/variance", [=] {
                           const Eigen::ArrayXd& w = works->get();
                           return verify::estimate_check("", normal_work(dragged(10)).variance,
                                                         central_moments(w.data(), w.size()).variance(), z(),
                                                         0, "sum over levels");
                         }});
  plan.checks.push_back({"dragged/sampled/free_energy", [=] {
                           return verify::estimate_check("", 0, exponential_average(works->get()), z(), 0,
                                                         "a shift costs no free energy");
                         }});
  plan.tables.push_back(write_crossing);
  return plan;
}

}  // namespace kolmo::free_energy
