#include "poisson_flow/schema.hpp"

#include "kolmo/io/keys.hpp"
#include "kolmo/score/data/point_sets.hpp"

namespace kolmo::poisson_flow {
namespace {

std::vector<std::string> taught() {
  std::vector<std::string> names{"data"};
  for (const score::PointSet& set : score::point_sets()) names.push_back(set.name);
  return names;
}

}  // namespace

using namespace io::keys;

io::Schema schema() {
  return {
      texts("run.parts", "",
            "The parts to run; all of them if not given: kernels, fields, prior, limit, curves, generation, "
            "learned."),
      particles("kernels.samples", "200000", "Conditional samples of a radial law.", {1000, 1e8}, 1000),
      particles("generation.particles", "16384",
                "Points that every flow generates; an eighth for that of generation.psi.", {256, 1e6}, 256),
      file("data.file", "A CSV of points in one to three columns, which part generation takes for its data."),
      text("data.set", "", "A set of points in the plane in place of a file.", names_of(score::point_sets())),
      count("data.points", "500", "Of data.set: how many.", {2, 1e6}),
      texts("data.columns", "", "The columns of data.file; all of them if not given."),
      text("generation.psi", "\"r^3/(r^3 + t^3)\"",
           "A radial distribution function in r and t, whose flow stands beside the others."),
      text("learned.set", "\"two_gaussians\"",
           "The points in the plane whose field a network learns; data: those of data.file or data.set.",
           taught()),
      count("learned.points", "500", "Of learned.set: how many.", {2, 1e5}),
      count("learned.steps", "4000", "Steps of Adam for each of the two targets.", {1, 1e6}),
  };
}

}  // namespace kolmo::poisson_flow
