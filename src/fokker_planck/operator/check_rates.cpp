#include "check_rates.hpp"

#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::fokker_planck {
namespace {

void check_shape(const Eigen::ArrayXXd& rates, Index rows, const FaceRates& axis, Index lines,
                 const std::string& name) {
  require(rates.rows() == rows, "rows of rates." + name, static_cast<double>(rates.rows()),
          "must be " + number_text(rows));
  require(rates.cols() == axis.up.cols() && (axis.shared() || rates.cols() == lines),
          "columns of rates." + name, static_cast<double>(rates.cols()), "must be 1 or the number of lines");
}

void check_finite(const Eigen::ArrayXXd& rates, const char* name) {
  if (!rates.isFinite().all()) throw InvalidArgument(std::string("rates.") + name + ": all must be finite");
}

}  // namespace

void check_rates(const FaceRates& r, Index cells, Index lines) {
  check_shape(r.up, cells - 1, r, lines, "up");
  check_shape(r.down, cells - 1, r, lines, "down");
  check_shape(r.log_ratio, cells - 1, r, lines, "log_ratio");
  if (r.leaks.size() > 0) {
    check_shape(r.leaks, 2, r, lines, "leaks");
    require(r.leaks.minCoeff() >= 0, "smallest of rates.leaks", r.leaks.minCoeff(), "must be ≥ 0");
  }
  if (r.wrap.size() > 0) check_shape(r.wrap, 2, r, lines, "wrap");
  check_finite(r.up, "up");
  check_finite(r.down, "down");
  check_finite(r.leaks, "leaks");
  check_finite(r.wrap, "wrap");
}

}  // namespace kolmo::fokker_planck
