// Between two sets: how long, how often, and from where which is met first.

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/fokker_planck/analysis/backward.hpp"
#include "kolmo/fokker_planck/analysis/escape_rates.hpp"
#include "kolmo/fokker_planck/modes/richardson.hpp"
#include "relaxation/line_integrals.hpp"
#include "relaxation/rest_part.hpp"

namespace kolmo::relaxation {
namespace {

/// Cells of an axis on the coarsest of the grids, each of which has three times the cells of the one before:
/// its centres stay centres, so that sets bounded by them keep their place.
Index coarsest(const RestProblem& problem) {
  return problem.dimension() == 1 ? 2 * problem.cells / 3 : problem.cells;
}
std::vector<Index> factors(const RestProblem& problem) {
  return problem.dimension() == 1 ? std::vector<Index>{1, 3, 9} : std::vector<Index>{1, 3};
}

/// The box of the centres within, on the coarsest grid.
Box snapped(const RestProblem& problem, const Box& box, const char* name) {
  const Grid grid = problem.grid(coarsest(problem));
  Box inner;
  for (Index k = 0; k < grid.dimension(); ++k) {
    const Axis& axis = grid.axis(k);
    const auto& [lower, upper] = box[static_cast<std::size_t>(k)];
    const double first = std::max(0.0, std::ceil((lower - axis.lower) / axis.width() - 0.5));
    const double last =
        std::min(static_cast<double>(axis.cells - 1), std::floor((upper - axis.lower) / axis.width() - 0.5));
    if (last < first)
      throw InvalidArgument(std::string("relaxation.") + name +
                            ": narrower than a cell of the coarsest grid, " + number_text(axis.width(), 4) +
                            "; widen it or raise relaxation.cells");
    inner.push_back({axis.centre(static_cast<Index>(first)), axis.centre(static_cast<Index>(last))});
  }
  return inner;
}

fokker_planck::Target target(const Grid& grid, const Box& box) {
  return fokker_planck::target_where(grid, [&](const Eigen::VectorXd& x) {
    for (Index k = 0; k < x.size(); ++k) {
      const auto& [lower, upper] = box[static_cast<std::size_t>(k)];
      const double slack = grid.axis(k).width() / 4;
      if (x(k) < lower - slack || x(k) > upper + slack) return false;
    }
    return true;
  });
}

/// The cell whose centre is nearest to the corner-wise middle of a box on the coarsest grid.
Index cell_of(const Grid& grid, const Eigen::VectorXd& place) {
  Index cell = 0, stride = 1;
  for (Index k = 0; k < grid.dimension(); ++k) {
    const Axis& axis = grid.axis(k);
    cell += stride *
            std::clamp<Index>(static_cast<Index>(std::llround((place(k) - axis.lower) / axis.width() - 0.5)),
                              0, axis.cells - 1);
    stride *= axis.cells;
  }
  return cell;
}

/// The centre of the coarsest grid that is nearest to the box's middle.
Eigen::VectorXd middle(const RestProblem& problem, const Box& box) {
  const Grid grid = problem.grid(coarsest(problem));
  Eigen::VectorXd place(grid.dimension());
  for (Index k = 0; k < grid.dimension(); ++k) {
    const Axis& axis = grid.axis(k);
    const double half = (box[static_cast<std::size_t>(k)][0] + box[static_cast<std::size_t>(k)][1]) / 2;
    place(k) = axis.centre(static_cast<Index>(std::floor((half - axis.lower) / axis.width() - 0.5 + 1e-9)));
  }
  return place;
}

/// "[[0.2, 0.4], [-1, 1]]".
std::string box_text(const Box& box) {
  std::string text = "[";
  for (std::size_t k = 0; k < box.size(); ++k)
    text += (k == 0 ? "[" : ", [") + number_text(box[k][0], 6) + ", " + number_text(box[k][1], 6) + "]";
  return text + "]";
}

struct Passage {
  Box from, to;
  Eigen::VectorXd start, back;  ///< the middles of the sets
  bool balance;

