#include "kolmo/process/exit/mean_exit_time.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "process/exit/scale_panels.hpp"

namespace kolmo::process {
namespace {

/// Of an integral: what an end panel that is not resolved may hold of it.
constexpr double largest_share = 1e-6;

using Point = Eigen::Array<double, 1, 1>;

double value_of(const density::Potential& potential, double x) {
  const Point point(x);
  Eigen::Array<double, Eigen::Dynamic, 1> out(1);
  potential.value(Eigen::Map<const Points>(point.data(), 1, 1), out);
  return out(0);
}

double curvature_of(const density::Potential& potential, double x) {
  const Point point(x);
  Eigen::Array<double, Eigen::Dynamic, 1> out(1);
  potential.laplacian(Eigen::Map<const Points>(point.data(), 1, 1), out);
  return out(0);
}

/// The series of function(s) on a panel.
template <class Function>
LegendreSeries series(const Function& function) {
  return LegendreSeries(LegendreSeries::nodes().unaryExpr(function));
}

/// Where x stands on a panel; at its end where x lies beyond it.
double place_on(const ScalePanel& panel, double x) { return std::clamp(panel.place(x), -1.0, 1.0); }

}  // namespace

/// τ′ along the way from a wall that absorbs, and its integral.
class MeanExitTime::Table {
 public:
  Table(const Process& process, double wall, double far, bool both)
      : panels_(process, wall, far), both_(both), middle_(wall + (far - wall) / 2) {
    if (both) {
      between_two_walls();
    } else {
      from_one_wall(std::isinf(far));
    }
    const auto& panels = panels_.all();
    before_.assign(1, 0);
    for (std::size_t k = 0; k < panels.size(); ++k)
      before_.push_back(before_.back() + panels[k].half() * slope_[k].integral(1));
    after_.assign(panels.size() + 1, 0);
    for (std::size_t k = panels.size(); k-- > 0;)
      after_[k] = after_[k + 1] + panels[k].half() * slope_[k].integral(1);
    require_small_ends();
  }

  double end() const { return panels_.end(); }

  double slope(double x) const {
    const std::size_t k = panels_.find(x);
    return slope_[k].value(place_on(panels_.all()[k], x));
  }

  /// From the wall, or from the other one where that is nearer.
  double time(double x) const {
    const std::size_t k = panels_.find(x);
    const ScalePanel& panel = panels_.all()[k];
    const double part = panel.half() * slope_[k].integral(place_on(panel, x));
    if (!both_ || (panel.step > 0 ? x < middle_ : x > middle_)) return before_[k] + part;
    return part - panel.half() * slope_[k].integral(1) - after_[k + 1];
  }

  /// ∫ e^Φ from the wall to x, of all.
  double scale_share(double x) const {
    const std::size_t k = panels_.find(x);
    const ScalePanel& panel = panels_.all()[k];
    return (scale_before_[k] + panel.half() * scale_[k].integral(place_on(panel, x))) / scale_before_.back();
  }

 private:
  /// τ′ = e^Φ times what (2/g²) e^{−Φ} holds beyond, which is added up from the far end, each time less the
  /// panel's own Φ(from): nothing overflows, however deep a well is.
  void from_one_wall(bool open) {
    const auto& panels = panels_.all();
    std::vector<double> beyond(panels.size() + 1, 0);
    for (std::size_t k = panels.size(); k-- > 0;)
      beyond[k] = panels[k].mass(1) + std::exp(-panels[k].rise) * beyond[k + 1];
    for (std::size_t k = 0; k < panels.size(); ++k)
      slope_.push_back(
          series([&](double s) { return std::exp(panels[k].phi(s)) * (beyond[k] - panels[k].mass(s)); }));
    const ScalePanel& last = panels.back();
    const long double share =
        static_cast<long double>(beyond[panels.size() - 1]) * std::exp(-static_cast<long double>(last.start));
    if ((open || !last.resolved) && !(share <= largest_share * static_cast<long double>(beyond[0])))
      throw NumericalFailure(
          "mean exit time: it is infinite: paths stay near x = " + number_text(panels_.end(), 8) +
          ", where (2/g²) exp(∫2f/g²) cannot be integrated; a \"reflecting\" or an "
          "\"absorbing\" wall before that place makes it finite");
  }

