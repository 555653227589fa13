#include "kolmo/score/models/random_features.hpp"

#include <Eigen/Cholesky>
#include <numbers>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/score/objectives/losses.hpp"

namespace kolmo::score {
namespace {

/// sin and cos of ω_m·x_i + b_m, rows×m.
struct Waves {
  Points sine, cosine;
  Waves(const RandomFeatures& f, const ConstBlock& x) {
    Points angle = (x.matrix() * f.frequencies.matrix().transpose()).array();
    angle.rowwise() += f.phases.transpose();
    sine.resize(angle.rows(), angle.cols());
    cosine.resize(angle.rows(), angle.cols());
    sin(angle.data(), sine.data(), angle.size());
    cos(angle.data(), cosine.data(), angle.size());
  }
};

/// −K(x − μ).
Points base_score(const FeatureFamily& family, const ConstBlock& x) {
  return -((x.matrix().rowwise() - family.mean.transpose()) * family.precision).array();
}

/// Gᵀs₀ + Δφ at every point (rows×m): ∇φ = −sin(·) ω, Δφ = −cos(·)|ω|².
Points linear_terms(const FeatureFamily& family, const ConstBlock& x, const Waves& waves) {
  const Points& w = family.features.frequencies;
  Eigen::ArrayXd squares = w.col(0).square();
  for (Index j = 1; j < w.cols(); ++j) squares += w.col(j).square();
  const Points along = (base_score(family, x).matrix() * w.matrix().transpose()).array();
  return -waves.sine * along - waves.cosine.rowwise() * squares.transpose();
}

/// A and b of one piece of the data, summed. GᵀG = (ω_m·ω_n) sin sin.
struct Equations {
  Eigen::MatrixXd a;
  Eigen::VectorXd b;
  double points = 0;
};

Equations equations(const FeatureFamily& family, const ConstBlock& x) {
  const Waves waves(family.features, x);
  const auto w = family.features.frequencies.matrix();
  const Eigen::MatrixXd products = waves.sine.matrix().transpose() * waves.sine.matrix();
  const Points terms = linear_terms(family, x, waves);
  Equations e{products.cwiseProduct(w * w.transpose()), Eigen::VectorXd(terms.cols()),
              static_cast<double>(x.rows())};
  for (Index m = 0; m < terms.cols(); ++m) e.b(m) = chunk_sum(terms.col(m).data(), terms.rows());
  return e;
}

/// Over all the data, block by block in their order.
Equations equations_of(const FeatureFamily& family, const Points& data) {
  const Index m = family.features.phases.size();
  std::vector<Equations> pieces(static_cast<std::size_t>(block_count(data.rows())));
  for (Index k = 0; k < block_count(data.rows()); ++k) {
    const Index first = k * block_rows, rows = std::min(block_rows, data.rows() - first);
    pieces[static_cast<std::size_t>(k)] = equations(family, data.middleRows(first, rows));
  }
  Equations all{Eigen::MatrixXd::Zero(m, m), Eigen::VectorXd::Zero(m)};
  for (const Equations& e : pieces) {
    all.a += e.a;
    all.b += e.b;
    all.points += e.points;
  }
  return all;
}

Eigen::VectorXd solve(const Equations& e, double ridge) {
  require(ridge >= 0, "ridge", ridge, "must not be negative");
  const Index m = e.b.size();
  const Eigen::MatrixXd a = e.a / e.points + ridge * Eigen::MatrixXd::Identity(m, m);
  return -a.ldlt().solve(e.b / e.points);
}

double held_out(const FeatureScore& score, const Points& data) {
  return expectation(data, [&](const ConstBlock& x, Values out) { hyvarinen_loss(score, x, out); }).value;
}

}  // namespace

RandomFeatures RandomFeatures::draw(Index m, Index dimension, double length, const RandomStream& stream) {
  require(m >= 1, "features", static_cast<double>(m), "must be at least 1");
  require(length > 0, "length", length, "must be positive");
  RandomFeatures features{Points(m, dimension), Eigen::ArrayXd(m)};
  stream.normals(0, 0, features.frequencies);
  features.frequencies /= length;
  Points uniform(m, 1);
  stream.uniforms(0, 1, uniform);
  features.phases = 2 * std::numbers::pi * uniform.col(0);
  return features;
}

FeatureFamily FeatureFamily::around(const Points& data, RandomFeatures features) {
  require(data.rows() > data.cols(), "data.rows", static_cast<double>(data.rows()),
          "must exceed the dimension");
  const EnsembleMoments moments = ensemble_moments(data);
  const Index d = data.cols();
  return {std::move(features), moments.mean, moments.covariance.llt().solve(Eigen::MatrixXd::Identity(d, d))};
}

FeatureScore::FeatureScore(FeatureFamily family, Eigen::VectorXd a)
    : family_(std::move(family)), a_(std::move(a)) {
  require(a_.size() == family_.features.phases.size(), "a.size", static_cast<double>(a_.size()),
          "must be the number of features");
}

void FeatureScore::value(const ConstBlock& x, Block out) const {
  const Waves waves(family_.features, x);
  const auto w = family_.features.frequencies.matrix();
  out = base_score(family_, x) - (waves.sine.matrix() * a_.asDiagonal() * w).array();
}

void FeatureScore::jacobian_product(const ConstBlock& x, const ConstBlock& v, Block out) const {
  const Waves waves(family_.features, x);
  const auto w = family_.features.frequencies.matrix();
  const Points along = waves.cosine * (v.matrix() * w.transpose()).array();
  out = -(v.matrix() * family_.precision).array() - (along.matrix() * a_.asDiagonal() * w).array();
}

FeatureScore fit_features(const FeatureFamily& family, const Points& data, double ridge) {
  return FeatureScore(family, solve(equations_of(family, data), ridge));
}

double feature_error_times_n(const FeatureFamily& family, const Points& data) {
  const Equations e = equations_of(family, data);
  const Eigen::VectorXd a = solve(e, 0);
  const Index n = data.rows(), m = a.size();
  Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(m, m);
  for (Index first = 0; first < n; first += block_rows) {
    const Points x = data.middleRows(first, std::min(block_rows, n - first));
    const Waves waves(family.features, x);
    const auto w = family.features.frequencies.matrix();
    // GᵀG a at a point: sin_m ω_m·(Σ_n a_n sin_n ω_n).
    const Eigen::MatrixXd sum = waves.sine.matrix() * a.asDiagonal() * w;
    const Points gradient = waves.sine * (sum * w.transpose()).array() + linear_terms(family, x, waves);
    covariance += gradient.matrix().transpose() * gradient.matrix();
  }
  covariance /= static_cast<double>(n);
  return (e.a / e.points).ldlt().solve(covariance).trace();
}

double cross_validated_ridge(const FeatureFamily& family, const Points& data,
                             const std::vector<double>& ridges, Index folds) {
  require(folds >= 2 && folds <= data.rows(), "folds", static_cast<double>(folds),
          "must be at least 2, and at most the number of points");
  if (ridges.empty()) throw InvalidArgument("ridges: is empty, must have at least one");
  std::vector<double> loss(ridges.size(), 0);
  for (Index k = 0; k < folds; ++k) {
    const Index first = k * data.rows() / folds, last = (k + 1) * data.rows() / folds;
    Points rest(data.rows() - (last - first), data.cols());
    rest << data.topRows(first), data.bottomRows(data.rows() - last);
    const Equations e = equations_of(family, rest);
    const Points out = data.middleRows(first, last - first);
    for (std::size_t i = 0; i < ridges.size(); ++i)
      loss[i] += held_out(FeatureScore(family, solve(e, ridges[i])), out);
  }
  return ridges[static_cast<std::size_t>(std::min_element(loss.begin(), loss.end()) - loss.begin())];
}

}  // namespace kolmo::score
