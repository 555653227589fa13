#include "kolmo/fokker_planck/operator/graded_line.hpp"

#include <cmath>

#include "checks.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "two_point_flux.hpp"

namespace kolmo::fokker_planck {
namespace {

std::vector<double> faces_of(const std::function<double(double)>& map, Index cells) {
  require(cells >= 2, "cells", static_cast<double>(cells), "must be at least 2");
  std::vector<double> faces;
  for (Index i = 0; i <= cells; ++i)
    faces.push_back(map(static_cast<double>(i) / static_cast<double>(cells)));
  return faces;
}

/// What pairs of neighbours exchange per unit of probability density: up = exchange B(δ)/width of the cell
/// it leaves, down = exchange B(−δ)/width of the other.
struct Links {
  Eigen::ArrayXd delta, exchange;
  double up(Index k, double width) const { return exchange(k) * bernoulli(delta(k)) / width; }
  double down(Index k, double width) const { return exchange(k) * bernoulli(-delta(k)) / width; }
};

/// D and f̃ are taken at `at`, between `from` and `to`.
Links links(const process::Process& process, const Setting& setting, const Points& from, const Points& at,
            const Points& to) {
  const Coefficients c = coefficients(process, at, 0, setting.time.value_or(0));
  const Eigen::ArrayXd step = to.col(0) - from.col(0);
  Links link{-step * c.drift / c.diffusivity, c.diffusivity / step.abs()};
  if (const auto structure = gradient_structure(process)) {
    Eigen::ArrayXd begin(step.size()), end(step.size());
    structure->potential->value(from, begin);
    structure->potential->value(to, end);
    link.delta = (end - begin) / structure->temperature;
  }
  for (Index k = 0; k < link.delta.size(); ++k) {
    if (!std::isfinite(link.delta(k))) refuse_not_finite(process.name(), at.row(k));
  }
  return link;
}

Links link(const process::Process& process, const Setting& setting, double from, double at, double to) {
  return links(process, setting, Points::Constant(1, 1, from), Points::Constant(1, 1, at),
               Points::Constant(1, 1, to));
}

FaceRates inner_rates(const process::Process& process, const GradedLine& line, const Setting& setting) {
  const Index n = line.cells(), faces = n - 1;
  Points at(faces, 1);
  for (Index f = 0; f < faces; ++f) at(f, 0) = line.face(f + 1);
  const Points centres = line.centres();
  const Links inner = links(process, setting, centres.topRows(faces), at, centres.bottomRows(faces));
  FaceRates rates{Eigen::ArrayXXd(faces, 1), Eigen::ArrayXXd(faces, 1), Eigen::ArrayXXd(faces, 1)};
  for (Index f = 0; f < faces; ++f) {
    rates.up(f, 0) = inner.up(f, line.width(f));
    rates.down(f, 0) = inner.down(f, line.width(f + 1));
    rates.log_ratio(f, 0) = inner.delta(f) + std::log(line.width(f) / line.width(f + 1));
  }
  return rates;
}

void set_sides(const process::Process& process, const GradedLine& line, const Setting& setting,
               FaceRates& rates) {
  const Index n = line.cells();
  const double first = line.width(0), last = line.width(n - 1), upper = line.face(n);
  if (setting.boundaries.periodic(0)) {
    const Links closing = link(process, setting, line.centre(n - 1), upper, upper + first / 2);
    rates.wrap.resize(2, 1);
    rates.wrap << closing.up(0, last), closing.down(0, first);
    return;
  }
  const bool lower_absorbs = setting.boundaries.at(0, 0) == Boundary::absorbing;
  const bool upper_absorbs = setting.boundaries.at(0, 1) == Boundary::absorbing;
  if (!lower_absorbs && !upper_absorbs) return;
  rates.leaks.setZero(2, 1);
  if (lower_absorbs) {
    rates.leaks(0, 0) = link(process, setting, line.centre(0), line.face(0), line.face(0)).up(0, first);
  }
  if (upper_absorbs) {
    rates.leaks(1, 0) = link(process, setting, line.centre(n - 1), upper, upper).up(0, last);
  }
}

}  // namespace

GradedLine::GradedLine(std::vector<double> faces) : faces_(std::move(faces)) {
  require(faces_.size() >= 3, "number of faces", static_cast<double>(faces_.size()), "must be at least 3");
  for (std::size_t i = 0; i + 1 < faces_.size(); ++i) {
    require(faces_[i + 1] > faces_[i] && std::isfinite(faces_[i + 1] - faces_[i]), "faces", faces_[i + 1],
            "must be finite and rise");
  }
}

GradedLine::GradedLine(const std::function<double(double)>& map, Index cells)
    : GradedLine(faces_of(map, cells)) {}

Points GradedLine::centres() const {
  Points x(cells(), 1);
  for (Index i = 0; i < cells(); ++i) x(i, 0) = centre(i);
  return x;
}

Eigen::ArrayXd GradedLine::to_unit(const Eigen::ArrayXd& p) const {
  require(p.size() == cells(), "size of p", static_cast<double>(p.size()), "must be the number of cells");
  Eigen::ArrayXd q = p * static_cast<double>(cells());
  for (Index i = 0; i < q.size(); ++i) q(i) *= width(i);
  return q;
}

Eigen::ArrayXd GradedLine::from_unit(const Eigen::ArrayXd& q) const {
  require(q.size() == cells(), "size of q", static_cast<double>(q.size()), "must be the number of cells");
  Eigen::ArrayXd p = q / static_cast<double>(cells());
  for (Index i = 0; i < p.size(); ++i) p(i) /= width(i);
  return p;
}

GradedLine geometric_line(double lower, double upper, Index cells, double ratio) {
  require(ratio > 0 && std::isfinite(ratio), "ratio", ratio, "must be finite and > 0");
  require(std::isfinite(lower) && upper > lower && std::isfinite(upper), "upper", upper,
          "must be finite and above lower");
  const double growth = std::log(ratio), whole = std::expm1(growth);
  const auto map = [=](double xi) {
    if (xi == 1) return upper;
    return lower + (upper - lower) * (growth == 0 ? xi : std::expm1(xi * growth) / whole);
  };
  return GradedLine(map, cells);
}

GradedLine focused_line(double lower, double upper, Index cells, double focus, double strength) {
  require(focus > lower && focus < upper && std::isfinite(upper - lower), "focus", focus,
          "must lie inside a finite line");
  require(strength > 0 && strength <= 100, "strength", strength, "must be in (0, 100]");
  const double share = (focus - lower) / (upper - lower);
  const double at =
      std::log((1 + std::expm1(strength) * share) / (1 + std::expm1(-strength) * share)) / (2 * strength);
  const auto map = [=](double xi) {
    if (xi == 1) return upper;
    return lower + (focus - lower) * (1 + std::sinh(strength * (xi - at)) / std::sinh(strength * at));
  };
  return GradedLine(map, cells);
}

Generator scharfetter_gummel(const process::Process& process, const GradedLine& line,
                             const Setting& setting) {
  require_discretisable(process, Grid({{line.face(0), line.face(line.cells()), line.cells()}}), setting);
  FaceRates rates = inner_rates(process, line, setting);
  set_sides(process, line, setting, rates);
  return Generator(line.unit(), {std::move(rates)}, "scharfetter_gummel");
}

}  // namespace kolmo::fokker_planck
