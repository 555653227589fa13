#include "optimal_transport/own_distance.hpp"

#include <cmath>
#include <optional>

#include "frame/lazy.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/statistics/law_1d.hpp"
#include "kolmo/io/errors.hpp"
#include "kolmo/io/keys.hpp"
#include "kolmo/transport/back_and_forth.hpp"
#include "kolmo/transport/benamou_brenier.hpp"
#include "kolmo/transport/density_distances.hpp"
#include "kolmo/transport/discrete.hpp"
#include "kolmo/transport/sample_distances.hpp"
#include "kolmo/transport/sinkhorn_divergence.hpp"
#include "optimal_transport/own_input.hpp"

namespace kolmo::optimal_transport {
namespace {

/// What a method found, and what it says of itself: `off` must be within the tolerance.
struct Measured {
  double value, off;
  std::string status = {};
};

struct Settings {
  double epsilon;
  Index directions;
  std::optional<double> length;  ///< of the kernel
  transport::SinkhornPlan plan() const {
    return {.epsilon = epsilon, .iterations = 20000, .tolerance = 1e-7};
  }
};

struct Method {
  std::string name, value, proof;
  double tolerance;
  std::function<Measured(const OwnPoints&, const Settings&)> of_points = {};
  std::function<Measured(const OwnDensities&, const Settings&)> of_densities = {};
};

Measured measured(const transport::EntropicTransport& found) {
  return {found.dual, found.residual, std::string(transport::status_name(found.status))};
}

Measured measured(const transport::SinkhornDivergence& found) {
  return {found.value, std::max({found.between.residual, found.of_a.residual, found.of_b.residual}),
          std::string(transport::status_name(found.status()))};
}

double relative(double off, double value) { return value == 0 && off == 0 ? 0 : off / value; }

Measured exact(const OwnPoints& p, const Settings&) {
  const auto plan = transport::exact_transport(p.from, p.to);
  return {plan.cost, relative(plan.gap(), plan.cost)};
}

/// Half of the mean |x − y|² between the sets, rooted: what their kernel's length is where none is given.
double spread(const OwnPoints& p) {
  const Eigen::ArrayXd a = Eigen::ArrayXd::Constant(p.from.rows(), 1 / static_cast<double>(p.from.rows())),
                       b = Eigen::ArrayXd::Constant(p.to.rows(), 1 / static_cast<double>(p.to.rows()));
  return std::sqrt(transport::dense_cost(transport::squared_costs(p.from, p.to))->mean(a.data(), b.data()) /
                   2);
}

/// In lengths twice as long a square is four times as large: to the last bit, or some number with a unit is
/// compared with one without.
Measured sliced(const OwnPoints& p, const Settings& s) {
  const RandomStream stream = RandomStream(2026).role("directions");
  const double value = transport::sliced_w2_squared(p.from, p.to, s.directions, stream).w2_squared;
  const double twice = transport::sliced_w2_squared(2 * p.from, 2 * p.to, s.directions, stream).w2_squared;
  return {value, std::abs(twice - 4 * value)};
}

Measured mmd(const OwnPoints& p, const Settings& s) {
  const double length = s.length.value_or(spread(p));
  const double value = transport::mmd_squared(p.from, p.to, length);
  return {value, std::abs(transport::mmd_squared(2 * p.from, 2 * p.to, 2 * length) - value)};
}

Measured back_and_forth(const OwnDensities& d, const Settings&) {
  const auto found = transport::back_and_forth(d.grid, d.from, d.to);
  return {found.w2_squared(), relative(std::abs(found.gap), found.dual),
          std::string(transport::status_name(found.status))};
}

Measured least_action(const OwnDensities& d, const Settings&) {
  const auto found =
      transport::benamou_brenier(d.grid, d.from, d.to, {.iterations = 10000, .tolerance = 1e-2});
  return {found.action, relative(found.gap(), found.action),
          std::string(transport::status_name(found.status))};
}

/// On the line the best plan keeps the order, whatever the cost: exact for densities constant in cells.
Measured quantiles(const OwnDensities& d, const Settings&) {
  const auto square = [&](double unit) {
    const Axis axis{unit * d.grid.axis(0).lower, unit * d.grid.axis(0).upper, d.grid.axis(0).cells};
    const Eigen::ArrayXd from = d.from / unit, to = d.to / unit;
    return std::pow(w2_distance(Law1D::from_density(axis, from.data()), Law1D::from_density(axis, to.data())),
                    2);
  };
  const double value = square(1);
  return {value, std::abs(square(2) - 4 * value)};
}

/// H² ≤ TV ≤ √2 H.
double outside_of_bounds(const OwnDensities& d) {
  const double tv = transport::total_variation(d.grid, d.from, d.to),
               h = transport::hellinger_distance(d.grid, d.from, d.to);
  return std::max({0.0, h * h - tv, tv - std::sqrt(2) * h});
}

const std::vector<Method>& methods() {
  static const std::string residual = "mass that is amiss in the marginals",
                           bounds = "H^2 <= TV <= sqrt(2) H", units = "change in doubled units";
  static const std::vector<Method> all = {
      {"exact", "W2 squared", "(plan - dual)/plan", 1e-12, exact},
      {"entropic", "OT_eps", residual, 1e-6,
       [](const OwnPoints& p, const Settings& s) {
         return measured(transport::sinkhorn(p.from, p.to, s.plan()));
       },
       [](const OwnDensities& d, const Settings& s) {
         return measured(transport::sinkhorn(d.grid, d.from, d.to, s.plan()));
       }},
      {"debiased", "S_eps", residual, 1e-6,
       [](const OwnPoints& p, const Settings& s) {
         return measured(transport::sinkhorn_divergence(p.from, p.to, s.plan()));
       },
       [](const OwnDensities& d, const Settings& s) {
         return measured(transport::sinkhorn_divergence(d.grid, d.from, d.to, s.plan()));
       }},
      {"sliced", "sliced W2 squared", units, 0, sliced},
      {"mmd", "MMD squared", units, 0, mmd},
      {"quantiles", "W2 squared", units, 0, {}, quantiles},
      {"back_and_forth", "W2 squared", "|cost of the map - J|/J", 1e-2, {}, back_and_forth},
      {"least_action", "W2 squared", "(action - bound)/action", 1e-2, {}, least_action},
      {"total_variation",
       "total variation",
       bounds,
       1e-15,
       {},
       [](const OwnDensities& d, const Settings&) {
         return Measured{transport::total_variation(d.grid, d.from, d.to), outside_of_bounds(d)};
       }},
      {"hellinger",
       "Hellinger distance",
       bounds,
       1e-15,
       {},
       [](const OwnDensities& d, const Settings&) {
         return Measured{transport::hellinger_distance(d.grid, d.from, d.to), outside_of_bounds(d)};
       }},
      {"fisher_rao",
       "Fisher-Rao distance",
       bounds,
       1e-15,
       {},
       [](const OwnDensities& d, const Settings&) {
         return Measured{transport::fisher_rao_distance(d.grid, d.from, d.to), outside_of_bounds(d)};
       }},
  };
  return all;
}

std::vector<Method> chosen_methods(const io::Configuration& configuration, const std::string& name,
                                   bool files) {
  const std::string key = "distance." + name + ".methods";
  std::vector<Method> chosen;
  const bool line = !files && configuration.has("distance." + name + ".domain") &&
                    configuration.matrix("distance." + name + ".domain").size() == 1;
  const auto fits = [=](const Method& m) {
    return files ? bool(m.of_points) : bool(m.of_densities) && (line || m.name != "quantiles");
  };
  // what takes long, and what quantiles do better
  const auto asked_for = [=](const Method& m) {
    return m.name == "least_action" || (line && m.name == "back_and_forth");
  };
  if (!configuration.has(key)) {
    for (const Method& method : methods())
      if (fits(method) && !asked_for(method)) chosen.push_back(method);
    return chosen;
  }
  for (const std::string& wanted : configuration.texts(key)) {
    const Method& method = io::keys::entry_of(methods(), wanted);
    if (!fits(method))
      throw configuration.error_at(key, "'" + wanted + "' is not for " +
                                            (files  ? "points"
                                             : line ? "densities"
                                                    : "densities beyond the line"));
    chosen.push_back(method);
  }
  return chosen;
}

/// All that the methods find, in their order.
struct Results {
  std::vector<Measured> found;
  double mass_from = 1, mass_to = 1;
};

Results measure(const io::Configuration& configuration, const std::string& name, bool files,
                const std::vector<Method>& chosen) {
  const std::string p = "distance." + name + ".";
  Settings settings{configuration.number(p + "epsilon"), configuration.integer(p + "directions"),
                    std::nullopt};
  if (configuration.has(p + "length")) settings.length = configuration.number(p + "length");
  Results results;
  if (files) {
    const OwnPoints points = own_points(configuration, name);
    for (const Method& method : chosen) results.found.push_back(method.of_points(points, settings));
    return results;
  }
  const OwnDensities densities = own_densities(configuration, name);
  results.mass_from = densities.mass_from;
  results.mass_to = densities.mass_to;
  for (const Method& method : chosen) results.found.push_back(method.of_densities(densities, settings));
  return results;
}

}  // namespace

io::Schema distance_keys() {
  using namespace io::keys;
  const std::string p = "distance.*.";
  std::vector<io::Key> keys = {
      file(p + "from.file", "A CSV file: each row a point, of equal weight."),
      file(p + "to.file", "The other one; any number of rows."),
      texts(p + "columns", "", "Columns to take from both files; all of them if not given."),
      text(p + "from.density", "",
           "In place of files, a density by its formula in x, y, z; it is divided by its mass."),
      text(p + "to.density", "", "The other one."),
      matrix(p + "domain", "", "1", "[[lower, upper], ...] of the densities' grid, one to three axes."),
      count(p + "cells", "64", "Cells along each axis.", {4, 4096}),
      texts(p + "methods", "",
            "How to measure; if not given all that fit, but least_action, and back_and_forth on the line.",
            names_of(methods())),
      number(p + "epsilon", "0.05", "1",
             "epsilon of entropic and debiased, as a part of the mean of |x - y|^2 between "
             "independent points.",
             positive),
      count(p + "directions", "64", "Directions of sliced.", {2, 1e5}),
      number(p + "length", "", "1",
             "Length of the kernel of mmd, in the unit of the points; if not given the root of half "
             "the mean of |x - y|^2.",
             positive),
  };
  return keys;
}

frame::Plan own_distance_plan(const io::Configuration& configuration, const std::string& name) {
  const bool files = between_files(configuration, name);
  const std::vector<Method> chosen = chosen_methods(configuration, name, files);
  frame::Plan plan{"Distance '" + name + "'",
                   files ? "Two sets of points, by what each method says of itself."
                         : "Two densities on a grid, by what each method says of itself."};
  const auto results = frame::lazy([=] { return measure(configuration, name, files, chosen); });
  for (std::size_t k = 0; k < chosen.size(); ++k)
    plan.checks.push_back({chosen[k].name, [=] {
                             const Measured& found = results->get().found[k];
                             const std::string status = found.status.empty() ? "" : " (" + found.status + ")";
                             return verify::value_check(0, found.off, chosen[k].tolerance, chosen[k].proof,
                                                        chosen[k].value + " = " +
                                                            number_text(found.value, 10) + status + "; " +
                                                            chosen[k].proof);
                           }});
  plan.tables.push_back([=](io::Group& part) {
    std::vector<std::string> names, meanings;
    std::vector<double> values;
    for (std::size_t k = 0; k < chosen.size(); ++k) {
      names.push_back(chosen[k].name);
      meanings.push_back(chosen[k].value);
      values.push_back(results->get().found[k].value);
    }
    io::Group& group = part.group("distances");
    group.scale("method", names, {"method", ""});
    group.variable("value", {"method"}, values,
                   {"distance; squares in the square of the unit of length", "1"});
    group.variable("meaning", {"method"}, meanings, {"what the value is", ""});
    if (!files) {
      group.attribute("mass_from", results->get().mass_from);
      group.attribute("mass_to", results->get().mass_to);
    }
  });
  return plan;
}

}  // namespace kolmo::optimal_transport
