// A density on its way to rest, by implicit Euler steps: e^{−λt} is (1 + λ Δt)^{−n} there, exactly, so that
// rates are read without an error in time; and every step is that of a Markov chain, in which KL cannot rise.

#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/analysis/dissipation.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/analysis/stationary_state.hpp"
#include "kolmo/fokker_planck/time/unsplit.hpp"
#include "relaxation/rest_part.hpp"

namespace kolmo::relaxation {
namespace {

using Complex = std::complex<double>;

/// Of a relaxation time.
constexpr Index steps_in_relaxation_time = 64, steps = 640, window = 8;
/// Σ |p − π| where rounding begins to show in its rate.
constexpr double smallest_left = 1e-8;

/// Of the largest π: less of it weighs no more.
constexpr double smallest_weighed = 1e-8;

struct Course {
  double step = 0;
  std::vector<double> times, relative_entropy, entropy, production, chi_squared;
  double worst_rise = 0, worst_drop = 0;
  std::vector<Eigen::ArrayXd> last;  ///< p − π, every `window` steps, while it is above rounding
};

Index cells_of_course(const RestProblem& problem) { return problem.cells; }

/// Σ a b/π over cells, by log π: π itself may be too small for a number. Infinite where a term is.
double product(const Eigen::ArrayXd& a, const Eigen::ArrayXd& b, const Eigen::ArrayXd& log_pi) {
  CompensatedSum total;
  for (Index i = 0; i < log_pi.size(); ++i) {
    if (a(i) == 0 || b(i) == 0) continue;
    const double size = std::exp(std::log(std::abs(a(i))) + std::log(std::abs(b(i))) - log_pi(i));
    if (std::isinf(size)) return size;
    total.add((a(i) > 0) == (b(i) > 0) ? size : -size);
  }
  return total.value();
}

/// KL(p‖π).
double relative_entropy(const Grid& grid, const Eigen::ArrayXd& p, const Eigen::ArrayXd& log_pi) {
  CompensatedSum total;
  for (Index i = 0; i < p.size(); ++i)
    if (p(i) > 0) total.add(p(i) * (std::log(p(i)) - log_pi(i)));
  return total.value() * grid.cell_volume();
}

void record(Course& course, const fokker_planck::Generator& generator,
            const fokker_planck::StationaryState& rest, double t, const Eigen::ArrayXd& p, bool balance) {
  const Grid& grid = generator.grid();
  const Eigen::ArrayXd left = p - rest.density;
  const double kl = relative_entropy(grid, p, rest.log_density);
  const double production = fokker_planck::entropy_production(generator, p);
  if (!course.times.empty()) {
    course.worst_rise = std::max(course.worst_rise, kl - course.relative_entropy.back());
    // Infinite where p is too small for a number on one side of a face alone: nothing is said of such a step.
    if (balance && std::isfinite(production))
      course.worst_drop =
          std::max(course.worst_drop, course.step * production - (course.relative_entropy.back() - kl));
  }
  course.times.push_back(t);
  course.relative_entropy.push_back(kl);
  course.entropy.push_back(fokker_planck::entropy(grid, p));
  course.production.push_back(production);
  course.chi_squared.push_back(product(left, left, rest.log_density) * grid.cell_volume());
  if ((course.times.size() - 1) % window != 0) return;
  if (left.abs().sum() * grid.cell_volume() < smallest_left) return;
  course.last.push_back(left);
  if (course.last.size() > 4) course.last.erase(course.last.begin());
}

Course run(const RestProblem& problem, double rate, bool balance) {
  const auto generator = problem.generator(cells_of_course(problem));
  const auto rest = fokker_planck::stationary_state(generator);
  Course course;
  course.step = 1 / (rate * static_cast<double>(steps_in_relaxation_time));
  const auto stepper = fokker_planck::unsplit(fokker_planck::implicit_euler());
  const auto propagator = stepper.prepare(generator, course.step);
  Eigen::ArrayXd p = problem.initial(generator.grid());
  record(course, generator, rest, 0, p, balance);
  for (Index n = 1; n <= steps; ++n) {
    propagator->advance(p.data(), 1);
    record(course, generator, rest, static_cast<double>(n) * course.step, p, balance);
    if (n % window == 0) throw_if_stopped();
  }
  return course;
}

/// From a, b (and c) in a row, what one window multiplies by: of a real rate b ≈ μ a; of a turning one
/// c ≈ (μ + μ*) b − |μ|² a.
Complex factor(const Eigen::ArrayXd& a, const Eigen::ArrayXd& b, const Eigen::ArrayXd& c,
               const Eigen::ArrayXd& log_pi, bool turning) {
  if (!turning) return product(b, a, log_pi) / product(a, a, log_pi);
  const double aa = product(a, a, log_pi), ab = product(a, b, log_pi), bb = product(b, b, log_pi);
  const double ac = product(a, c, log_pi), bc = product(b, c, log_pi), det = aa * bb - ab * ab;
  const double trace = (bc * aa - ac * ab) / det, square = -(ac * bb - bc * ab) / det;
  const Complex root = std::sqrt(Complex(trace * trace / 4 - square));
  return trace / 2 + (root.imag() < 0 ? -root : root);
}

/// λ of (1 + λ Δt)^{−window} = μ, on the branch nearest to `near`.
Complex rate_of(Complex mu, double step, Complex near) {
  if (!(std::abs(mu) > 0) || std::isinf(std::abs(mu))) return {std::nan(""), std::nan("")};
  Complex best = std::numeric_limits<double>::infinity();  // 0 would be nearer than a rate that is far off
  for (Index branch = -window; branch <= window; ++branch) {
    for (const double sign : {-1.0, 1.0}) {
      const double angle = sign * std::arg(mu) + 2 * M_PI * static_cast<double>(branch);
      const double n = static_cast<double>(window);
      const Complex once = std::polar(std::pow(std::abs(mu), 1 / n), angle / n);
      const Complex rate = (1.0 / once - 1.0) / step;
      if (std::abs(rate - near) < std::abs(best - near)) best = rate;
    }
  }
  return best;
}

struct LateRate {
  Complex expected, observed;
  double change;  ///< from the window before
};

/// The eigenvalue that what is left falls at: the one nearest to what is observed.
LateRate late_rate(const Course& course, const std::vector<Complex>& rates, const Eigen::ArrayXd& log_pi) {
  LateRate best{rates[0], 0, std::numeric_limits<double>::infinity()};
  const auto& d = course.last;
  if (d.size() < 4) return best;
  double nearest = std::numeric_limits<double>::infinity();
  for (const Complex& rate : rates) {
    const bool turning = std::abs(rate.imag()) > 1e-9 * std::abs(rate);
    const Complex before = rate_of(factor(d[0], d[1], d[2], log_pi, turning), course.step, rate);
    const Complex now = turning ? rate_of(factor(d[1], d[2], d[3], log_pi, true), course.step, rate)
                                : rate_of(factor(d[2], d[3], d[3], log_pi, false), course.step, rate);
    const double off = std::abs(now - rate) / std::abs(rate), change = std::abs(now - before);
    // A product over π beyond the numbers leaves no rate: then nothing is said.
    if (!std::isfinite(off) || !std::isfinite(change) || off >= nearest) continue;
    nearest = off;
    best = {rate, now, change};
  }
  return best;
}

std::string late_rate_note(const RestProblem& problem, bool alone) {
  std::string note = "how what is left of p - p_inf falls";
  if (!alone)
    note += "; modes of several rates are still left: a start nearer to one side (problem." + problem.name() +
            ".initial) has more of the slowest";
  return note;
}

void write(const Course& course, double rate, io::Group& group) {
  const auto array = [](const std::vector<double>& x) {
    return Eigen::ArrayXd(Eigen::Map<const Eigen::ArrayXd>(x.data(), static_cast<Index>(x.size())));
  };
  group.attribute("stepper", "implicit_euler_unsplit");
  group.scale("time", array(course.times), {"time", "s"});
  group.variable("relative_entropy", {"time"}, array(course.relative_entropy), {"KL(p_t|p_inf)", "1"});
  group.variable("entropy", {"time"}, array(course.entropy), {"entropy -integral of p log p", "1"});
  const auto where_finite = [&](const char* name, const std::vector<double>& values, const char* words,
                                const char* unit) {
    Eigen::ArrayXd finite = array(values);
    for (double& value : finite)
      if (!std::isfinite(value)) value = std::numeric_limits<double>::quiet_NaN();
    group.variable(name, {"time"}, finite, {words, unit, "", true});
  };
  where_finite("chi_squared", course.chi_squared, "chi^2(p_t|p_inf)", "1");
  where_finite("production", course.production, "entropy production", "s-1");
  group.variable("twice_the_gap", {}, io::Data(std::vector<double>{2 * rate}),
                 {"twice the slowest rate", "s-1"});
}

}  // namespace

std::vector<std::string> decay_check_names(const RestProblem& problem) {
  std::vector<std::string> names{"relative_entropy_rises", "late_rate"};
  if (has_detailed_balance(problem)) names.insert(names.end(), {"drop_below_production", "poincare_bound"});
  return names;
}

void study_decay(const RestProblem& problem, const Settings& settings, frame::Findings& findings) {
  const bool balance = has_detailed_balance(problem);
  const std::vector<Complex> rates = rates_on(problem, cells_of_course(problem));
  const double slowest = rates[0].real();
  const Course course = run(problem, slowest, balance);
  const auto generator = problem.generator(cells_of_course(problem));
  const Eigen::ArrayXd log_pi = fokker_planck::stationary_state(generator).log_density;
  write(course, slowest, findings.group().group("relaxation"));
  // Of sums of positive terms: ε for each of their cells.
  const double start = course.relative_entropy.front();
  const double noise = 1e-12 * std::max(1.0, start);
  findings.number({"relative_entropy_rises", 0, course.worst_rise, noise,
                   "data processing: no Markov chain tells two laws apart better afterwards"});
  // What is left is weighed by 1/π, in which modes are orthogonal, where π is seen: beyond, a tail of the
  // start that leaves at a rate of its own would outweigh all the rest.
  const LateRate late = late_rate(course, rates, log_pi.max(log_pi.maxCoeff() + std::log(smallest_weighed)));
  const double expected = settings.rate_factor * late.expected.real();
  const double tolerance = 10 * late.change + 1e-4 * expected, widest = 0.05 * expected;
  findings.number({.name = "late_rate",
                   .expected = expected,
                   .observed = late.observed.real(),
                   .tolerance = tolerance,
                   .source = "the nearest eigenvalue of -L on the same grid, its real part",
                   .note = late_rate_note(problem, tolerance <= widest),
                   .widest = widest});
  if (!balance) return;
  findings.number({"drop_below_production", 0, course.worst_drop, noise,
                   "detailed balance: KL falls by at least the step times its production after it"});
  double worst = 0, largest = 0;
  for (std::size_t n = 1; n < course.times.size(); ++n) {
    if (!std::isfinite(course.chi_squared[n - 1])) continue;
    largest = std::max(largest, course.chi_squared[n - 1]);
    if (course.chi_squared[n] < 1e-18 * largest) break;
    const double once = 1 / std::pow(1 + settings.rate_factor * slowest * course.step, 2);
    worst = std::max(worst, course.chi_squared[n] / (once * course.chi_squared[n - 1]) - 1);
  }
  findings.number({"poincare_bound", 0, worst, 1e-6,
                   "Poincare's inequality with the gap, of implicit Euler steps",
                   "largest excess of chi^2 over its value before times (1 + gap dt)^-2"});
}

}  // namespace kolmo::relaxation
