// What a problem is like within a box, before anything is computed.

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/problem/expression_process.hpp"
#include "kolmo/problem/problem.hpp"

namespace kolmo::problem {
namespace {

using density::Expression;

std::string place_text(const std::vector<std::string>& variables, const Points& x, Index i) {
  std::string text;
  for (Index j = 0; j < x.cols(); ++j)
    text += (j == 0 ? "" : ", ") + variables[static_cast<std::size_t>(j)] + " = " + number_text(x(i, j), 6);
  return text;
}

void require_finite_rows(const Points& values, const char* what, const Problem& problem, const Points& x,
                         double t) {
  for (Index i = 0; i < x.rows(); ++i) {
    if (values.row(i).isFinite().all()) continue;
    throw InvalidArgument(std::string(what) + " is not finite at " +
                          place_text(problem.names.variables, x, i) + ", t = " + number_text(t, 6) +
                          ", within the domain; take a domain without this place");
  }
}

void require_same_round(const Points& here, const Points& there, const char* what, const Problem& problem,
                        const Points& x, Index j) {
  const double size = here.abs().maxCoeff();
  for (Index i = 0; i < x.rows(); ++i) {
    if (((here.row(i) - there.row(i)).abs() <= 1e-9 * size).all()) continue;
    const std::string& name = problem.names.variables[static_cast<std::size_t>(j)];
    const auto& [lower, upper] = (*problem.domain)[static_cast<std::size_t>(j)];
    const std::string length = number_text(upper - lower, 6);
    throw InvalidArgument("'" + name + "' is periodic, and " + what + " at " +
                          place_text(problem.names.variables, x, i) + " is not what it is at " + name +
                          " + " + length + ": write it with sin and cos of 2*pi*" + name + "/" + length +
                          ", or with " + name + " - " + length + "*floor((" + name + " - (" +
                          number_text(lower, 6) + "))/" + length + ")");
  }
}

/// The places in [lower, upper] at which f changes sign, by bisection between 1000 places.
void find_signs(const Expression& f, double lower, double upper, std::vector<double>& places) {
  const auto positive = [&](double x) { return f.at(0, Eigen::ArrayXd::Constant(1, x)) > 0; };
  const auto end = [&](int i) { return lower + (upper - lower) * i / 1000; };
  for (int i = 0; i < 1000 && places.size() < 20; ++i) {
    double a = end(i), b = end(i + 1);
    const bool left = positive(a);
    if (left == positive(b)) continue;
    for (int step = 0; step < 60; ++step) {
      const double middle = 0.5 * (a + b);
      (positive(middle) == left ? a : b) = middle;
    }
    places.push_back(std::abs(b) < 1e-12 * (upper - lower) ? 0 : b);  // to rounding of the domain
  }
}

}  // namespace

Points sampled_places(const std::vector<std::array<double, 2>>& box) {
  const auto d = static_cast<Index>(box.size());
  const Index n = d == 1 ? 1000 : d == 2 ? 61 : 21;
  Index count = 1;
  for (Index j = 0; j < d; ++j) count *= n;
  Points x(count, d);
  for (Index i = 0; i < count; ++i) {
    Index rest = i;
    for (Index j = 0; j < d; ++j, rest /= n) {
      const auto& [lower, upper] = box[static_cast<std::size_t>(j)];
      x(i, j) = lower + (upper - lower) * (static_cast<double>(rest % n) + 0.5) / static_cast<double>(n);
    }
  }
  return x;
}

void require_finite(const Problem& problem, const std::vector<std::array<double, 2>>& box) {
  const auto* process = dynamic_cast<const ExpressionProcess*>(problem.process.get());
  if (process == nullptr) return;  // the library's own are finite everywhere
  const Points x = sampled_places(box);
  const Index d = process->dimension(), m = process->noise_dimension();
  Points drift(x.rows(), d), noise(x.rows(), d * m), one(x.rows(), 1);
  for (const double t : problem.times.empty() ? std::vector<double>{0} : problem.times) {
    if (problem.potential) {
      density::ExpressionProgram({*problem.potential}).evaluate(t, x, one);
      require_finite_rows(one, "the potential", problem, x, t);
    }
    process->drift(t, x, drift);
    require_finite_rows(drift, "the drift", problem, x, t);
    process->diffusion_matrix(t, x, noise);
    require_finite_rows(noise, "the noise", problem, x, t);
    process->drift_divergence(t, x, one.col(0));
    require_finite_rows(one, "the divergence of the drift", problem, x, t);
  }
}

void require_periodic(const Problem& problem) {
  const process::Process& process = *problem.process;
  const Index d = process.dimension(), columns = d * process.noise_dimension();
  for (Index j = 0; j < d; ++j) {
    if (problem.boundaries[static_cast<std::size_t>(j)][0] != Boundary::periodic) continue;
    const auto& [lower, upper] = (*problem.domain)[static_cast<std::size_t>(j)];
    const Points here = sampled_places(*problem.domain);
    Points there = here;
    there.col(j) += upper - lower;
    for (const double t : problem.times.empty() ? std::vector<double>{0} : problem.times) {
      Points f(here.rows(), d), f_there = f, g(here.rows(), columns), g_there = g;
      process.drift(t, here, f);
      process.drift(t, there, f_there);
      process.diffusion_matrix(t, here, g);
      process.diffusion_matrix(t, there, g_there);
      require_same_round(f, f_there, "the drift", problem, here, j);
      require_same_round(g, g_there, "the noise", problem, here, j);
    }
  }
}

std::vector<std::string> kink_places(const Problem& problem, const std::vector<std::array<double, 2>>& box) {
  const auto* process = dynamic_cast<const ExpressionProcess*>(problem.process.get());
  std::vector<std::string> texts;
  if (process == nullptr || process->dimension() != 1) return texts;
  std::vector<Expression> switches = process->switches();
  if (problem.potential) {
    for (const Expression& f : problem.potential->switches()) switches.push_back(f);
  }
  std::vector<double> places;
  for (const Expression& f : switches)
    if (!f.depends_on(Expression::time)) find_signs(f, box[0][0], box[0][1], places);
  std::sort(places.begin(), places.end());
  for (const double place : places) {
    const std::string text = problem.names.variables[0] + " = " + number_text(place, 6);
    if (texts.empty() || texts.back() != text) texts.push_back(text);
  }
  return texts;
}

}  // namespace kolmo::problem
