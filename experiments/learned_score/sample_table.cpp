#include "learned_score/sample_table.hpp"

#include <algorithm>
#include <set>

#include "kolmo/transport/exact/discrete.hpp"

namespace kolmo::learned_score {
namespace {

const std::set<std::string> shown{"held out", "dpmpp_2m", "ancestral", "annealed_langevin",
                                  "correctors_geometric"};
constexpr Index drawn_points = 600;

std::vector<double> column(const std::vector<Distances>& of, double Distances::*which) {
  std::vector<double> values;
  for (const Distances& one : of) values.push_back(one.*which);
  return values;
}

/// Of a law in the plane.
void write_points(const KnownLaw& law, const SampleTable& table, io::Group& part) {
  if (law.dimension() != 2) return;
  io::Group& group = part.group("drawn");
  group.scale("set", table.drawn, {"points of", ""});
  std::vector<std::string> components = {"x", "y"};
  if (!law.columns.empty()) components = {law.columns[0].name, law.columns[1].name};
  group.scale("component", components, {"coordinate", ""});
  const Index n = table.points[0].rows();
  group.dimension("point", n);
  std::vector<double> places;
  for (const Points& x : table.points)
    for (Index i = 0; i < n; ++i) places.insert(places.end(), {x(i, 0), x(i, 1)});
  group.variable("place", {"set", "point", "component"}, std::move(places),
                 {"held-out points, and samples with the learned score", "1"});
}

}  // namespace

void SampleTable::draw(const std::string& name, const Points& x) {
  if (!shown.contains(name)) return;
  drawn.push_back(name);
  points.push_back(x.topRows(std::min(drawn_points, x.rows())));
}

void write_samples(const KnownLaw& law, const SampleTable& table, const Floor& floor, io::Group& part) {
  io::Group& rows = part.group("samples");
  rows.scale("method", table.names, {"method", "1"});
  const auto add = [&](const std::string& name, double Distances::*which, const std::string& what) {
    rows.variable(name, {"method"}, column(table.learned, which), {what + " to held-out points", "1"});
    rows.variable(name + "_exact", {"method"}, column(table.exact, which),
                  {"the same with the exact score", "1"});
    rows.attribute(name + "_floor", floor.mean.*which);
  };
  add("sliced_w2", &Distances::sliced, "sliced W2");
  if (transport::has_exact_transport()) add("w2", &Distances::exact, "W2");
  add("energy", &Distances::energy, "energy distance");
  write_points(law, table, part);
}

}  // namespace kolmo::learned_score