  /// Which sets are meant: those of the configuration are moved to centres of cells.
  std::string words() const {
    return "from " + box_text(from) + " to " + box_text(to) +
           ": those given, bounded by the centres of the coarsest grid within";
  }
};

/// log E τ there and back; with detailed balance ν and the rates.
Eigen::ArrayXd on_grid(const RestProblem& problem, const Passage& passage, Index cells) {
  const auto generator = problem.generator(cells);
  const Grid& grid = generator.grid();
  const auto from = target(grid, passage.from), to = target(grid, passage.to);
  Eigen::ArrayXd row(passage.balance ? 5 : 2);
  row(0) = fokker_planck::mean_passage_time(generator, to)(cell_of(grid, passage.start));
  row(1) = fokker_planck::mean_passage_time(generator, from)(cell_of(grid, passage.back));
  if (passage.balance) {
    const auto found = fokker_planck::transitions(generator, from, to);
    row.tail(3) << found.flux, found.forward_rate, found.backward_rate;
  }
  throw_if_stopped();
  return row;
}

/// Of paths on the line, ends closed.
Eigen::ArrayXd by_integrals(const RestProblem& problem, const Passage& passage) {
  const auto& [lower, upper] = (*problem.given.domain)[0];
  const bool up = passage.from[0][1] < passage.to[0][0];
  const double near = up ? passage.from[0][1] : passage.from[0][0];
  const double far = up ? passage.to[0][0] : passage.to[0][1];
  std::vector<double> places{lower, passage.start(0), near, far, passage.back(0), upper};
  std::sort(places.begin(), places.end());
  places.erase(std::unique(places.begin(), places.end()), places.end());
  const LineIntegrals line(*problem.given.process, places);
  const auto at = [&](double x) {
    return static_cast<std::size_t>(std::find(places.begin(), places.end(), x) - places.begin());
  };
  Eigen::ArrayXd row(3);
  row << line.mean_time(at(passage.start(0)), at(far)), line.mean_time(at(passage.back(0)), at(near)),
      line.transition_flux(at(near), at(far));
  return row;
}

Passage passage_of(const RestProblem& problem) {
  const Box from = snapped(problem, *problem.from, "from"), to = snapped(problem, *problem.to, "to");
  return {from, to, middle(problem, from), middle(problem, to), has_detailed_balance(problem)};
}

void write_committor(const RestProblem& problem, const Passage& passage, io::Group& group) {
  const auto generator = problem.generator(factors(problem)[1] * coarsest(problem));
  const Grid& grid = generator.grid();
  const Eigen::ArrayXd q =
      fokker_planck::committor(generator, target(grid, passage.from), target(grid, passage.to));
  std::vector<std::string> axes;
  for (Index k = grid.dimension() - 1; k >= 0; --k) {
    Eigen::ArrayXd centres(grid.axis(k).cells);
    for (Index i = 0; i < centres.size(); ++i) centres(i) = grid.axis(k).centre(i);
    const std::string& name = problem.given.names.variables[static_cast<std::size_t>(k)];
    group.scale(name, centres, {name, "1"});
    axes.push_back(name);
  }
  group.variable("committor", axes, io::Data(std::vector<double>(q.begin(), q.end())),
                 {"probability to reach 'to' before 'from'", "1"});
}

}  // namespace

std::vector<std::string> passage_check_names(const RestProblem& problem) {
  if (!problem.from) return {};
  (void)passage_of(problem);
  if (!problem.line()) return {"passage/committors"};
  return {"passage/mean_time", "passage/mean_time_back", "passage/flux"};
}

void study_passage(const RestProblem& problem, const Settings& settings, frame::Findings& findings) {
  const Passage passage = passage_of(problem);
  std::vector<Eigen::ArrayXd> rows;
  for (const Index factor : factors(problem))
    rows.push_back(on_grid(problem, passage, factor * coarsest(problem)));
  const auto limit = fokker_planck::extrapolate(rows, 3);
  io::Group& group = findings.group().group("passage");
  group.attribute("from", box_text(passage.from));
  group.attribute("to", box_text(passage.to));
  const char* const names[] = {"mean_time", "mean_time_back", "flux", "forward_rate", "backward_rate"};
  const char* const words[] = {"mean time from the middle of 'from' to 'to'",
                               "mean time from the middle of 'to' to 'from'", "passages a unit time at rest",
                               "rate of paths that were last in 'from'",
                               "rate of paths that were last in 'to'"};
  for (Index k = 0; k < limit.value.size(); ++k) {
    const char* unit = k < 2 ? "s" : "s-1";
    group.variable(names[k], {}, io::Data(std::vector<double>{limit.value(k)}), {words[k], unit});
    group.variable(std::string(names[k]) + "_error", {}, io::Data(std::vector<double>{limit.error(k)}),
                   {std::string(words[k]) + ": error of the grids", unit});
  }
  write_committor(problem, passage, group);
  if (problem.line()) {
    const Eigen::ArrayXd exact = by_integrals(problem, passage);
    for (Index k = 0; k < 3; ++k) {
      const double expected = settings.kramers_factor * exact(k);
      findings.number({std::string("passage/") + names[k], expected, limit.value(k),
                       3 * limit.error(k) + 1e-7 * expected, "integrals of scale and speed",
                       passage.words()});
    }
    return;
  }
  const auto generator = problem.generator(coarsest(problem));
  const auto from = target(generator.grid(), passage.from), to = target(generator.grid(), passage.to);
  const double defect =
      (fokker_planck::committor(generator, from, to) + fokker_planck::committor(generator, to, from) - 1)
          .abs()
          .maxCoeff();
  findings.number({"passage/committors", 0, defect, 1e-10, "one of two sets is met first", passage.words()});
}

}  // namespace kolmo::relaxation
