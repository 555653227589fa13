#include "four_roads/problem/domain.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "four_roads/problem/pilot_domain.hpp"
#include "four_roads/problem/short_time_law.hpp"

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/density/value_at.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

constexpr double reach = 6.5;     ///< Φ(−6.5) = 4e−11
constexpr double height = 25;     ///< e^{−25} = 1.4e−11
constexpr double margin = 0.02;   ///< of the width, on either side
constexpr double stretch = 1.02;  ///< of one step outwards over the one before: steps stay 2 % of the way

struct Interval {
  double lower = std::numeric_limits<double>::infinity(), upper = -lower;
  void hold(double x) {
    lower = std::min(lower, x);
    upper = std::max(upper, x);
  }
  double width() const { return upper - lower; }
};

void hold(const density::GaussianMixture& law, Index j, Interval& box) {
  for (Index k = 0; k < law.components(); ++k) {
    const double deviation = std::sqrt(law.covariance(k)(j, j));
    box.hold(law.means()(k, j) - reach * deviation);
    box.hold(law.means()(k, j) + reach * deviation);
  }
}

/// One end of the domain on its way outwards.
struct Growth {
  double end, inside, sign;  ///< where it starts, a place within, −1 or 1
  double step, lowest;       ///< of the first step; the lowest V that is known
  double width, spread;      ///< of the start's own box; 6.5 deviations of free noise until the last time
};

/// Moves the end outwards while V stays within 25 T of its lowest value seen, by shorter and shorter steps
/// where it stops being finite; or inwards from where it is not. Beyond sixteen widths no farther than free
/// noise carries from where V fell last: tails of V that rise as slowly as a logarithm hold no path back
/// earlier, and no path is there yet. Infinite where V goes on falling.
double grown_end(const process::GradientStructure& structure, Growth g) {
  const density::Potential& potential = *structure.potential;
  for (int i = 0; i < 4096 && !std::isfinite(value_at(potential, g.end)); ++i)
    g.end += (g.inside - g.end) / 64;
  const double start = g.end;
  double low = g.end, here = value_at(potential, g.end);
  for (int i = 0, halvings = 0; i < 4096; ++i) {
    const double next = g.end + g.sign * g.step, v = value_at(potential, next);
    if (!std::isfinite(v)) {
      if (++halvings > 10) return g.end;
      g.step /= 2;
      continue;
    }
    g.step *= stretch;  // a start much narrower than the wells says nothing of their width
    g.lowest = std::min(g.lowest, v);
    if (v - g.lowest >= height * structure.temperature && v > here) return g.end;
    if (v < here) low = next;
    if (std::abs(next - start) > 16 * g.width && std::abs(next - low) > g.spread) return g.end;
    g.end = next;
    here = v;
  }
  return g.sign * std::numeric_limits<double>::infinity();
}

void hold_wells(const process::GradientStructure& structure, double centre, double span, Interval& box) {
  double lowest = std::numeric_limits<double>::infinity();
  const double step = box.width() / 256;
  for (int i = 0; i <= 256; ++i) {
    const double v = value_at(*structure.potential, box.lower + i * step);
    if (std::isfinite(v)) lowest = std::min(lowest, v);
  }
  const double spread = reach * std::sqrt(2 * structure.temperature * span);
  const Growth growth{0, centre, 0, step, lowest, box.width(), spread};
  const auto grown = [&](double end, double sign) {
    Growth g = growth;
    g.end = end;
    g.sign = sign;
    return grown_end(structure, g);
  };
  const double lower = grown(box.lower, -1), upper = grown(box.upper, 1);
  box = {lower, upper};
}

