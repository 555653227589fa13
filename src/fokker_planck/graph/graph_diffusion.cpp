#include "kolmo/fokker_planck/graph/graph_diffusion.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <set>

#include "kolmo/core/errors.hpp"

namespace kolmo::fokker_planck {
namespace {

/// Whether every vertex is reached from the first.
bool connected(Index n, const std::vector<Edge>& edges) {
  std::vector<Index> parent(static_cast<std::size_t>(n));
  for (Index i = 0; i < n; ++i) parent[static_cast<std::size_t>(i)] = i;
  const auto root = [&](Index i) {
    while (parent[static_cast<std::size_t>(i)] != i) i = parent[static_cast<std::size_t>(i)];
    return i;
  };
  Index parts = n;
  for (const Edge& edge : edges) {
    const Index a = root(edge.from), b = root(edge.to);
    if (a == b) continue;
    parent[static_cast<std::size_t>(std::max(a, b))] = std::min(a, b);
    --parts;
  }
  return parts == 1;
}

void validate(const Eigen::ArrayXd& potential, const std::vector<Edge>& edges) {
  const Index n = potential.size();
  require(n >= 2, "vertices", static_cast<double>(n), "must be at least 2");
  for (Index i = 0; i < n; ++i)
    require(std::isfinite(potential(i)), "potential of a vertex", potential(i), "must be finite");
  std::set<std::pair<Index, Index>> seen;
  for (const Edge& edge : edges) {
    for (const Index end : {edge.from, edge.to})
      require(end >= 0 && end < n, "end of an edge", static_cast<double>(end), "must be one of the vertices");
    require(edge.from != edge.to, "end of an edge", static_cast<double>(edge.to),
            "must not be the vertex where it begins");
    require(edge.weight > 0 && std::isfinite(edge.weight), "weight of an edge", edge.weight,
            "must be positive and finite");
    require(seen.insert(std::minmax(edge.from, edge.to)).second, "edge from", static_cast<double>(edge.from),
            "must not join the same vertices as another one");
  }
  require(connected(n, edges), "edges", static_cast<double>(edges.size()), "must connect all vertices");
}

}  // namespace

GraphDiffusion::GraphDiffusion(Eigen::ArrayXd potential, std::vector<Edge> edges)
    : potential_(std::move(potential)), stationary_(potential_.size()), edges_(std::move(edges)) {
  validate(potential_, edges_);
  const double lowest = potential_.minCoeff();
  double mass = 0;
  for (Index i = 0; i < vertices(); ++i) {
    stationary_(i) = std::exp(lowest - potential_(i));
    mass += stationary_(i);
  }
  stationary_ /= mass;
  rates_.resize(static_cast<Index>(edges_.size()), 2);
  for (std::size_t e = 0; e < edges_.size(); ++e) {
    const double half = 0.5 * (potential_(edges_[e].to) - potential_(edges_[e].from));
    rates_(static_cast<Index>(e), 0) = edges_[e].weight * std::exp(-half);
    rates_(static_cast<Index>(e), 1) = edges_[e].weight * std::exp(half);
  }
}

double GraphDiffusion::rate(std::size_t edge) const { return rates_(static_cast<Index>(edge), 0); }
double GraphDiffusion::rate_back(std::size_t edge) const { return rates_(static_cast<Index>(edge), 1); }
double GraphDiffusion::exchange(std::size_t edge) const {
  return stationary_(edges_[edge].from) * rate(edge);
}

Eigen::ArrayXd GraphDiffusion::derivative(const Eigen::ArrayXd& p) const {
  require(p.size() == vertices(), "entries of a density", static_cast<double>(p.size()),
          "must be as many as vertices");
  Eigen::ArrayXd out = Eigen::ArrayXd::Zero(vertices());
  for (std::size_t e = 0; e < edges_.size(); ++e) {
    const double passed = rate(e) * p(edges_[e].from) - rate_back(e) * p(edges_[e].to);
    out(edges_[e].from) -= passed;
    out(edges_[e].to) += passed;
  }
  return out;
}

double GraphDiffusion::detailed_balance_defect() const {
  double worst = 0;
  for (std::size_t e = 0; e < edges_.size(); ++e) {
    const double there = stationary_(edges_[e].from) * rate(e),
                 back = stationary_(edges_[e].to) * rate_back(e);
    worst = std::max(worst, std::abs(there - back) / (there + back));
  }
  return worst;
}

double GraphDiffusion::free_energy(const Eigen::ArrayXd& p) const {
  double sum = 0;
  for (Index i = 0; i < vertices(); ++i)
    if (p(i) > 0) sum += p(i) * std::log(p(i) / stationary_(i));
  return sum;
}

GraphDiffusion line_graph(const std::function<double(double)>& potential, double temperature, double lower,
                          double upper, Index n) {
  require(std::isfinite(lower) && std::isfinite(upper) && lower < upper, "lower", lower,
          "must be finite and below the upper end");
  require(temperature > 0 && std::isfinite(temperature), "temperature", temperature,
          "must be positive and finite");
  require(n >= 2, "vertices", static_cast<double>(n), "must be at least 2");
  const double h = (upper - lower) / static_cast<double>(n);
  Eigen::ArrayXd over(n);
  std::vector<Edge> edges;
  for (Index i = 0; i < n; ++i) {
    over(i) = potential(lower + (static_cast<double>(i) + 0.5) * h) / temperature;
    if (i > 0) edges.push_back({i - 1, i, temperature / (h * h)});
  }
  return {over, edges};
}

/// √π_i k_ij/√π_j = w_ij off the diagonal: the generator made symmetric.
GraphSpectrum::GraphSpectrum(const GraphDiffusion& graph) : root_(graph.stationary().sqrt()) {
  const Index n = graph.vertices();
  Eigen::MatrixXd symmetric = Eigen::MatrixXd::Zero(n, n);
  for (std::size_t e = 0; e < graph.edges().size(); ++e) {
    const Edge& edge = graph.edges()[e];
    symmetric(edge.from, edge.to) = symmetric(edge.to, edge.from) = -edge.weight;
    symmetric(edge.from, edge.from) += graph.rate(e);
    symmetric(edge.to, edge.to) += graph.rate_back(e);
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(symmetric);
  if (solver.info() != Eigen::Success)
    throw NumericalFailure("the eigenvalues of a graph's generator did not converge: take fewer vertices");
  rates_ = solver.eigenvalues().array();
  modes_ = solver.eigenvectors();
  // The first is known: √π, of the rate 0.
  rates_(0) = 0;
  modes_.col(0) = root_.matrix();
}

Eigen::ArrayXd GraphSpectrum::density(const Eigen::ArrayXd& start, double t) const {
  require(t >= 0 && std::isfinite(t), "t", t, "must be at least 0 and finite");
  require(start.size() == root_.size(), "entries of a density", static_cast<double>(start.size()),
          "must be as many as vertices");
  Eigen::VectorXd parts = modes_.transpose() * (start / root_).matrix();
  for (Index k = 0; k < parts.size(); ++k) parts(k) *= std::exp(-rates_(k) * t);
  return root_ * (modes_ * parts).array();
}

}  // namespace kolmo::fokker_planck
