#include "first_passage/box_problem.hpp"

#include <algorithm>
#include <cmath>

#include "frame/problem/problem_sides.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/operator/changing_matrix.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/operator/partly_noiseless.hpp"
#include "kolmo/problem/read.hpp"
#include "kolmo/process/derived/forwarding_process.hpp"
#include "kolmo/process/noise/noise_rate.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"

namespace kolmo::first_passage {
namespace {

using problem::Boundary;

bool any_absorbs(const problem::Problem& given) {
  for (const auto& sides : given.boundaries)
    if (sides[0] == Boundary::absorbing || sides[1] == Boundary::absorbing) return true;
  return false;
}

void require_studied(const io::Configuration& configuration, const std::string& table,
                     const problem::Problem& given) {
  if (!given.domain || !any_absorbs(given))
    throw configuration.error_at(table,
                                 "nothing to leave through: give a domain, and boundaries of which one is "
                                 "\"absorbing\"");
  if (given.initial.kind != problem::Initial::Kind::point)
    throw configuration.error_at(table + ".initial", "every path starts in one place here: give 'point'");
  for (std::size_t k = 0; k < given.boundaries.size(); ++k) {
    const double x = given.initial.point(static_cast<Index>(k));
    if (!((*given.domain)[k][0] < x && x < (*given.domain)[k][1]))
      throw configuration.error_at(table + ".initial.point",
                                   "must lie within the domain, on none of its sides");
  }
  if (constant_coefficients(*given.process) != true)
    throw configuration.error_at(table + ".process",
                                 "the grid's mean exit time needs coefficients that do "
                                 "not depend on t");
}

/// A constant G without entries off its diagonal, for walls and grids that ask for each coordinate's own
/// noise.
class OwnNoise final : public process::ForwardingProcess {
 public:
  OwnNoise(std::shared_ptr<const process::Process> process, const Eigen::ArrayXd& g)
      : ForwardingProcess(std::move(process), "OwnNoise"), g_(g) {}
  const process::Process* source_of(process::Part asked) const override {
    return asked == process::Part::drift ? inner().get() : nullptr;
  }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::diagonal; }
  Index noise_dimension() const override { return g_.size(); }
  void diffusion_diagonal(double, const ConstBlock&, Block out) const override {
    for (Index k = 0; k < g_.size(); ++k) out.col(k) = g_(k);
  }
  void diffusion_derivative(double, const ConstBlock&, Block out) const override { out = 0; }

 private:
  Eigen::ArrayXd g_;
};

/// The process itself, or with its constant noise as that of each coordinate where it is.
std::shared_ptr<const process::Process> with_own_noise(
    const std::shared_ptr<const process::Process>& process) {
  const Index d = process->dimension(), m = process->noise_dimension();
  if (process->noise_kind() != process::NoiseKind::constant || d != m) return process;
  Points g(1, d * m);
  process->diffusion_matrix(0, Points::Zero(1, d), g);
  Eigen::ArrayXd diagonal(d);
  for (Index j = 0; j < d; ++j) {
    for (Index k = 0; k < m; ++k)
      if (j != k && g(0, j * m + k) != 0) return process;
    diagonal(j) = g(0, j * m + j);
  }
  return std::make_shared<OwnNoise>(process, diagonal);
}

/// D_kk of noise where paths start.
Eigen::ArrayXd diffusions_at_start(const problem::Problem& given) {
  Eigen::ArrayXd along(given.dimension());
  const Points start = given.initial.point.transpose();
  for (Index k = 0; k < along.size(); ++k) along(k) = process::noise_rate(*given.process, 0, start, k)(0) / 2;
  return along;
}

/// A matrix of noise in every coordinate.
bool mixes(const problem::Problem& given) {
  const process::NoiseKind kind = given.process->noise_kind();
  if (given.known.kinetic || given.initial.kind != problem::Initial::Kind::point) return false;
  if (kind == process::NoiseKind::scalar || kind == process::NoiseKind::diagonal) return false;
  return (diffusions_at_start(given) > 0).all();
}

/// Matrix noise, or a coordinate without noise where paths start: for the grid with upwind fluxes.
bool lacks_noise(const problem::Problem& given) {
  const process::NoiseKind kind = given.process->noise_kind();
  if (kind == process::NoiseKind::scalar) return false;
  if (kind != process::NoiseKind::diagonal) return true;
  if (given.initial.kind != problem::Initial::Kind::point) return false;
  Points g(1, given.dimension());
  given.process->diffusion_diagonal(0, given.initial.point.matrix().transpose().array(), g);
  return (g == 0).any();
}

}  // namespace

