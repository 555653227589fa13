#include "kolmo/measure/sde/constrained_chains.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/statistics/gauss_hermite.hpp"

namespace kolmo::measure {
namespace {

constexpr double reach = 9;  ///< standard deviations: what lies beyond has probability 2e−19

/// Quadrature nodes with weights on the line.
struct Rule {
  std::vector<double> at, weight;

  /// [a, b] in panels of at most `longest`, 20 Gauss–Legendre points each.
  void add(double a, double b, double longest) {
    static const GaussLegendre<20> gauss;
    if (!(b > a)) return;
    const auto panels = static_cast<Index>(std::ceil((b - a) / longest));
    const double half = 0.5 * (b - a) / static_cast<double>(panels);
    for (Index k = 0; k < panels; ++k) {
      const double middle = a + (2 * static_cast<double>(k) + 1) * half;
      for (std::size_t i = 0; i < gauss.half; ++i)
        for (const double side : {-1.0, 1.0}) {
          at.push_back(middle + side * half * gauss.nodes[i]);
          weight.push_back(half * gauss.weights[i]);
        }
    }
  }
};

double normal_density(double z) { return std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi); }

/// Steps from one point with normal numbers of each row's own.
class Steps {
 public:
  Steps(const sde::SdeScheme& scheme, const process::Process& process, const sde::Walls* walls, double h)
      : scheme_(scheme),
        process_(process),
        walls_(walls),
        h_(h),
        workspace_(process.dimension(), scheme.workspace_blocks(process)),
        scratch_(block_rows, process.dimension()) {}

  /// visit(q, x') for row q of the normals.
  template <class Visit>
  void from(const Eigen::RowVectorXd& x, const Points& normals, bool walled, Visit visit) {
    for (Index first = 0; first < normals.rows(); first += block_rows) {
      const Index rows = std::min(block_rows, normals.rows() - first);
      Points z = normals.middleRows(first, rows), to = x.replicate(rows, 1).array();
      const Points before = to;
      sde::Increment increment{Block(z)};
      scheme_.step(process_, 0, h_, to, increment, workspace_);
      if (walled && walls_ != nullptr)
        walls_->apply(process_, {0, h_, 0, 0, 0, RandomStream(0)}, before, to, scratch_);
      for (Index i = 0; i < rows; ++i) visit(first + i, to.row(i));
    }
  }

  /// Where a step with z comes to that meets no wall, along the first axis.
  double unhindered(const Eigen::RowVectorXd& x, double z) {
    double place = 0;
    Points normals = Points::Zero(1, process_.noise_dimension());
    normals(0, 0) = z;
    from(x, normals, false, [&](Index, const auto& to) { place = to(0); });
    return place;
  }

 private:
  const sde::SdeScheme& scheme_;
  const process::Process& process_;
  const sde::Walls* walls_;
  double h_;
  sde::Workspace workspace_;
  sde::Walls::Scratch scratch_;
};

/// z where mean + spread z is a wall or an image of one, between −reach and reach, ends included.
std::vector<double> seams(double lower, double upper, double mean, double spread) {
  const double length = upper - lower;
  std::vector<double> at{-reach};
  const auto first = static_cast<Index>(std::floor((mean - reach * spread - lower) / length));
  const auto last = static_cast<Index>(std::ceil((mean + reach * spread - lower) / length));
  for (Index k = first; k <= last; ++k) {
    const double z = (lower + static_cast<double>(k) * length - mean) / spread;
    if (z > -reach && z < reach) at.push_back(z);
  }
  at.push_back(reach);
  return at;
}

}  // namespace

ChebyshevChain interval_chain(const sde::SdeScheme& scheme, const process::Process& process,
                              const sde::Walls& walls, double lower, double upper, double h, Index n) {
  ChebyshevChain chain(lower, upper, n);
  Steps steps(scheme, process, &walls, h);
  for (Index i = 0; i < n; ++i) {
    const Eigen::RowVectorXd x = Eigen::RowVectorXd::Constant(1, chain.nodes()(i));
    const double mean = steps.unhindered(x, 0), spread = steps.unhindered(x, 1) - mean;
    const std::vector<double> seam = seams(lower, upper, mean, spread);
    Rule rule;
    for (std::size_t k = 0; k + 1 < seam.size(); ++k) rule.add(seam[k], seam[k + 1], 1.5);
    const Points z = Eigen::Map<const Eigen::ArrayXd>(rule.at.data(), static_cast<Index>(rule.at.size()));
    steps.from(x, z, true, [&](Index q, const auto& to) {
      const auto at = static_cast<std::size_t>(q);
      chain.add(i, to(0), rule.weight[at] * normal_density(rule.at[at]));
    });
  }
  chain.normalise();
  return chain;
}

namespace {

/// The length of N(0, I_k): nodes with weights; k = 0 is 0.
Rule chi(Index k) {
  Rule rule;
  if (k == 0) {
    rule.at = {0};
    rule.weight = {1};
    return rule;
  }
  const double degrees = static_cast<double>(k);
  rule.add(0, reach + std::sqrt(degrees), 3);
  const double constant = (1 - 0.5 * degrees) * std::log(2.0) - std::lgamma(0.5 * degrees);
  for (std::size_t q = 0; q < rule.at.size(); ++q) {
    const double r = rule.at[q];
    rule.weight[q] *= std::exp(constant + (degrees - 1) * std::log(r) - 0.5 * r * r);
  }
  return rule;
}

}  // namespace

