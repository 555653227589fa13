#include "poisson_flow/straight_flows.hpp"

#include <cmath>

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

class PairVelocity final : public process::VelocityField {
 public:
  PairVelocity(Points from, Points to) : from_(std::move(from)), to_(std::move(to)) {}
  Index dimension() const override { return from_.cols(); }
  void velocity(double t, const ConstBlock& x, Block out) const override {
    const Index n = x.rows(), pairs = from_.rows();
    const Points middle = (1 - t) * from_ + t * to_, way = to_ - from_;
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
  Points from_, to_;
};

/// P(e·X ≤ u) of points under kernels of width `narrowest`.
std::function<double(const Eigen::VectorXd&, double)> projected_law(const Points& points) {
  return [points](const Eigen::VectorXd& direction, double u) {
    const Eigen::ArrayXd along = (points.matrix() * direction).array();
    double sum = 0;
    for (Index k = 0; k < along.size(); ++k) sum += normal_cdf((u - along(k)) / narrowest);
    return sum / static_cast<double>(along.size());
  };
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
  flow.projected = projected_law(data);
  flow.prior_error = static_cast<double>(data.cols()) * flow.start * flow.start;
  return flow;
}

GeneratingFlow rectified_flow(const Points& data, Index pairs, const RandomStream& stream) {
  const GeneratingFlow first = matching_flow(data);
  const Points from = first.prior(pairs, stream.role("pairs")), to = generate(first, from, 1e-7).end;
  GeneratingFlow flow;
  flow.name = "rectified";
  flow.velocity = std::make_shared<PairVelocity>(from, to);
  flow.start = 0;
  flow.end = 1;
  flow.prior = [from](Index n, const RandomStream& draws) {
    Points x = narrowest * normals(n, from.cols(), draws.role("prior")), u(n, 1);
    for_each_block(n, [&](Index, Index first_row, Index rows) {
      draws.role("pair").uniforms(first_row, 0, u.middleRows(first_row, rows));
    });
    for (Index i = 0; i < n; ++i)
      x.row(i) += from.row(static_cast<Index>(u(i, 0) * static_cast<double>(from.rows())));
    return x;
  };
  flow.projected = projected_law(to);
  return flow;
}

}  // namespace kolmo::poisson_flow
