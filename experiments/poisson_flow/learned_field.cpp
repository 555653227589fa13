#include "poisson_flow/learned_field.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/score/network/regression.hpp"

namespace kolmo::poisson_flow {
namespace {

/// A row of the cloud for each uniform number, by its weight.
Points drawn(const green_flow::PointCloud& cloud, const Eigen::ArrayXd& share) {
  Eigen::ArrayXd upto(cloud.size());
  double sum = 0;
  for (Index k = 0; k < cloud.size(); ++k) upto(k) = sum += cloud.weights()(k);
  Points out(share.size(), cloud.dimension());
  for (Index i = 0; i < share.size(); ++i) {
    const auto at = std::upper_bound(upto.begin(), upto.end(), share(i) * sum) - upto.begin();
    out.row(i) = cloud.points().row(std::min<Index>(at, cloud.size() - 1));
  }
  return out;
}

/// What the network is asked for: x₀, as x − t f (ratio); the target as it is (field).
Points asked(Target target, const Places& places, const Points& value) {
  if (target == Target::field) return value;
  return places.x - value.colwise() * places.t;
}

}  // namespace

Places places_of(Target target, const green_flow::PointCloud& cloud, Index n, const RandomStream& stream,
                 std::uint32_t step, double t) {
  Points share(n, 3), normal(n, cloud.dimension() + 1);
  stream.role("shares").uniforms(0, step, share);
  stream.role("normals").normals(0, step, normal);
  Places places{Eigen::ArrayXd::Constant(n, t), drawn(cloud, share.col(0)), {}};
  if (!(t > 0))
    for (Index i = 0; i < n; ++i) places.t(i) = first_time * std::pow(last_time / first_time, share(i, 1));
  places.source = target == Target::ratio ? places.x : drawn(cloud, share.col(2));
  places.x += normal.leftCols(cloud.dimension()).colwise() * (places.t / normal.rightCols(1).col(0).abs());
  return places;
}

Eigen::ArrayXd lengths(const Places& places) {
  return (1 + places.t.square() + places.x.square().rowwise().sum()).sqrt();
}

Points targets_of(Target target, const Places& places) {
  const Points away = places.x - places.source;
  if (target == Target::ratio) return away.colwise() / places.t;
  const auto d = static_cast<double>(away.cols());
  const Eigen::ArrayXd length = (places.t.square() + away.square().rowwise().sum()).sqrt();
  const Eigen::ArrayXd scale = (lengths(places) / length).pow(d) / length;
  Points out(away.rows(), 1 + away.cols());
  out << places.t * scale, away.colwise() * scale;
  return out;
}

Points inputs_of(const Places& places) {
  const Eigen::ArrayXd s = lengths(places);
  Points inputs(places.x.rows(), places.x.cols() + 2);
  inputs << places.x.colwise() / s, places.t / s, 0.5 * places.t.log();
  return inputs;
}

struct LearnedField::Learned {
  score::Regressor network;
};

LearnedField::LearnedField(Target target, Target law, double sign, const green_flow::PointCloud& cloud,
                           Index steps, const RandomStream& stream)
    : target_(target) {
  const Index d = cloud.dimension(), outputs = target == Target::ratio ? d : 1 + d;
  const auto source = [=](std::uint32_t step, Points& inputs, Points& targets) {
    const Places places = places_of(law, cloud, inputs.rows(), stream.role("places"), step);
    inputs = inputs_of(places);
    targets = asked(target, places, sign * targets_of(target, places));
  };
  const score::RegressionPlan plan{
      {d + 2, {64, 64}, outputs}, source, stream.role("network"), steps, 256, 1e-2, 0.995};
  learned_ = std::make_unique<const Learned>(Learned{score::regress(plan)});
}

LearnedField::~LearnedField() = default;

Points LearnedField::at(const Places& places) const {
  const Points value = learned_->network(inputs_of(places));
  if (target_ == Target::field) return value;
  return (places.x - value).colwise() / places.t;  // f = (x − E[x₀|x])/t
}

Points velocity_of(Target target, const Points& value) {
  if (target == Target::ratio) return value;
  return value.rightCols(value.cols() - 1).colwise() / value.col(0);
}

}  // namespace kolmo::poisson_flow
