#include "first_passage/box_problem.hpp"

#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/problem/read.hpp"
#include "kolmo/process/constant_coefficients.hpp"
#include "kolmo/process/forwarding_process.hpp"

namespace kolmo::first_passage {
namespace {

using problem::Boundary;

bool has(const std::array<Boundary, 2>& sides, Boundary kind) { return sides[0] == kind || sides[1] == kind; }

void require_sides(const io::Configuration& configuration, const std::string& table,
                   const problem::Problem& given) {
  bool absorbing = false;
  for (std::size_t k = 0; k < given.boundaries.size(); ++k) {
    const auto& sides = given.boundaries[k];
    absorbing = absorbing || has(sides, Boundary::absorbing);
    if (has(sides, Boundary::periodic))
      throw configuration.error_at(
          table + ".boundaries",
          "\"periodic\": paths of exits do not go round; use \"open\" or \"reflecting\"");
    if (has(sides, Boundary::absorbing) && has(sides, Boundary::reflecting))
      throw configuration.error_at(table + ".boundaries", given.names.variables[k] +
                                                              " has an absorbing and a reflecting side: both "
                                                              "of one coordinate are of one kind, or one is "
                                                              "\"open\"");
  }
  if (!given.domain || !absorbing)
    throw configuration.error_at(table,
                                 "nothing to leave through: give a domain, and boundaries of which one is "
                                 "\"absorbing\"");
}

void require_studied(const io::Configuration& configuration, const std::string& table,
                     const problem::Problem& given) {
  require_sides(configuration, table, given);
  if (given.initial.kind != problem::Initial::Kind::point)
    throw configuration.error_at(table + ".initial", "every path starts in one place here: give 'point'");
  for (std::size_t k = 0; k < given.boundaries.size(); ++k) {
    const double x = given.initial.point(static_cast<Index>(k));
    if (!((*given.domain)[k][0] < x && x < (*given.domain)[k][1]))
      throw configuration.error_at(table + ".initial.point", "must lie within the domain");
  }
  if (constant_coefficients(*given.process) != true)
    throw configuration.error_at(table + ".process",
                                 "the grid's mean exit time needs coefficients that do "
                                 "not depend on t");
  const process::NoiseKind kind = given.process->noise_kind();
  if (given.known.kinetic || (kind != process::NoiseKind::scalar && kind != process::NoiseKind::diagonal))
    throw configuration.error_at(
        table + ".process",
        "exits from a rectangle need noise in every coordinate that does not mix them: 'diffusion' with "
        "one number, or a formula of each variable for itself");
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

}  // namespace

std::vector<sde::WalledInterval> BoxProblem::walls() const {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  std::vector<sde::WalledInterval> intervals;
  for (std::size_t k = 0; k < given.boundaries.size(); ++k) {
    const auto& sides = given.boundaries[k];
    if (sides[0] == Boundary::open && sides[1] == Boundary::open) continue;
    const auto kind = has(sides, Boundary::absorbing) ? sde::WallKind::absorbing_bridge
                                                      : sde::WallKind::reflecting_symmetrised;
    intervals.push_back({static_cast<Index>(k),
                         sides[0] == Boundary::open ? -infinity : (*given.domain)[k][0],
                         sides[1] == Boundary::open ? infinity : (*given.domain)[k][1], kind});
  }
  return intervals;
}

fokker_planck::Generator BoxProblem::generator(Index cells) const {
  std::vector<Axis> axes;
  std::vector<std::array<fokker_planck::Boundary, 2>> sides;
  for (std::size_t k = 0; k < given.boundaries.size(); ++k) {
    axes.push_back({(*given.domain)[k][0], (*given.domain)[k][1], cells});
    const auto side = [&](std::size_t which) {
      return given.boundaries[k][which] == Boundary::absorbing ? fokker_planck::Boundary::absorbing
                                                               : fokker_planck::Boundary::no_flux;
    };
    sides.push_back({side(0), side(1)});
  }
  return fokker_planck::scharfetter_gummel(*given.process, Grid(axes), {fokker_planck::Boundaries(sides)});
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
                 configuration.integer(table + ".exit.paths")};
  if (!box.given.known.kinetic) box.given.process = with_own_noise(box.given.process);
  require_studied(configuration, table, box.given);
  if (configuration.has(table + ".exit.reference"))
    box.reference = configuration.number(table + ".exit.reference");
  for (const char* key : {"coarsest", "finest"}) {
    if (configuration.has(table + ".exit." + key))
      throw configuration.error_at(table + ".exit." + key,
                                   "has no effect in the plane: steps follow the mean exit time there");
  }
  if (!box.scheme->can_step(*box.given.process))
    throw configuration.error_at("sde.scheme", "needs " + box.scheme->claim().needs);
  try {
    (void)box.generator(16);
  } catch (const InvalidArgument& error) {
    throw configuration.error_at(table + ".process", error.what());
  }
  return box;
}

}  // namespace kolmo::first_passage
