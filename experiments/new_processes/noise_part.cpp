// Noise that depends on the place in its three senses, noise across the axes, and the drift -x^3.

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/analysis/stationary_state.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/problem/expression_process.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "new_processes/certified.hpp"
#include "new_processes/rest_law.hpp"

namespace kolmo::new_processes {
namespace {

using problem::Calculus;

struct Sense {
  const char* name;
  Calculus calculus;
  double at;
};

/// What laws at rest and averages by noise.time may be off by, in the units of the powers.
constexpr double exact_within = 1e-4;

constexpr Sense senses[] = {{"ito", Calculus::ito, 0},
                            {"stratonovich", Calculus::stratonovich, 0.5},
                            {"isothermal", Calculus::isothermal, 1}};

std::shared_ptr<const process::Process> process_of(const std::string& drift, const std::string& amplitude,
                                                   Calculus calculus) {
  problem::Dynamics dynamics;
  dynamics.drift = {density::Expression(drift, {})};
  dynamics.noise = {{density::Expression(amplitude, {})}};
  dynamics.calculus = calculus;
  return std::make_shared<problem::ExpressionProcess>(dynamics);
}

double middle_of(const StateNoise& noise) { return 0.5 * (noise.lower + noise.upper); }
double scale_of(const StateNoise& noise) { return (noise.upper - noise.lower) / 14; }

Case case_of(const StateNoise& noise, const Sense& sense) {
  const double middle = middle_of(noise), scale = scale_of(noise);
  const RestLaw rest(noise, sense.at);
  const auto exact = [rest, noise, middle, scale](double t, std::size_t observable) {
    if (t < noise.time) return std::numeric_limits<double>::quiet_NaN();
    return rest.expectation(
        [&](double x) { return std::pow((x - middle) / scale, static_cast<double>(observable + 1)); });
  };
  return {.name = sense.name,
          .process = process_of(noise.drift, noise.amplitude, sense.calculus),
          .start = density::gaussian_1d(middle, scale),
          .times = {0, noise.time / 12, noise.time},
          .grid = Grid({{noise.lower, noise.upper, 800}}),
          .scheme = "milstein",
          .steps = 768,
          .observables = powers(2, middle, scale),
          .exact = exact,
          .exact_within = exact_within};
}

/// What of the start is left in the means of the powers, the largest, half way to noise.time and then.
struct LeftOver {
  double half_way = 0, at_last = 0;
};

/// |E_t φ − E_∞ φ| of the grid alone, marched from the start to its own law at rest.
LeftOver left_over(const StateNoise& noise, const Sense& sense) {
  constexpr Index cells = 400, steps = 200;
  const Case one = case_of(noise, sense);
  const Grid grid({{noise.lower, noise.upper, cells}});
  const auto generator = fokker_planck::chang_cooper(*one.process, grid);
  const Eigen::ArrayXd rest = fokker_planck::stationary_state(generator).density;
  const Points x = grid.centres();
  std::array<double, 3> left{};
  fokker_planck::march(
      generator, fokker_planck::stepper("tr_bdf2"), fokker_planck::initial_density(one.start, grid).density,
      {{0, noise.time / 2, noise.time}, {steps, steps}}, [&](Index at, double, const Eigen::ArrayXd& p) {
        const Eigen::ArrayXd difference = p - rest;
        Eigen::ArrayXd phi(cells);
        for (const Observable& observable : one.observables) {
          observable.phi(x, phi);
          const double off = dot(phi.data(), difference.data(), cells) * grid.cell_volume();
          double& largest = left[static_cast<std::size_t>(at)];
          largest = std::max(largest, std::abs(off));
        }
      });
  return {left[1], left[2]};
}

/// For the two of the three laws at rest that are nearest: the larger of the differences of their first two
/// moments, in the units of the powers.
double smallest_difference(const StateNoise& noise) {
  std::vector<std::array<double, 2>> moments;
  for (const Sense& sense : senses) {
    const RestLaw law(noise, sense.at);
    const auto moment = [&](int power) {
      return law.expectation(
          [&](double x) { return std::pow((x - middle_of(noise)) / scale_of(noise), power); });
    };
    moments.push_back({moment(1), moment(2)});
  }
  double smallest = std::numeric_limits<double>::infinity();
  for (std::size_t a = 0; a < moments.size(); ++a)
    for (std::size_t b = a + 1; b < moments.size(); ++b)
      smallest = std::min(smallest, std::max(std::abs(moments[a][0] - moments[b][0]),
                                             std::abs(moments[a][1] - moments[b][1])));
  return smallest;
}

/// Noise across the axes of dX = −X dt + G dW: E X Xᵀ at rest is ½ G Gᵀ.
Case anisotropic_case() {
  Eigen::MatrixXd g(2, 2);
  g << 1.2, 0.4, 0.1, 0.7;
  const auto process =
      std::make_shared<process::LinearProcess>(-Eigen::MatrixXd::Identity(2, 2), Eigen::Vector2d::Zero(), g);
  const density::GaussianMixture start =
      density::GaussianMixture(Eigen::ArrayXd::Ones(1), Eigen::RowVector2d(1, -0.5).array(),
                               density::Covariances::isotropic(Eigen::ArrayXd::Constant(1, 0.25), 2));
  const auto exact = [=](double t, std::size_t observable) {
    const density::GaussianMixture law = process->law(start, t);
    const Eigen::Vector2d m = law.mean();
    const Eigen::MatrixXd c = law.covariance();
    const double values[] = {m(0), m(1), c(0, 0) + m(0) * m(0), c(1, 1) + m(1) * m(1), c(0, 1) + m(0) * m(1)};
    return values[observable];
  };
  return {.name = "anisotropic",
          .process = process,
          .start = start,
          .times = {0, 0.5, 2},
          .grid = Grid({{-6, 6, 72}, {-5, 5, 72}}),
          .scheme = "euler_maruyama",
          .steps = 256,
          .observables = plane_moments(),
          .exact = exact};
}

Case cubic_case() {
  const double second = 2 * std::tgamma(0.75) / std::tgamma(0.25);
  return {.name = "cubic",
          .process = process_of("-x^3", "sqrt(2)", Calculus::ito),
          .start = density::gaussian_1d(0.5, 0.5),
          .times = {0, 0.5, 10},
          .grid = Grid({{-5, 5, 480}}),
          .scheme = "sra1",
          .steps = 960,
          .observables = powers(4),
          .exact =
              [=](double t, std::size_t observable) {
                const double values[] = {0, second, 0, 1};
                return t < 10 ? std::numeric_limits<double>::quiet_NaN() : values[observable];
              },
          // The slowest mode falls at the rate 1.37: e^{−13.7} of the start is left.
          .exact_within = 1e-5};
}

/// The number of tops of the grid's density at rest.
double tops_of_cubic() {
  const Eigen::ArrayXd p =
      fokker_planck::stationary_state(
          fokker_planck::chang_cooper(*process_of("-x^3", "sqrt(2)", Calculus::ito), Grid({{-4, 4, 401}})))
          .density;
  double tops = 0;
  for (Index i = 1; i + 1 < p.size(); ++i)
    if (p(i) > p(i - 1) && p(i) >= p(i + 1)) ++tops;
  return tops;
}

void add_cubic(frame::Plan& plan, const Sampled& sampled) {
  plan.runs.push_back(certified("noise", cubic_case(), sampled));
  plan.checks.push_back({"cubic/second_moment", [] {
                           return verify::value_check(0.67598, 2 * std::tgamma(0.75) / std::tgamma(0.25),
                                                      5e-6, "acceptance value", "E x^2 of exp(-x^4/4)");
                         }});
  plan.checks.push_back({"cubic/one_top", [] {
                           return verify::value_check(1, tops_of_cubic(), 0, "exp(-x^4/4) has one maximum",
                                                      "tops of the grid's density at rest");
                         }});
}

/// The three densities where that of Itô's sense is above a thousandth of its top.
void write(io::Group& part, const StateNoise& noise) {
  io::Group& group = part.group("laws_at_rest");
  const RestLaw first(noise, senses[0].at);
  const double top = *std::max_element(first.density().begin(), first.density().end());
  std::vector<std::size_t> shown;
  std::vector<double> x;
  for (std::size_t i = 0; i < first.places().size(); i += 10)
    if (first.density()[i] > 1e-3 * top) {
      shown.push_back(i);
      x.push_back(first.places()[i]);
    }
  group.scale("x", x, {"place", "length"});
  for (const Sense& sense : senses) {
    const RestLaw law(noise, sense.at);
    std::vector<double> p;
    for (const std::size_t i : shown) p.push_back(law.density()[i]);
    group.variable(sense.name, {"x"}, p, {std::string("density at rest, ") + sense.name, "1/length"});
  }
}

}  // namespace

void require_rest(const StateNoise& noise) {
  constexpr double most = exact_within / 2;
  for (const Sense& sense : senses) {
    const LeftOver left = left_over(noise, sense);
    if (left.at_last <= most) continue;
    const double rate = std::log(left.half_way / left.at_last) / (noise.time / 2);
    throw InvalidArgument(
        "by the time " + number_text(noise.time) + " " + number_text(left.at_last, 2) +
        " of the start is left in a moment (" + sense.name + "), in units of (upper - lower)/14: at most " +
        number_text(most) + " may be" +
        (rate > 0 ? ", as by " + number_text(noise.time + 1.1 * std::log(left.at_last / most) / rate, 3)
                  : std::string()));
  }
}

frame::Plan noise_plan(const StateNoise& noise, const Sampled& sampled) {
  frame::Plan plan{"Noise that depends on the place, and across the axes",
                   "dX = (" + noise.drift + ") dt + (" + noise.amplitude +
                       ") dW in Ito's, Stratonovich's and the isothermal sense: three laws at rest."};
  for (const Sense& sense : senses) plan.runs.push_back(certified("noise", case_of(noise, sense), sampled));
  if (density::Expression(noise.amplitude, {}).depends_on(0))
    plan.checks.push_back(
        {"senses_can_be_told", [=] {
           // What the certificate of the paths allows, about: where it is more, agreement with one of the
           // three says nothing against another.
           return verify::judged(
               {.tolerance = sampled.z() / std::sqrt(static_cast<double>(sampled.particles)),
                .spread = smallest_difference(noise),
                .source = "p = g^(2a - 2) exp(int 2f/g^2)",
                .note = "tolerance of the paths; the laws at rest differ by " +
                        number_text(smallest_difference(noise))});
         }});
  plan.runs.push_back(certified("noise", anisotropic_case(), sampled));
  add_cubic(plan, sampled);
  plan.tables.push_back([=](io::Group& part) { write(part, noise); });
  return plan;
}

}  // namespace kolmo::new_processes
