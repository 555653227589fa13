#include "most_probable_paths/own_action.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "frame/problem/analysis.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"

namespace kolmo::most_probable_paths {
namespace {

using namespace paths;
using problem::Boundary;

/// An eighth of the domain; without one the distance of both ends, or where a coordinate does not change the
/// largest of them.
Eigen::ArrayXd scale_of(const OwnAction& asked) {
  if (asked.whole) return asked.whole->length() / 8;
  Eigen::ArrayXd scale = (asked.to.front() - asked.from).cwiseAbs().array();
  if (asked.given.domain) {
    for (Index k = 0; k < scale.size(); ++k) {
      const auto& [lower, upper] = (*asked.given.domain)[static_cast<std::size_t>(k)];
      scale(k) = (upper - lower) / 8;
    }
    return scale;
  }
  const double largest = scale.maxCoeff();
  for (double& s : scale)
    if (s == 0) s = largest;
  return scale;
}

bool is_ring(const problem::Problem& given, Index axis) {
  return given.boundaries[static_cast<std::size_t>(axis)][0] == Boundary::periodic;
}

/// `to` and its images one length of each ring away.
std::vector<Eigen::VectorXd> images(const problem::Problem& given, const Eigen::VectorXd& to) {
  std::vector<Eigen::VectorXd> all{to};
  for (Index k = 0; k < to.size(); ++k) {
    if (!is_ring(given, k)) continue;
    const auto& [lower, upper] = (*given.domain)[static_cast<std::size_t>(k)];
    const std::size_t before = all.size();
    for (std::size_t i = 0; i < before; ++i)
      for (const int turns : {-1, 1}) {
        all.push_back(all[i]);
        all.back()(k) += turns * (upper - lower);
      }
  }
  return all;
}

/// The domain, a ring's once more either way.
std::vector<std::array<double, 2>> box_of(const problem::Problem& given) {
  std::vector<std::array<double, 2>> box = *given.domain;
  for (Index k = 0; k < given.dimension(); ++k) {
    auto& [lower, upper] = box[static_cast<std::size_t>(k)];
    const double length = upper - lower;
    if (!is_ring(given, k)) continue;
    lower -= length;
    upper += length;
  }
  return box;
}

void transform(const io::Configuration& configuration, const std::string& table, OwnAction& asked) {
  if (process::is_additive(asked.given.process->noise_kind())) return;
  if (!asked.constant)
    throw configuration.error_at(table + ".process",
                                 "has noise that depends on the state and on time: there "
                                 "is no action of its paths here");
  if (!asked.given.domain)
    throw configuration.error_at(table,
                                 "needs a domain: the noise depends on the state, and the domain is "
                                 "where it is looked at");
  using process::LampertiTransform;
  const auto box = box_of(asked.given);
  asked.whole = std::make_shared<LampertiTransform>(asked.given.process, box);
  asked.leading =
      std::make_shared<LampertiTransform>(asked.given.process, box, LampertiTransform::Drift::leading);
}

}  // namespace

const process::Process& OwnAction::process(ActionKind kind) const {
  if (!whole) return *given.process;
  return kind == ActionKind::onsager_machlup ? *whole : *leading;
}

PathAction OwnAction::action(ActionKind kind) const {
  return {process(kind), kind, ActionRule::trapezoid, 0, time, scale};
}

Eigen::VectorXd OwnAction::to_action(const Eigen::VectorXd& x) const {
  if (!whole) return x;
  return whole->to_unit(x.transpose().array()).row(0).transpose().matrix();
}

Points OwnAction::from_action(const Points& path) const { return whole ? whole->from_unit(path) : path; }

bool OwnAction::has_walls() const {
  for (const auto& sides : given.boundaries)
    for (const Boundary side : sides)
      if (side == Boundary::reflecting || side == Boundary::absorbing) return true;
  return false;
}

double OwnAction::distance_from_walls(const Points& path) const {
  double nearest = std::numeric_limits<double>::infinity();
  for (Index k = 0; k < path.cols(); ++k) {
    const auto& sides = given.boundaries[static_cast<std::size_t>(k)];
    for (const std::size_t side : {0u, 1u}) {
      if (sides[side] != Boundary::reflecting && sides[side] != Boundary::absorbing) continue;
      const auto& [lower, upper] = (*given.domain)[static_cast<std::size_t>(k)];
      const double reach = side == 0 ? path.col(k).minCoeff() - lower : upper - path.col(k).maxCoeff();
      nearest = std::min(nearest, reach / (upper - lower));
    }
  }
  return nearest;
}

OwnAction read_own_action(const io::Configuration& configuration, const std::string& name) {
  const std::string table = "problem." + name;
  OwnAction asked{problem::read_problem(configuration, name), {}, {}, 0, {}, false};
  const problem::Problem& given = asked.given;
  asked.from = frame::read_place(configuration, given, "from");
  asked.to = images(given, frame::read_place(configuration, given, "to"));
  asked.constant = process::constant_coefficients(*given.process) == true;
  if (asked.from == asked.to.front() && !given.domain)
    throw configuration.error_at(table + ".analysis.to",
                                 "is where paths begin: give a domain, which says how far they may go");
  if (!configuration.has(table + ".analysis.time"))
    throw configuration.error_at(table, "needs '" + table + ".analysis.time': how long the path takes");
  asked.time = configuration.number(table + ".analysis.time");
  try {
    transform(configuration, table, asked);
    asked.scale = scale_of(asked);
    require_valid(asked.action(ActionKind::onsager_machlup));
  } catch (const InvalidArgument& error) {
    throw configuration.error_at(table + ".process", error.what());
  }
  return asked;
}

}  // namespace kolmo::most_probable_paths