Axis found_axis(const Problem& problem, Index j) {
  Interval box;
  hold(*problem.initial, j, box);
  if (problem.linear) {
    for (std::size_t i = 1; i < problem.clock.size(); ++i) {
      for (const double share : {0.25, 0.5, 0.75, 1.0})
        hold(problem.marginal(problem.clock[i - 1] + share * (problem.clock[i] - problem.clock[i - 1])), j,
             box);
    }
  } else if (const auto structure = gradient_structure(*problem.intrinsic);
             structure && problem.dimension() == 1) {
    hold_wells(*structure, problem.initial->mean()(j), problem.clock.back(), box);
  }
  const double more = margin * box.width();
  const auto structure = problem.dimension() == 1 ? gradient_structure(*problem.intrinsic) : std::nullopt;
  // Not across a wall where V is not finite, or a pole behind which it is far lower.
  const auto wider = [&](double end, double by) {
    if (!structure) return end + by;
    const double v = value_at(*structure->potential, end + by);
    const bool goes_on =
        std::isfinite(v) && v > value_at(*structure->potential, end) - height * structure->temperature;
    return goes_on ? end + by : end;
  };
  return {wider(box.lower, -more), wider(box.upper, more), 0};
}

Axis given_axis(const KeyReader& keys, const Problem& problem, Index j) {
  const io::Matrix& rows = keys.matrix("domain");
  if (static_cast<Index>(rows.size()) != problem.dimension() || rows[0].size() != 2) {
    throw keys.wrong("domain", "must be [[lower, upper]] for each of the " +
                                   number_text(problem.dimension()) + " coordinates");
  }
  const double lower = rows[static_cast<std::size_t>(j)][0], upper = rows[static_cast<std::size_t>(j)][1];
  if (!(lower < upper)) throw keys.wrong("domain", "needs lower < upper");
  return {lower, upper, 0};
}

}  // namespace

namespace {

/// The pilot's box, with the start in it. Throws what is wrong located at the problem: a domain is then
/// needed.
std::vector<Axis> domain_of_paths(const KeyReader& keys, const problem::Problem& stated,
                                  const Problem& problem) {
  try {
    std::vector<Axis> box = pilot_domain(problem);
    std::vector<std::array<double, 2>> ends;
    for (std::size_t j = 0; j < box.size(); ++j) {
      Interval interval{box[j].lower, box[j].upper};
      hold(*problem.initial, static_cast<Index>(j), interval);
      box[j] = {interval.lower, interval.upper, 0};
      ends.push_back({interval.lower, interval.upper});
    }
    problem::require_finite(stated, ends);
    return box;
  } catch (const InvalidArgument& error) {
    throw keys.missing("domain", std::string("it was looked for along paths, and there ") + error.what());
  } catch (const NumericalFailure& error) {
    throw keys.missing("domain", std::string("it was looked for along paths, and ") + error.what());
  }
}

}  // namespace

void read_domain(const KeyReader& keys, const problem::Problem& stated, Problem& problem) {
  const bool closed_form = problem.linear || problem.gradient_flow;
  std::vector<Axis> pilot;
  problem.domain_from_paths = !keys.has("domain") && !closed_form;
  if (problem.domain_from_paths) pilot = domain_of_paths(keys, stated, problem);
  for (Index j = 0; j < problem.dimension(); ++j) {
    Axis axis = keys.has("domain") ? given_axis(keys, problem, j)
                : closed_form      ? found_axis(problem, j)
                                   : pilot[static_cast<std::size_t>(j)];
    if (!keys.has("domain") && j == 1) axis = centred_momenta(problem, axis);
    if (!std::isfinite(axis.upper - axis.lower)) {
      throw keys.wrong("process.potential",
                       "goes on falling to one side, so that nothing confines the process: give a domain");
    }
    axis.cells = problem.fokker_planck.cells > 0 ? problem.fokker_planck.cells : 400;
    problem.domain.push_back(axis);
    if (!problem.starts_from_mixture()) continue;
    const density::GaussianMixture law =
        problem.initial->marginal_1d(Eigen::VectorXd::Unit(problem.dimension(), j));
    const double outside = law.cdf(axis.lower) + law.probability_above(axis.upper);
    if (outside > most_mass_outside) {
      std::ostringstream message;
      message << "leaves out " << outside << " of the initial law along coordinate " << j + 1
              << (problem.point ? ": the point must lie between the sides" : ": at most 1e-6 is allowed");
      throw keys.has("domain")
          ? keys.wrong("domain", message.str())
          : keys.wrong("initial",
                       "reaches to where V is not finite: a domain without those places " + message.str());
    }
  }
  keys.at(keys.has("domain") ? "domain" : "initial", [&] { return Grid(problem.domain); });
}

}  // namespace kolmo::four_roads
