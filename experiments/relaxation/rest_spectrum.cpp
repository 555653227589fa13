// The slowest rates of a problem.

#include <algorithm>
#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/fokker_planck/modes/eigenpairs.hpp"
#include "kolmo/fokker_planck/modes/richardson.hpp"
#include "kolmo/fokker_planck/modes/slowest_rates.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "relaxation/rest_domain.hpp"
#include "relaxation/rest_part.hpp"

namespace kolmo::relaxation {
namespace {

using Complex = std::complex<double>;

Index how_many(const RestProblem& problem) {
  return std::max<Index>(4, static_cast<Index>(problem.eigenvalues.size()));
}

std::vector<Complex> without_zero(const std::vector<Complex>& rates) {
  return {rates.begin() + 1, rates.end()};
}

std::vector<Complex> as_complex(const Eigen::ArrayXd& values) { return {values.begin(), values.end()}; }

/// Real parts, then imaginary parts.
Eigen::ArrayXd parts_of(const std::vector<Complex>& rates, std::size_t count) {
  Eigen::ArrayXd parts(static_cast<Index>(2 * count));
  for (std::size_t k = 0; k < count; ++k) {
    parts(static_cast<Index>(k)) = rates[k].real();
    parts(static_cast<Index>(count + k)) = rates[k].imag();
  }
  return parts;
}

/// What a given eigenvalue may be off by, relative: at an open side up to 1e−5 of the largest density is cut
/// off.
double known_to(const RestProblem& problem) { return open_sides(problem).empty() ? 1e-7 : 1e-4; }

/// What the domain's open sides do to each rate, on the coarsest grid: modes of higher rates reach further
/// than the law at rest. The same on a domain half as wide again, with cells of the same width.
std::vector<double> by_the_domain(const RestProblem& problem) {
  const auto open = open_sides(problem);
  const auto count = static_cast<std::size_t>(how_many(problem));
  if (open.empty()) return std::vector<double>(count, 0);
  RestProblem wider = problem;
  for (std::size_t k = 0; k < wider.given.domain->size(); ++k) {
    auto& [lower, upper] = (*wider.given.domain)[k];
    const double more = (upper - lower) / 2;
    Index sides = 0;
    for (const auto& side : open) sides += side.axis == static_cast<Index>(k) ? 1 : 0;
    for (const auto& side : open) {
      if (side.axis != static_cast<Index>(k)) continue;
      (side.side == 0 ? lower : upper) += (side.side == 0 ? -more : more) / static_cast<double>(sides);
    }
  }
  const auto here = rates_on(problem, problem.cells), there = rates_on(wider, problem.cells * 3 / 2);
  std::vector<double> moved(count, 0);
  for (std::size_t k = 0; k < std::min({count, here.size(), there.size()}); ++k)
    moved[k] = std::abs(here[k].real() - there[k].real());
  return moved;
}

}  // namespace

std::vector<Complex> rates_on(const RestProblem& problem, Index cells) {
  const auto generator = problem.generator(cells);
  const Index count = how_many(problem);
  if (problem.line()) return as_complex(fokker_planck::leading_eigenvalues(generator, count));
  if (problem.is_absorbed()) return fokker_planck::slowest_rates(generator, count);
  if (has_detailed_balance(problem))
    return as_complex(fokker_planck::leading_eigenpairs_sparse(generator, count + 1).values.tail(count));
  return without_zero(fokker_planck::slowest_rates(generator, count + 1));
}

std::vector<std::string> spectrum_check_names(const RestProblem& problem) {
  std::vector<std::string> names;
  for (std::size_t k = 0; k < problem.eigenvalues.size(); ++k)
    names.push_back("eigenvalue_" + number_text(k + 1));
  return names;
}

void study_spectrum(const RestProblem& problem, const Settings& settings, frame::Findings& findings) {
  std::vector<std::vector<Complex>> found;
  std::size_t count = 1000;
  for (const Index factor : {1, 2, 4}) {
    found.push_back(rates_on(problem, factor * problem.cells));
    count = std::min(count, found.back().size());
    throw_if_stopped();
  }
  std::vector<Eigen::ArrayXd> parts;
  for (const auto& rates : found) parts.push_back(parts_of(rates, count));
  const auto limit = fokker_planck::extrapolate(parts);
  const auto n = static_cast<Index>(count);
  const std::vector<double> moved = by_the_domain(problem);
  for (std::size_t k = 0; k < problem.eigenvalues.size(); ++k) {
    const double exact = settings.rate_factor * problem.eigenvalues[k];
    const auto i = static_cast<Index>(k);
    findings.number({.name = "eigenvalue_" + number_text(k + 1),
                     .expected = exact,
                     .observed = limit.value(i),
                     .tolerance = 3 * limit.error(i) + 2 * moved[k] + known_to(problem) * exact,
                     .source = "as given: relaxation.eigenvalues",
                     .note = moved[k] > limit.error(i) + known_to(problem) * exact
                                 ? "the ends of the domain move it by " + number_text(moved[k], 2) +
                                       ": a wider one tells more"
                                 : "",
                     .widest = 0.02 * exact});
  }
  io::Group& group = findings.group().group("eigenvalues");
  group.scale("k", Eigen::ArrayXd(Eigen::ArrayXd::LinSpaced(n, 1, static_cast<double>(n))),
              {"number of the eigenvalue", "1"});
  const auto write = [&](const char* name, const Eigen::ArrayXd& values, const char* words) {
    group.variable(name, {"k"}, values, {words, "s-1"});
  };
  write("rate", limit.value.head(n), "rates: real parts");
  write("rate_error", limit.error.head(n), "errors of the grids");
  if ((limit.value.tail(n) == 0).all()) return;
  write("frequency", limit.value.tail(n), "angular frequencies: imaginary parts");
  write("frequency_error", limit.error.tail(n), "their errors");
}

}  // namespace kolmo::relaxation
