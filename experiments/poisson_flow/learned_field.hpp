#pragma once
// What a network is taught so that it becomes the Poisson flow's field (D = 1).

#include <cstdint>
#include <memory>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/green_flow/point_cloud.hpp"

namespace kolmo::poisson_flow {

/// ratio – G_{>1}/G₁ = (x − x₀)/t at x drawn from p_t(·|x₀), whose conditional mean is the velocity f =
/// u_{>1}/u₁. field – G = (t, x − x₀)/(t² + r²)^{(d+1)/2} at places that know nothing of x₀, whose mean is u
/// up to a number.
enum class Target { ratio, field };

/// Places at times, each with the source that its target is made of.
struct Places {
  Eigen::ArrayXd t;
  Points x, source;
};

/// ln t uniform between these: data have deviations 1.
inline constexpr double first_time = 0.5, last_time = 5;

/// x = y + t z/|w|, y a data point, z and w normal: p_t. The source is y (ratio), or another data point that
/// is drawn independently (field). A pure function of the step; with t > 0 given, all at that time.
Places places_of(Target target, const green_flow::PointCloud& cloud, Index n, const RandomStream& stream,
                 std::uint32_t step, double t = 0);

/// s = √(1 + t² + |x|²), the length that targets are measured in.
Eigen::ArrayXd lengths(const Places& places);

/// ratio: (x − x₀)/t, n×d. field: s^d (t, x − x₀)/(t² + r²)^{(d+1)/2}, n×(1+d), so that it stays of size 1
/// far out.
Points targets_of(Target target, const Places& places);

/// A network's inputs: x/s, t/s, ½ ln t.
Points inputs_of(const Places& places);

/// A field that was learned.
class LearnedField {
 public:
  /// Learns from targets of `target` at places of `law` (the same, unless a mistake is meant), times `sign`.
  LearnedField(Target target, Target law, double sign, const green_flow::PointCloud& cloud, Index steps,
               const RandomStream& stream);
  ~LearnedField();
  /// Velocity (ratio), or s^d u times a number (field), at the places.
  Points at(const Places& places) const;

 private:
  struct Learned;
  Target target_;
  std::unique_ptr<const Learned> learned_;
};

/// f of a value of LearnedField, which is f already, or u.
Points velocity_of(Target target, const Points& value);

}  // namespace kolmo::poisson_flow
