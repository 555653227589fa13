#include "poisson_flow/straight_flows.hpp"

#include <cmath>

#include "frame/lazy.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/density/empirical_density.hpp"

namespace kolmo::poisson_flow {
namespace {

[[noreturn]] void no_divergence() {
  throw InvalidArgument("divergence of a flow that generates: is not there, points are carried alone");
}

class MatchingVelocity final : public process::VelocityField {
 public:
  explicit MatchingVelocity(density::GaussianMixture data) : data_(std::move(data)) {}
  Index dimension() const override { return data_.dimension(); }
  void velocity(double t, const ConstBlock& x, Block out) const override {
    thread_local density::ComponentTable table;
    const double sigma = 1 - t;
    table.assign(data_.log_weights(), data_.means(), data_.covariances(), Eigen::VectorXd::Zero(dimension()),
                 t, sigma * sigma);
    table.score(x, out);
    out = x / t + sigma * (sigma / t + 1) * out;
  }
  void velocity_and_divergence(double, const ConstBlock&, Block, Values) const override { no_divergence(); }

 private:
  density::GaussianMixture data_;
};

/// Where pairs begin and end.
struct Pairs {
  Points from, to;
};
using PairsOf = std::shared_ptr<frame::Lazy<Pairs>>;

class PairVelocity final : public process::VelocityField {
 public:
  PairVelocity(PairsOf pairs, Index dimension) : pairs_(std::move(pairs)), dimension_(dimension) {}
  Index dimension() const override { return dimension_; }
  void velocity(double t, const ConstBlock& x, Block out) const override {
    const auto& [from, to] = pairs_->get();
    const Index n = x.rows(), pairs = from.rows();
    const Points middle = (1 - t) * from + t * to, way = to - from;
    Points shares(n, pairs);
    for (Index k = 0; k < pairs; ++k) {
      shares.col(k) = (x.col(0) - middle(k, 0)).square();
      for (Index j = 1; j < x.cols(); ++j) shares.col(k) += (x.col(j) - middle(k, j)).square();
    }
    const Eigen::ArrayXd nearest = shares.rowwise().minCoeff();
    shares = (shares.colwise() - nearest) * (-0.5 / (narrowest * narrowest));
    kolmo::exp(shares.data(), shares.data(), shares.size());
    Eigen::ArrayXd total = Eigen::ArrayXd::Zero(n);
    out.setZero();
    for (Index k = 0; k < pairs; ++k) {
      total += shares.col(k);
      for (Index j = 0; j < x.cols(); ++j) out.col(j) += shares.col(k) * way(k, j);
    }
    out.colwise() /= total;
  }
  void velocity_and_divergence(double, const ConstBlock&, Block, Values) const override { no_divergence(); }

 private:
  PairsOf pairs_;
  Index dimension_;
};

/// P(e·X ≤ u) of points under kernels of width `narrowest`.
double projected_law(const Points& points, const Eigen::VectorXd& direction, double u) {
  const Eigen::ArrayXd along = (points.matrix() * direction).array();
  double sum = 0;
  for (Index k = 0; k < along.size(); ++k) sum += normal_cdf((u - along(k)) / narrowest);
  return sum / static_cast<double>(along.size());
}

Points normals(Index n, Index d, const RandomStream& stream) {
  Points x(n, d);
  for_each_block(
      n, [&](Index, Index first, Index rows) { stream.normals(first, 0, x.middleRows(first, rows)); });
  return x;
}

}  // namespace

GeneratingFlow matching_flow(const Points& data) {
  GeneratingFlow flow;
  flow.name = "flow_matching";
  flow.velocity = std::make_shared<MatchingVelocity>(density::empirical_density(data, narrowest));
  flow.start = 1e-3;
  flow.end = 1;
  const double deviation = std::hypot(1 - flow.start, flow.start);
  flow.prior = [=, d = data.cols()](Index n, const RandomStream& stream) {
    return Points(deviation * normals(n, d, stream.role("prior")));
  };
  flow.projected = [data](const Eigen::VectorXd& direction, double u) {
    return projected_law(data, direction, u);
  };
  flow.prior_error = static_cast<double>(data.cols()) * flow.start * flow.start;
  return flow;
}

GeneratingFlow rectified_flow(const Points& data, Index pairs, const RandomStream& stream) {
  const auto coupled = frame::lazy([=] {
    const GeneratingFlow first = matching_flow(data);
    Points from = first.prior(pairs, stream.role("pairs")), to = generate(first, from, 1e-7).end;
    return Pairs{std::move(from), std::move(to)};
  });
  GeneratingFlow flow;
  flow.name = "rectified";
  flow.velocity = std::make_shared<PairVelocity>(coupled, data.cols());
  flow.start = 0;
  flow.end = 1;
  flow.prior = [coupled](Index n, const RandomStream& draws) {
    const Points& from = coupled->get().from;
    Points x = narrowest * normals(n, from.cols(), draws.role("prior")), u(n, 1);
    for_each_block(n, [&](Index, Index first_row, Index rows) {
      draws.role("pair").uniforms(first_row, 0, u.middleRows(first_row, rows));
    });
    for (Index i = 0; i < n; ++i)
      x.row(i) += from.row(static_cast<Index>(u(i, 0) * static_cast<double>(from.rows())));
    return x;
  };
  flow.projected = [coupled](const Eigen::VectorXd& direction, double u) {
    return projected_law(coupled->get().to, direction, u);
  };
  return flow;
}

}  // namespace kolmo::poisson_flow