ChebyshevChain sphere_chain(const sde::SdeScheme& scheme, const process::Process& process, double radius,
                            double h, Index n) {
  const Index d = process.dimension();
  const GaussHermite along(24);
  const Rule across = chi(d - 2);
  const auto inner = static_cast<Index>(across.at.size());
  ChebyshevChain chain(-1, 1, n);
  Steps steps(scheme, process, nullptr, h);
  Points z(along.nodes.size() * inner, d);
  for (Index i = 0; i < n; ++i) {
    const double cosine = chain.nodes()(i), sine = std::sqrt(std::max(0.0, (1 - cosine) * (1 + cosine)));
    Eigen::RowVectorXd x = Eigen::RowVectorXd::Zero(d);
    x(0) = radius * cosine;
    x(1) = radius * sine;
    z.setZero();
    for (Index q = 0; q < z.rows(); ++q) {
      z(q, 0) = -sine * along.nodes(q / inner);
      z(q, 1) = cosine * along.nodes(q / inner);
      if (d > 2) z(q, 2) = across.at[static_cast<std::size_t>(q % inner)];
    }
    steps.from(x, z, true, [&](Index q, const auto& to) {
      chain.add(i, to(0) / radius,
                along.weights(q / inner) * across.weight[static_cast<std::size_t>(q % inner)]);
    });
  }
  chain.normalise();
  return chain;
}

namespace {

/// Nodes of the normal numbers, in polar coordinates about the centre of the ball, with their weights.
struct PolarNodes {
  Points z;
  std::vector<double> weight;
};

/// From distance r of the centre with steps of deviation s: y at distance ρ and angle θ to x has the density
/// of N(x, s²) times ρ^{d−1} sin^{d−2}θ |S^{d−2}|.
PolarNodes polar_nodes(Index d, double radius, double r, double s) {
  Rule distance;
  const double from = std::max(0.0, r - reach * s), to = r + reach * s;
  std::vector<double> seam{from};
  for (Index k = 1; (2 * static_cast<double>(k) - 1) * radius < to; ++k)
    if ((2 * static_cast<double>(k) - 1) * radius > from)
      seam.push_back((2 * static_cast<double>(k) - 1) * radius);
  seam.push_back(to);
  for (std::size_t k = 0; k + 1 < seam.size(); ++k) distance.add(seam[k], seam[k + 1], 2 * s);
  const double p = static_cast<double>(d);
  // |S^{d−2}| (2π)^{−d/2}
  const double constant = std::log(2.0) + 0.5 * (p - 1) * std::log(std::numbers::pi) -
                          std::lgamma(0.5 * (p - 1)) - 0.5 * p * std::log(2 * std::numbers::pi);
  std::vector<std::array<double, 2>> places;
  PolarNodes nodes;
  for (std::size_t a = 0; a < distance.at.size(); ++a) {
    const double rho = distance.at[a];
    // |y − x|² ≥ 4 r ρ sin²(θ/2): nothing is left beyond this angle.
    const double sine = r > 0 ? 0.5 * (reach + 1) * s / std::sqrt(r * rho) : 1.0;
    const double widest = sine < 1 ? 2 * std::asin(sine) : std::numbers::pi;
    Rule angle;
    angle.add(0, widest, std::max(widest / 6, 1e-3));
    for (std::size_t b = 0; b < angle.at.size(); ++b) {
      const double theta = angle.at[b], half = std::sin(0.5 * theta);
      const double square = ((rho - r) * (rho - r) + 4 * r * rho * half * half) / (s * s);
      const double log_weight = constant + (p - 1) * std::log(rho / s) - std::log(s) +
                                (p - 2) * std::log(std::sin(theta)) - 0.5 * square;
      if (log_weight < -60 + std::log(1 / s)) continue;
      nodes.weight.push_back(distance.weight[a] * angle.weight[b] * std::exp(log_weight));
      places.push_back({(rho * std::cos(theta) - r) / s, rho * std::sin(theta) / s});
    }
  }
  nodes.z = Points::Zero(static_cast<Index>(places.size()), d);
  for (std::size_t q = 0; q < places.size(); ++q) {
    nodes.z(static_cast<Index>(q), 0) = places[q][0];
    nodes.z(static_cast<Index>(q), 1) = places[q][1];
  }
  return nodes;
}

}  // namespace

ChebyshevChain ball_chain(const sde::SdeScheme& scheme, const process::Process& process,
                          const sde::Walls& wall, double radius, double h, Index n) {
  const Index d = process.dimension();
  ChebyshevChain chain(0, 1, n);
  Steps steps(scheme, process, &wall, h);
  for (Index i = 0; i < n; ++i) {
    Eigen::RowVectorXd x = Eigen::RowVectorXd::Zero(d);
    x(0) = radius * std::sqrt(chain.nodes()(i));
    const double spread = steps.unhindered(x, 1) - steps.unhindered(x, 0);
    const PolarNodes nodes = polar_nodes(d, radius, x(0), spread);
    steps.from(x, nodes.z, true, [&](Index q, const auto& to) {
      chain.add(i, to.matrix().squaredNorm() / (radius * radius), nodes.weight[static_cast<std::size_t>(q)]);
    });
  }
  chain.normalise();
  return chain;
}

}  // namespace kolmo::measure
