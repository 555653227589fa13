#include "kolmo/green_flow/green_field.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "green_flow/elementwise.hpp"
#include "green_flow/power_sum.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/green_flow/power_kernel.hpp"

namespace kolmo::green_flow {

/// Outputs; null where not wanted.
struct GreenField::Wanted {
  Block* velocity = nullptr;
  Values* divergence = nullptr;
  Values* log_density = nullptr;
};

namespace {

/// The vector kernel takes a power kernel in one to three dimensions.
void sum_powers(const PowerKernel& kernel, const PointCloud& cloud, double t, const ConstBlock& x,
                Block* velocity, Values* divergence, Values* log_density) {
  const double d = static_cast<double>(cloud.dimension());
  PowerSumTask task{.dimension = cloud.dimension(),
                    .points = cloud.size(),
                    .rows = x.rows(),
                    .power = d + kernel.further_dimensions(),
                    .inverse_unit = 1 / t,
                    .p = cloud.points().data(),
                    .weights = cloud.weights().data(),
                    .x = x.data(),
                    .x_stride = x.outerStride(),
                    .log_sum = log_density ? log_density->data() : nullptr,
                    .mean = velocity ? velocity->data() : nullptr,
                    .mean_stride = velocity ? velocity->outerStride() : 0,
                    .spread = divergence ? divergence->data() : nullptr};
  power_sum(task);
  if (log_density) *log_density += kernel.log_constant() - d * std::log(t);
  if (divergence) *divergence = (d - *divergence) / t;
}

/// A source whose density underflows has a rate of 0/0, and no share.
void mute(RadialTerms& terms) {
  const auto silent = terms.log_density == -std::numeric_limits<double>::infinity();
  for (Eigen::ArrayXd* term : {&terms.rate, &terms.fall, &terms.stretch})
    if (term->size() == silent.size()) *term = silent.select(0, *term);
}

}  // namespace

GreenField::GreenField(std::shared_ptr<const GreenKernel> kernel, PointCloud cloud)
    : kernel_(std::move(kernel)), cloud_(std::move(cloud)), log_weights_(log_of(cloud_.weights())) {
  if (!kernel_) throw InvalidArgument("a field needs a kernel");
  if (kernel_->dimension() != cloud_.dimension())
    throw InvalidArgument("a kernel in " + number_text(kernel_->dimension()) +
                          " dimensions does not fit points of " + number_text(cloud_.dimension()));
}

void GreenField::velocity(double t, const ConstBlock& x, Block out) const {
  evaluate(t, x, {.velocity = &out});
}

void GreenField::velocity_and_divergence(double t, const ConstBlock& x, Block velocity,
                                         Values divergence) const {
  evaluate(t, x, {.velocity = &velocity, .divergence = &divergence});
}

void GreenField::log_density(double t, const ConstBlock& x, Values out) const {
  evaluate(t, x, {.log_density = &out});
}

void GreenField::evaluate(double t, const ConstBlock& x, const Wanted& wanted) const {
  require_positive_time(t);
  if (x.cols() != dimension())
    throw InvalidArgument("places of " + number_text(x.cols()) + " coordinates do not fit a field in " +
                          number_text(dimension()) + " dimensions");
  const auto* power = dynamic_cast<const PowerKernel*>(kernel_.get());
  if (power && dimension() <= 3)
    return sum_powers(*power, cloud_, t, x, wanted.velocity, wanted.divergence, wanted.log_density);
  RadialTerms terms;
  for (Index i = 0; i < x.rows(); ++i) evaluate_one(t, x, i, wanted, terms);
}

// One query against all points; γ from the largest logarithm down, the covariance of v and ∇ log φ about f.
void GreenField::evaluate_one(double t, const ConstBlock& x, Index i, const Wanted& wanted,
                              RadialTerms& terms) const {
  const Index n = cloud_.size(), d = dimension();
  const Points away = (-cloud_.points()).rowwise() + x.row(i);
  Eigen::ArrayXd r2 = Eigen::ArrayXd::Zero(n);
  for (Index j = 0; j < d; ++j) r2 += away.col(j).square();
  kernel_->terms(t, r2.sqrt(), wanted.divergence != nullptr, terms);
  mute(terms);
  terms.log_density += log_weights_;
  Index nearest = 0;
  const double largest = terms.log_density.maxCoeff(&nearest);
  if (!std::isfinite(largest)) return without_value(t, i, nearest, largest, wanted);
  Eigen::ArrayXd share = exp_of(terms.log_density - largest);
  const double total = sum(share.data(), n);
  share /= total;
  if (wanted.log_density) (*wanted.log_density)(i) = largest + std::log(total);
  if (!wanted.velocity) return;
  const Eigen::ArrayXd moved = share * terms.rate;
  Eigen::ArrayXd along = Eigen::ArrayXd::Zero(n);
  for (Index j = 0; j < d; ++j) {
    const double f = dot(away.col(j).data(), moved.data(), n);
    (*wanted.velocity)(i, j) = f;
    if (wanted.divergence) along += f * away.col(j);
  }
  if (!wanted.divergence) return;
  const Eigen::ArrayXd own = static_cast<double>(d) * terms.rate + terms.stretch,
                       spread = terms.fall * (terms.rate * r2 - along);
  (*wanted.divergence)(i) = dot(share.data(), own.data(), n) - dot(share.data(), spread.data(), n);
}

// No source reaches so far: a stepper shortens its step. A point that stands on a pole has no such way out.
void GreenField::without_value(double t, Index i, Index nearest, double log_density,
                               const Wanted& wanted) const {
  if (log_density == std::numeric_limits<double>::infinity())
    throw NumericalFailure("the field of '" + kernel_->name() + "' has no value at query " +
                           number_text(i + 1) + ", t = " + number_text(t) + ", which stands on data point " +
                           number_text(nearest + 1) + ": " + kernel_->singular());
  const double nothing = std::numeric_limits<double>::quiet_NaN();
  if (wanted.log_density) (*wanted.log_density)(i) = log_density;
  if (wanted.velocity) wanted.velocity->row(i).setConstant(nothing);
  if (wanted.divergence) (*wanted.divergence)(i) = nothing;
}

}  // namespace kolmo::green_flow
