#include "first_passage/box_problem.hpp"

#include "frame/problem/problem_sides.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/operator/partly_noiseless.hpp"
#include "kolmo/problem/read.hpp"
#include "kolmo/process/derived/forwarding_process.hpp"
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
                 false};
  if (!box.given.known.kinetic) box.given.process = with_own_noise(box.given.process);
  box.noiseless = lacks_noise(box.given);
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
    (void)box.generator(8);
  } catch (const InvalidArgument& error) {
    throw configuration.error_at(
        table + ".process",
        std::string(error.what()) +
            "; exits from a box need noise that does not mix coordinates: 'diffusion' with one number, or "
            "one "
            "formula a variable, of that variable alone (0 where it has none), or 'friction'");
  }
  return box;
}

}  // namespace kolmo::first_passage