  /// e^Φ less its largest exponent, M from there, C.
  void between_two_walls() {
    const auto& panels = panels_.all();
    std::size_t top = 0;
    for (std::size_t k = 0; k < panels.size(); ++k)
      if (panels[k].start > panels[top].start) top = k;
    const double highest = panels[top].start;
    std::vector<double> mass(panels.size());
    const auto part = [&](std::size_t k, double s) {
      return std::exp(highest - panels[k].start) * panels[k].mass(s);
    };
    for (std::size_t k = top + 1; k < panels.size(); ++k) mass[k] = mass[k - 1] + part(k - 1, 1);
    for (std::size_t k = top; k-- > 0;) mass[k] = mass[k + 1] - part(k, 1);
    double moment = 0;
    scale_before_.assign(1, 0);
    for (std::size_t k = 0; k < panels.size(); ++k) {
      const auto scale = [&](double s) { return std::exp(panels[k].start - highest + panels[k].phi(s)); };
      const double half = panels[k].half();
      scale_.push_back(series(scale));
      scale_before_.push_back(scale_before_.back() + half * scale_.back().integral(1));
      moment += half * series([&](double s) { return scale(s) * (mass[k] + part(k, s)); }).integral(1);
    }
    const double constant = moment / scale_before_.back();
    for (std::size_t k = 0; k < panels.size(); ++k)
      slope_.push_back(series([&](double s) {
        return std::exp(panels[k].start - highest + panels[k].phi(s)) * (constant - mass[k] - part(k, s));
      }));
  }

  /// A wall in a singular place must not matter.
  void require_small_ends() const {
    const auto& panels = panels_.all();
    double all = 0;
    for (std::size_t k = 0; k < panels.size(); ++k) all += std::abs(before_[k + 1] - before_[k]);
    if (!std::isfinite(all))
      throw NumericalFailure(
          "mean exit time: it is beyond the largest number, e^709: the barriers are too high");
    const auto require_small = [&](std::size_t k, double wall) {
      if (panels[k].resolved || std::abs(before_[k + 1] - before_[k]) <= largest_share * all) return;
      throw NumericalFailure(
          "mean exit time: drift, beside the noise, is not finite at the wall x = " + number_text(wall, 8) +
          ", which no path reaches, or all stick to: make it \"reflecting\", or put the wall a "
          "little further in");
    };
    require_small(0, panels[0].from);
    if (both_) require_small(panels.size() - 1, panels_.end());
  }

  ScalePanels panels_;
  bool both_;
  double middle_;
  std::vector<LegendreSeries> slope_, scale_;  ///< of each panel: τ′ along the way; e^Φ
  std::vector<double> before_, after_, scale_before_;
};

MeanExitTime::MeanExitTime(const Process& process, double lower, double upper, ExitEnd lower_end,
                           ExitEnd upper_end)
    : lower_(lower),
      upper_(upper),
      leaves_below_(std::isfinite(lower) && lower_end == ExitEnd::absorbing),
      leaves_above_(std::isfinite(upper) && upper_end == ExitEnd::absorbing) {
  require(process.dimension() == 1, "dimension of the process", static_cast<double>(process.dimension()),
          "must be 1");
  require(lower < upper, "lower", lower, "must be less than upper");
  require(leaves_below_ || leaves_above_, "upper", upper, "must be finite and absorbing, or lower");
  const NoiseKind kind = process.noise_kind();
  if (kind != NoiseKind::scalar && kind != NoiseKind::diagonal) {
    throw InvalidArgument("process = '" + process.name() + "': must have scalar or diagonal noise");
  }
  table_ = std::make_shared<Table>(process, leaves_below_ ? lower : upper, leaves_below_ ? upper : lower,
                                   leaves_below_ && leaves_above_);
}

void MeanExitTime::require_inside(double x) const {
  require(std::isfinite(x) && x >= lower_ && x <= upper_, "x", x, "must lie between lower and upper");
}

double MeanExitTime::slope(double x) const {
  require_inside(x);
  return (leaves_below_ ? 1 : -1) * table_->slope(x);
}

double MeanExitTime::time(double x) const {
  require_inside(x);
  return table_->time(x);
}

double MeanExitTime::upper_probability(double x) const {
  require_inside(x);
  if (!leaves_below_) return 1;
  return leaves_above_ ? table_->scale_share(x) : 0;
}

double MeanExitTime::end() const { return table_->end(); }

double MeanExitTime::boundary_slope(double x) const {
  const double above = upper_probability(x);
  const double up = leaves_above_ ? above * std::abs(slope(upper_)) : 0;
  const double down = leaves_below_ ? (1 - above) * std::abs(slope(lower_)) : 0;
  return up + down;
}

double kramers_time(const density::Potential& potential, double temperature, double minimum, double saddle) {
  require(potential.dimension() == 1, "dimension of the potential",
          static_cast<double>(potential.dimension()), "must be 1");
  require(std::isfinite(temperature) && temperature > 0, "temperature", temperature,
          "must be positive and finite");
  const double well = curvature_of(potential, minimum), barrier = curvature_of(potential, saddle);
  require(well > 0, "minimum", minimum, "must be a minimum of the potential: V'' > 0");
  require(barrier < 0, "saddle", saddle, "must be a saddle of the potential: V'' < 0");
  const double height = value_of(potential, saddle) - value_of(potential, minimum);
  return 2 * std::numbers::pi / std::sqrt(-well * barrier) * std::exp(height / temperature);
}

}  // namespace kolmo::process
