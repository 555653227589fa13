// [switch.NAME]: the free-energy difference of two problems of the configuration.

#include <algorithm>
#include <cmath>

#include "free_energy/parts.hpp"
#include "free_energy/switching.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/grid_sampler.hpp"
#include "kolmo/paths/free_energy.hpp"
#include "kolmo/problem/read.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::free_energy {
namespace {

/// One end: its target, and the grid on which it is drawn from and integrated.
struct End {
  process::GradientStructure structure;
  std::vector<std::array<double, 2>> domain;

  Index dimension() const { return structure.potential->dimension(); }
  std::shared_ptr<const sampling::Target> target() const {
    return sampling::target_of(structure.potential, structure.temperature);
  }
  Grid grid(Index cells) const {
    std::vector<Axis> axes;
    for (const auto& [lower, upper] : domain) axes.push_back({lower, upper, cells});
    return Grid(axes);
  }
  /// −V/T at the centres.
  Eigen::ArrayXd exponent(const Grid& on) const {
    const Points centres = on.centres();
    Eigen::ArrayXd v(centres.rows());
    for (Index first = 0; first < v.size(); first += block_rows) {
      const Index rows = std::min(block_rows, v.size() - first);
      structure.potential->value(centres.middleRows(first, rows), v.segment(first, rows));
    }
    return -v / structure.temperature;
  }
};

End read_end(const io::Configuration& configuration, const std::string& key) {
  if (!configuration.has(key))
    throw configuration.error_at(key.substr(0, key.rfind('.')), "needs '" + key + "'");
  const std::string& name = configuration.text(key);
  const std::vector<std::string> names = configuration.names("problem");
  if (std::find(names.begin(), names.end(), name) == names.end())
    throw configuration.error_at(key, "there is no [problem." + name + "]");
  const problem::Problem given = problem::read_problem(configuration, name);
  const auto structure = process::gradient_structure(*given.process);
  if (!structure)
    throw configuration.error_at(key, "'" + name + "' has no potential: a free energy needs one");
  if (!given.domain || given.has_boundary())
    throw configuration.error_at(key,
                                 "'" + name + "' needs a domain with open sides, wide enough for e^{-V/T}");
  if (given.dimension() > 2)
    throw configuration.error_at(key,
                                 "'" + name + "': one or two variables, as the start is drawn from a grid");
  return {*structure, *given.domain};
}

/// log ∫ e^{−V/T} on a grid, midpoints: beyond every order where the integrand ends at 0.
double log_partition(const End& end, Index cells) {
  const Grid grid = end.grid(cells);
  Eigen::ArrayXd e = end.exponent(grid);
  const double largest = e.maxCoeff();
  for (double& value : e) value = std::exp(value - largest);
  return largest + std::log(sum(e.data(), e.size()) * grid.cell_volume());
}

Index finest(Index dimension) { return dimension == 1 ? 4096 : 512; }

Points draws(const End& end, Index n, const RandomStream& stream) {
  const Grid grid = end.grid(2 * finest(end.dimension()));
  Eigen::ArrayXd p = end.exponent(grid);
  p = p - p.maxCoeff();
  for (double& value : p) value = std::exp(value);
  return fokker_planck::GridSampler(grid, p).sample(stream, n);
}

/// A tenth of T over the largest mean square gradient of both ends: MALA then accepts most steps.
double step_of(const End& one, const Points& x) {
  Points gradient(std::min<Index>(x.rows(), block_rows), x.cols());
  one.structure.potential->gradient(x.topRows(gradient.rows()), gradient);
  const double t = one.structure.temperature;
  const double mean = gradient.square().rowwise().sum().mean() / (t * t * static_cast<double>(x.cols()));
  return 0.2 / mean;
}

struct Works {
  Eigen::ArrayXd forward, reverse;
};

/// Works of either direction, and −log of the ratio of both integrals, computed once.
using Both = std::shared_ptr<frame::Lazy<Works>>;
using Exact = std::shared_ptr<frame::Lazy<double>>;

void add_checks(frame::Plan& plan, const Both& both, const Exact& exact, const Z& z) {
  plan.checks.push_back({"bennett", [=] {
                           return verify::estimate_check(
                               "", exact->get(),
                               paths::bennett_ratio(both->get().forward, both->get().reverse), z(), 0,
                               "integrals of e^{-V/T} on a grid");
                         }});
  // An average of few small works is biased by more than its error says: judged where works spread little.
  plan.checks.push_back(
      {"exponential_average", [=] {
         const Eigen::ArrayXd& w = both->get().forward;
         verify::Check check = verify::estimate_check("", exact->get(), paths::exponential_average(w), z(), 0,
                                                      "integrals of e^{-V/T} on a grid");
         const double spread = std::sqrt(central_moments(w.data(), w.size()).variance().value);
         if (spread > 3) {
           check.verdict = verify::Verdict::unresolved;
           check.note =
               "works spread over " + number_text(spread, 2) + " T: few carry the mean; more levels or moves";
         }
         return check;
       }});
}

}  // namespace

frame::Plan own_switch_plan(const io::Configuration& configuration, const std::string& name,
                            const Sizes& sizes, const Z& z) {
  const std::string table = "switch." + name;
  const End from = read_end(configuration, table + ".from"), to = read_end(configuration, table + ".to");
  if (from.dimension() != to.dimension())
    throw configuration.error_at(table + ".to", "has another number of variables than 'from'");
  if (from.structure.temperature != to.structure.temperature)
    throw configuration.error_at(table + ".to", "has another temperature than 'from'");
  const Index levels = configuration.integer(table + ".levels"),
              moves = configuration.integer(table + ".moves");
  const auto both = frame::lazy([=] {
    const RandomStream stream = RandomStream(sizes.seed).role("own_switch").role(name);
    const Points start = draws(from, sizes.works, stream.role("from")),
                 end = draws(to, sizes.works, stream.role("to"));
    const double step = std::min(step_of(from, start), step_of(to, end));
    const Switch there{from.target(), to.target(), levels, moves, step};
    return Works{works(there, start, stream.role("forward")),
                 works(reversed(there), end, stream.role("reverse"))};
  });
  const auto exact = frame::lazy([=] {
    const Index n = finest(from.dimension());
    return log_partition(from, n) - log_partition(to, n);
  });
  frame::Plan plan{"From " + configuration.text(table + ".from") + " to " + configuration.text(table + ".to"),
                   "Free energy over T of " + number_text(levels) + " levels, works of either direction."};
  add_checks(plan, both, exact, z);
  plan.tables.push_back(
      [=](io::Group& part) { write_works(both->get().forward, both->get().reverse, part); });
  return plan;
}

}  // namespace kolmo::free_energy