std::vector<sde::WalledInterval> BoxProblem::walls() const {
  return frame::walled_intervals(given.boundaries, *given.domain);
}

fokker_planck::Generator BoxProblem::generator(Index cells) const {
  std::vector<Axis> axes;
  for (const auto& [lower, upper] : *given.domain) axes.push_back({lower, upper, cells});
  const fokker_planck::Setting setting{frame::grid_boundaries(given.boundaries), {}};
  if (mixing) {
    // h_k as √D_kk, so that corners leave something of D_kk along every axis.
    const Eigen::ArrayXd along = diffusions_at_start(given);
    double mean = 1;
    Eigen::ArrayXd wanted(dimension());
    for (Index k = 0; k < dimension(); ++k) {
      const Axis& axis = axes[static_cast<std::size_t>(k)];
      wanted(k) = (axis.upper - axis.lower) / std::sqrt(along(k));
      mean *= std::pow(wanted(k), 1.0 / static_cast<double>(dimension()));
    }
    for (Index k = 0; k < dimension(); ++k) {
      const double share = std::clamp(wanted(k) / mean, 0.25, 4.0);
      axes[static_cast<std::size_t>(k)].cells =
          std::max<Index>(4, std::lround(share * static_cast<double>(cells)));
    }
    return fokker_planck::changing_matrix_generator(*given.process, Grid(axes), setting);
  }
  return noiseless ? fokker_planck::partly_noiseless(*given.process, Grid(axes), setting)
                   : fokker_planck::scharfetter_gummel(*given.process, Grid(axes), setting);
}

bool BoxProblem::leaves_through(Index axis, Index side) const {
  return given.boundaries[static_cast<std::size_t>(axis)][static_cast<std::size_t>(side)] ==
         Boundary::absorbing;
}

std::string BoxProblem::side_name(Index axis, Index side) const {
  return given.names.variables[static_cast<std::size_t>(axis)] + (side == 0 ? "_lower" : "_upper");
}

BoxProblem make_box_problem(const io::Configuration& configuration, const std::string& name) {
  const std::string table = "problem." + name;
  BoxProblem box{problem::read_problem(configuration, name),
                 &sde::scheme(configuration.text("sde.scheme")),
                 {},
                 configuration.integer(table + ".exit.paths"),
                 false,
                 false};
  if (!box.given.known.kinetic) box.given.process = with_own_noise(box.given.process);
  box.mixing = mixes(box.given);
  box.noiseless = !box.mixing && lacks_noise(box.given);
  require_studied(configuration, table, box.given);
  if (configuration.has(table + ".exit.reference"))
    box.reference = configuration.number(table + ".exit.reference");
  for (const char* key : {"coarsest", "finest", "arc"}) {
    if (configuration.has(table + ".exit." + key))
      throw configuration.error_at(table + ".exit." + key,
                                   std::string("has no effect in two or three variables: ") +
                                       (key == std::string("arc") ? "sides of the domain are left there"
                                                                  : "steps follow the mean exit time there"));
  }
  if (!box.scheme->can_step(*box.given.process))
    throw configuration.error_at("sde.scheme", "needs " + box.scheme->claim().needs);
  try {
    if (box.generator(8).has_negative_rates())
      throw configuration.error_at(
          table + ".process",
          "its noise is correlated more strongly, or changes its aspect more within "
          "the domain, than cells of one shape allow (|D_kl| h_k/h_l above 0.95 D_kk "
          "somewhere): a smaller domain, or coordinates along which the noise is less "
          "correlated, would do");
  } catch (const InvalidArgument& error) {
    throw configuration.error_at(
        table + ".process",
        std::string(error.what()) +
            "; exits from a box need noise in every coordinate, or 'diffusion' with one formula a variable, "
            "of that variable alone (0 where it has none), or 'friction'");
  }
  return box;
}

}  // namespace kolmo::first_passage
