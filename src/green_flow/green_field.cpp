#include "kolmo/green_flow/green_field.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include "green_flow/power_sum.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
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

}  // namespace

GreenField::GreenField(std::shared_ptr<const GreenKernel> kernel, PointCloud cloud)
    : kernel_(std::move(kernel)), cloud_(std::move(cloud)), log_weights_(cloud_.weights().log()) {
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
  const Points away = (-cloud_.points()).rowwise() + x.row(i);
  const Eigen::ArrayXd r = away.square().rowwise().sum().sqrt();
  kernel_->terms(t, r, wanted.divergence != nullptr, terms);
  // A source whose density underflows has a rate of 0/0, and no share.
  const auto silent = terms.log_density == -std::numeric_limits<double>::infinity();
  for (Eigen::ArrayXd* term : {&terms.rate, &terms.fall, &terms.stretch})
    if (term->size() == silent.size()) *term = silent.select(0, *term);
  terms.log_density += log_weights_;
  Index nearest = 0;
  const double largest = terms.log_density.maxCoeff(&nearest);
  if (largest == std::numeric_limits<double>::infinity())
    throw NumericalFailure("the field of '" + kernel_->name() + "' has no value at query " +
                           number_text(i + 1) + ", t = " + number_text(t) + ", which stands on data point " +
                           number_text(nearest + 1) + ": " + kernel_->singular());
  if (!std::isfinite(largest)) {  // no source reaches so far: a stepper shortens its step
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    if (wanted.log_density) (*wanted.log_density)(i) = largest;
    if (wanted.velocity) wanted.velocity->row(i).setConstant(nothing);
    if (wanted.divergence) (*wanted.divergence)(i) = nothing;
    return;
  }
  Eigen::ArrayXd share = (terms.log_density - largest).exp();
  const double sum = share.sum();
  share /= sum;
  if (wanted.log_density) (*wanted.log_density)(i) = largest + std::log(sum);
  if (!wanted.velocity) return;
  const Eigen::ArrayXd moved = share * terms.rate;
  const Eigen::VectorXd f = away.matrix().transpose() * moved.matrix();
  wanted.velocity->row(i) = f.transpose().array();
  if (!wanted.divergence) return;
  const Eigen::ArrayXd along = (away.matrix() * f).array(), slope = terms.fall * share;
  (*wanted.divergence)(i) = (share * (static_cast<double>(dimension()) * terms.rate + terms.stretch)).sum() -
                            (slope * (terms.rate * r.square() - along)).sum();
}

}  // namespace kolmo::green_flow
