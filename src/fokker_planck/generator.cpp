#include "kolmo/fokker_planck/generator.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::fokker_planck {
namespace {

void check_rates(const Eigen::ArrayXXd& rates, const char* name) {
  if (!rates.isFinite().all()) throw InvalidArgument(std::string("rates.") + name + ": all must be finite");
  require(rates.minCoeff() >= 0, std::string("smallest of rates.") + name, rates.minCoeff(), "must be ≥ 0");
}

// out_i += F_{i−1} − F_i along one line of n cells, `stride` apart.
void add_line(const double* up, const double* down, Index n, const double* p, double* out, Index stride) {
  for (Index f = 0; f + 1 < n; ++f) {
    const double flux = up[f] * p[f * stride] - down[f] * p[(f + 1) * stride];
    out[f * stride] -= flux;
    out[(f + 1) * stride] += flux;
  }
}

}  // namespace

Generator::Generator(Grid grid, std::vector<FaceRates> rates, std::string discretisation)
    : grid_(std::move(grid)), rates_(std::move(rates)), discretisation_(std::move(discretisation)) {
  require(grid_.dimension() <= 2, "grid dimension", static_cast<double>(grid_.dimension()), "must be 1 or 2");
  require(static_cast<Index>(rates_.size()) == grid_.dimension(), "number of face rates",
          static_cast<double>(rates_.size()), "must be the grid's dimension");
  for (Index k = 0; k < grid_.dimension(); ++k) {
    const FaceRates& r = this->rates(k);
    const Index faces = grid_.axis(k).cells - 1, lines = grid_.cells() / grid_.axis(k).cells;
    for (const Eigen::ArrayXXd* a : {&r.up, &r.down, &r.log_ratio}) {
      require(a->rows() == faces, "rows of face rates", static_cast<double>(a->rows()), "must be cells − 1");
      require(a->cols() == r.up.cols() && (r.shared() || a->cols() == lines), "columns of face rates",
              static_cast<double>(a->cols()), "must be 1 or the number of lines");
    }
    check_rates(r.up, "up");
    check_rates(r.down, "down");
  }
}

void Generator::apply(const double* p, double* out) const {
  for (Index i = 0; i < grid_.cells(); ++i) out[i] = 0;
  for (Index k = 0; k < grid_.dimension(); ++k) {
    const FaceRates& r = rates(k);
    const Index n = grid_.axis(k).cells, lines = grid_.cells() / n;
    for (Index line = 0; line < lines; ++line) {
      const Index column = r.shared() ? 0 : line;
      const Index first = k == 0 ? line * n : line, stride = k == 0 ? 1 : grid_.axis(0).cells;
      add_line(r.up.col(column).data(), r.down.col(column).data(), n, p + first, out + first, stride);
    }
  }
}

const std::vector<Discretisation>& discretisations() {
  static const std::vector<Discretisation> all = [] {
    Claim fitted;
    fitted.name = "scharfetter_gummel";
    fitted.source = "Scharfetter, Gummel 1969; Chang, Cooper 1970, eq. 13";
    fitted.order_space = 2;
    fitted.needs = "constant coefficients, scalar noise; a potential where there is one";
    Claim drift = fitted;
    drift.name = "chang_cooper";
    drift.source = "Chang, Cooper 1970, eq. 13";
    drift.needs = "constant coefficients, scalar noise";
    return std::vector<Discretisation>{{fitted, &scharfetter_gummel}, {drift, &chang_cooper}};
  }();
  return all;
}

const Discretisation& discretisation(const std::string& name) {
  std::string names;
  for (const Discretisation& d : discretisations()) {
    if (d.claim.name == name) return d;
    names += (names.empty() ? "" : ", ") + d.claim.name;
  }
  throw InvalidArgument("discretisation = \"" + name + "\": must be one of " + names);
}

}  // namespace kolmo::fokker_planck
