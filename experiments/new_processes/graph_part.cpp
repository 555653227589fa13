// Diffusions on graphs: the double well as a chain, and a random graph.

#include <algorithm>
#include <cmath>
#include <set>

#include "kolmo/fokker_planck/graph/graph_diffusion.hpp"
#include "kolmo/fokker_planck/graph/graph_flow.hpp"
#include "new_processes/parts.hpp"

namespace kolmo::new_processes {
namespace {

using fokker_planck::Edge;
using fokker_planck::GraphDiffusion;
using fokker_planck::GraphSpectrum;

constexpr double reach = 2.6;  ///< of the line, on both sides: e^{−33} of the law at rest is beyond

GraphDiffusion double_well(Index vertices) {
  return fokker_planck::line_graph([](double x) { return (x * x - 1) * (x * x - 1); }, 1, -reach, reach,
                                   vertices);
}

/// A tree that joins every vertex to an earlier one, and edges between pairs drawn at random; weights are
/// e^{N(0, ¼)}, potentials N(0, spread²).
GraphDiffusion random_graph(const RandomGraph& random, const RandomStream& stream) {
  const Index n = random.vertices;
  Points normals(n, 1), uniforms(n * n, 3);
  stream.role("potential").normals(0, 0, normals);
  stream.role("edges").uniforms(0, 0, uniforms);
  const double share = std::clamp((random.degree * static_cast<double>(n) / 2 - static_cast<double>(n - 1)) /
                                      (0.5 * static_cast<double>(n) * static_cast<double>(n - 1)),
                                  0.0, 1.0);
  std::vector<Edge> edges;
  for (Index i = 1; i < n; ++i) {
    const auto parent = static_cast<Index>(uniforms(i, 0) * static_cast<double>(i));
    for (Index j = 0; j < i; ++j) {
      const Index draw = i * n + j;
      if (j != parent && uniforms(draw, 1) > share) continue;
      edges.push_back({j, i, std::exp(uniforms(draw, 2) - 0.5)});
    }
  }
  return {random.spread * normals.col(0), edges};
}

/// Three quarters or so on the first half of the vertices, and as at rest within either half.
Eigen::ArrayXd start_of(const GraphDiffusion& graph) {
  Eigen::ArrayXd p = graph.stationary();
  const Index half = graph.vertices() / 2;
  double first = 0;
  for (Index i = 0; i < half; ++i) first += p(i);
  p.head(half) *= (1 + 1 / first) / 2;
  p.tail(graph.vertices() - half) /= 2;
  return p;
}

struct Named {
  std::string name;
  std::function<GraphDiffusion()> make;
};

/// The largest rise of the free energy along n times, over its value at the start.
double largest_rise(const GraphDiffusion& graph, const std::vector<Eigen::ArrayXd>& densities) {
  const double first = graph.free_energy(densities.front());
  double worst = 0;
  for (std::size_t k = 1; k < densities.size(); ++k)
    worst = std::max(worst, graph.free_energy(densities[k]) - graph.free_energy(densities[k - 1]));
  return worst / first;
}

/// p at 0, T/n, …, T by the spectrum, T = 3/gap.
std::vector<Eigen::ArrayXd> exact_flow(const GraphDiffusion& graph, Index n) {
  const GraphSpectrum spectrum(graph);
  std::vector<Eigen::ArrayXd> all;
  for (Index k = 0; k <= n; ++k)
    all.push_back(spectrum.density(start_of(graph),
                                   3 / spectrum.gap() * static_cast<double>(k) / static_cast<double>(n)));
  return all;
}

std::vector<Eigen::ArrayXd> stepped_flow(const GraphDiffusion& graph, Index n) {
  const double tau = 3 / GraphSpectrum(graph).gap() / static_cast<double>(n);
  std::vector<Eigen::ArrayXd> all{start_of(graph)};
  for (Index k = 0; k < n; ++k) all.push_back(fokker_planck::graph_jko_step(graph, all.back(), tau).density);
  return all;
}

double total(const Eigen::ArrayXd& p) {
  double sum = 0;
  for (Index i = 0; i < p.size(); ++i) sum += p(i);
  return sum;
}

double largest_difference(const std::vector<Eigen::ArrayXd>& a, const std::vector<Eigen::ArrayXd>& b) {
  const std::size_t every = (a.size() - 1) / (b.size() - 1);
  double worst = 0;
  for (std::size_t k = 0; k < b.size(); ++k) worst = std::max(worst, total((a[every * k] - b[k]).abs()));
  return worst;
}

/// Steps of minimising movements against the master equation.
verify::OrderStudy step_study(const Named& named) {
  verify::OrderStudy study;
  study.name = "steps_" + named.name;
  study.long_name = "largest L1 distance of steps from the master equation";
  study.claimed = 1;
  study.source = "Li, Lu and Wang 2020: the distance with its metric at the start of a step";
  study.h_long_name = "step times the spectral gap";
  const GraphDiffusion graph = named.make();
  const auto exact = exact_flow(graph, 8);
  for (Index n = 128; n <= 2048; n *= 2) {
    const auto steps = stepped_flow(graph, n);
    std::vector<Eigen::ArrayXd> seen;
    for (Index k = 0; k <= 8; ++k) seen.push_back(steps[static_cast<std::size_t>(k * n / 8)]);
    study.add(3 / static_cast<double>(n), largest_difference(exact, seen));
  }
  return study;
}

verify::OrderStudy gap_study() {
  verify::OrderStudy study;
  study.name = "gap_double_well";
  study.long_name = "error of the spectral gap";
  study.claimed = 2;
  study.next_term = 2;
  study.source = "gap of the double well by sinc collocation, 0.7486816723";
  for (Index n = 40; n <= 640; n *= 2)
    study.add(2 * reach / static_cast<double>(n), GraphSpectrum(double_well(n)).gap() - 0.7486816723483979);
  return study;
}

/// The free energy along both, every fifth time.
void write(io::Group& part, const std::string& name, const GraphDiffusion& graph,
           const std::vector<Eigen::ArrayXd>& steps, const std::vector<Eigen::ArrayXd>& master) {
  io::Group& group = part.group("free_energy_" + name);
  std::vector<double> times, values, exact;
  for (std::size_t k = 0; k < steps.size(); k += 5) {
    times.push_back(3 * static_cast<double>(k) / static_cast<double>(steps.size() - 1));
    values.push_back(graph.free_energy(steps[k]));
    exact.push_back(graph.free_energy(master[k]));
  }
  group.scale("time", times, {"time times the spectral gap", "1"});
  group.variable("steps", {"time"}, values, {"free energy over T, steps of minimising movements", "1"});
  group.variable("steps_exact", {"time"}, exact, {"the same, master equation", "1"});
}

void add_checks(frame::Plan& plan, const Named& named) {
  const auto graph = frame::lazy(named.make);
  const std::string name = named.name + "/";
  plan.checks.push_back({name + "detailed_balance", [=] {
                           return verify::value_check(0, graph->get().detailed_balance_defect(), 1e-14,
                                                      "pi_i k_ij = pi_j k_ji", "largest, of the sum of both");
                         }});
  plan.checks.push_back({name + "rest", [=] {
                           // Off by the rounding of what passes an edge, of the fastest rate.
                           const GraphDiffusion& g = graph->get();
                           double fastest = 0;
                           for (std::size_t e = 0; e < g.edges().size(); ++e)
                             fastest = std::max({fastest, g.rate(e), g.rate_back(e)});
                           return verify::value_check(
                               0, g.derivative(g.stationary()).abs().maxCoeff() / fastest, 1e-15,
                               "nothing flows at rest", "largest change over the fastest rate");
                         }});
  const auto master = frame::lazy([=] { return exact_flow(graph->get(), 200); });
  plan.checks.push_back({name + "free_energy_falls/master_equation", [=] {
                           return verify::value_check(0, largest_rise(graph->get(), master->get()), 1e-13,
                                                      "dF/dt <= 0", "largest rise between 200 times");
                         }});
  const auto steps = frame::lazy([=] { return stepped_flow(graph->get(), 200); });
  plan.checks.push_back({name + "free_energy_falls/steps", [=] {
                           return verify::value_check(0, largest_rise(graph->get(), steps->get()), 1e-13,
                                                      "a step minimises F and a distance",
                                                      "largest rise in 200 steps");
                         }});
  plan.checks.push_back({name + "mass/steps", [=] {
                           return verify::value_check(1, total(steps->get().back()), 1e-11, "mass is kept",
                                                      "after 200 steps");
                         }});
  plan.tables.push_back(
      [=](io::Group& part) { write(part, named.name, graph->get(), steps->get(), master->get()); });
}

}  // namespace

frame::Plan graph_plan(const RandomGraph& random, const Sampled& sampled) {
  frame::Plan plan{"Diffusions on graphs",
                   "dp_i/dt = sum_j (k_ji p_j - k_ij p_i), k_ij = w_ij exp(-(V_j - V_i)/2T): the double well "
                   "as a chain, and a random graph; steps of minimising movements beside them."};
  const std::vector<Named> all{
      {"double_well", [] { return double_well(160); }},
      {"random", [=] { return random_graph(random, sampled.stream.role("graph")); }}};
  plan.studies.push_back({"gap_double_well", [] { return gap_study(); }});
  for (const Named& named : all) {
    plan.studies.push_back({"steps_" + named.name, [=] { return step_study(named); }});
    add_checks(plan, named);
  }
  return plan;
}

}  // namespace kolmo::new_processes
