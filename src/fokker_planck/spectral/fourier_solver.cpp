#include "kolmo/fokker_planck/spectral/fourier_solver.hpp"

#include <cmath>
#include <cstdio>
#include <limits>
#include <numbers>

#include "fourier_modes.hpp"
#include "fourier_operator.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::fokker_planck {
namespace {

using Complex = std::complex<double>;

std::vector<Index> sizes(const Grid& grid) {
  std::vector<Index> n;
  for (Index axis = 0; axis < grid.dimension(); ++axis) n.push_back(grid.axis(axis).cells);
  return n;
}

void require_noise(const process::Process& process) {
  using process::NoiseKind;
  const NoiseKind kind = process.noise_kind();
  if (kind == NoiseKind::scalar || kind == NoiseKind::diagonal || kind == NoiseKind::constant) return;
  throw InvalidArgument("process = " + process.name() +
                        ": its noise must be scalar, diagonal or a constant matrix for a Fourier solver");
}

void require_equal(const std::string& process, const char* what, const Points& lower, const Points& upper,
                   double largest, Index axis) {
  const double difference = (lower - upper).abs().maxCoeff();
  if (difference <= 1e-8 * largest) return;
  char text[200];
  std::snprintf(text, sizeof text,
                ": its %s differs by %.3g between the two sides of axis %td, but a Fourier solver takes "
                "periodic coefficients alone",
                what, difference, static_cast<std::ptrdiff_t>(axis));
  throw InvalidArgument("process = " + process + text);
}

void require_periodic(const process::Process& process, const Grid& grid, const Points& nodes) {
  SpectralFields inside, lower, upper;
  spectral_fields(process, 0, nodes, inside);
  for (Index axis = 0; axis < grid.dimension(); ++axis) {
    Points x = nodes;
    x.col(axis) = grid.axis(axis).lower;
    spectral_fields(process, 0, x, lower);
    x.col(axis) = grid.axis(axis).upper;
    spectral_fields(process, 0, x, upper);
    require_equal(process.name(), "drift", lower.drift, upper.drift, inside.drift.abs().maxCoeff(), axis);
    require_equal(process.name(), "squared noise", lower.square, upper.square, inside.square.maxCoeff(),
                  axis);
  }
}

Eigen::Map<const Eigen::ArrayXcd> complex(const double* coefficients, Index modes) {
  return {reinterpret_cast<const Complex*>(coefficients), modes};
}

void real(const Eigen::ArrayXcd& c, double* coefficients) {
  Eigen::Map<Eigen::ArrayXcd>(reinterpret_cast<Complex*>(coefficients), c.size()) = c;
}

}  // namespace

FourierSolver::Modes::Modes(const Grid& grid, Dealiasing dealiasing) : transform(sizes(grid)) {
  for (Index axis = 0; axis < grid.dimension(); ++axis) {
    const Index n = grid.axis(axis).cells;
    require(n >= 4, "nodes of an axis", static_cast<double>(n), "must be at least 4");
    largest.push_back((n - 1) / (dealiasing == Dealiasing::two_thirds ? 3 : 2));
  }
  kappa.resize(transform.modes(), grid.dimension());
  kept.setOnes(transform.modes());
  for (Index mode = 0; mode < transform.modes(); ++mode) {
    for (Index axis = 0; axis < grid.dimension(); ++axis) {
      const Index k = transform.wave_number(mode, axis);
      if (std::abs(k) > largest[static_cast<std::size_t>(axis)]) kept(mode) = 0;
      kappa(mode, axis) =
          2 * std::numbers::pi * static_cast<double>(k) / (grid.axis(axis).upper - grid.axis(axis).lower);
    }
  }
}

class FourierSolver::March : public SpectralPropagator {
 public:
  explicit March(const FourierSolver& solver)
      : stepper_(solver.stepper_), operator_(solver), c_(solver.modes_->transform.modes()) {}
  March(const March&) = delete;  // the system refers to this object
  March& operator=(const March&) = delete;

  void begin(double from, double to, Index steps) override {
    operator_.freeze(from + (to - from) / 2);
    const auto remainder = [this](double t, const Eigen::ArrayXcd& c, Eigen::ArrayXcd& out) {
      operator_.remainder(t, c, out);
    };
    prepared_ = stepper_->prepare({operator_.linear(), remainder}, (to - from) / static_cast<double>(steps));
  }

  void step(double t, double* coefficients) override {
    c_ = complex(coefficients, c_.size());
    prepared_->step(t, c_);
    real(c_, coefficients);
  }

  void at_nodes(const double* coefficients, double* p) override {
    c_ = complex(coefficients, c_.size());
    operator_.at_nodes(c_, p);
  }

 private:
  std::shared_ptr<const SemilinearStepper> stepper_;
  Operator operator_;
  std::unique_ptr<SemilinearPropagator> prepared_;
  Eigen::ArrayXcd c_;
};

Claim fourier_claim(const SemilinearStepper& stepper) {
  Claim claim = stepper.claim();
  claim.name = "fourier_" + claim.name;
  claim.orders.set(Sense::space, std::numeric_limits<double>::infinity());
  claim.needs = "rings; scalar, diagonal or constant-matrix noise";
  return claim;
}

FourierSolver::FourierSolver(std::shared_ptr<const process::Process> process, const Grid& grid,
                             std::shared_ptr<const SemilinearStepper> stepper, Dealiasing dealiasing)
    : claim_(fourier_claim(*stepper)),
      process_(std::move(process)),
      grid_(grid),
      stepper_(std::move(stepper)) {
  require(grid.dimension() <= 2, "grid dimension", static_cast<double>(grid.dimension()), "must be 1 or 2");
  require(process_->dimension() == grid.dimension(), "process dimension",
          static_cast<double>(process_->dimension()), "must be that of the grid");
  require_noise(*process_);
  modes_ = std::make_shared<const Modes>(grid, dealiasing);
  nodes_ = grid.centres();
  require_periodic(*process_, grid, nodes_);
}

FourierSolver::~FourierSolver() = default;

Index FourierSolver::size() const { return 2 * modes_->transform.modes(); }

Index FourierSolver::largest_mode(Index axis) const {
  require(axis >= 0 && axis < grid_.dimension(), "axis", static_cast<double>(axis),
          "must be an axis of the grid");
  return modes_->largest[static_cast<std::size_t>(axis)];
}

void FourierSolver::project(const double* p, double* coefficients) const {
  Eigen::ArrayXcd c(modes_->transform.modes());
  modes_->project(p, c);
  real(c, coefficients);
}

double FourierSolver::mass(const Eigen::ArrayXd& coefficients) const {
  return coefficients(0) * grid_.cell_volume() * static_cast<double>(grid_.cells());
}

// Horner in z = e^{iκ·(x − x₀)}, the second axis inside: Re(c_0 + 2 Σ_{k₀>0} z₀^{k₀} Σ_{k₁} c z₁^{k₁}).
void FourierSolver::evaluate(const Eigen::ArrayXd& coefficients, const ConstBlock& x, Values out) const {
  const Eigen::ArrayXcd c = complex(coefficients.data(), modes_->transform.modes());
  const bool plane = grid_.dimension() == 2;
  const Index first = modes_->largest[0], second = plane ? modes_->largest[1] : 0;
  const Index stride = grid_.axis(0).cells / 2 + 1, columns = plane ? grid_.axis(1).cells : 1;
  const auto turn = [&](Index i, Index axis, double times) {
    const Axis& a = grid_.axis(axis);
    const double u = (x(i, axis) - a.centre(0)) / (a.upper - a.lower);
    return std::polar(1.0, 2 * std::numbers::pi * times * (u - std::floor(u)));
  };
  for_each_block(x.rows(), [&](Index, Index from, Index rows) {
    for (Index i = from; i < from + rows; ++i) {
      const Complex z0 = turn(i, 0, 1), z1 = plane ? turn(i, 1, 1) : 1;
      const Complex back = plane ? turn(i, 1, -static_cast<double>(second)) : 1;
      Complex outer = 0;
      for (Index k0 = first; k0 >= 0; --k0) {
        Complex inner = 0;
        for (Index k1 = second; k1 >= -second; --k1) {
          inner = inner * z1 + c(k0 + stride * (k1 < 0 ? k1 + columns : k1));
        }
        outer = k0 > 0 ? (outer + inner * back) * z0 : 2.0 * outer + inner * back;
      }
      out(i) = outer.real();
    }
  });
}

Eigen::ArrayXd FourierSolver::rate(double t, const Eigen::ArrayXd& coefficients) const {
  Operator now(*this);
  now.freeze(t);
  const Eigen::ArrayXcd c = complex(coefficients.data(), modes_->transform.modes());
  Eigen::ArrayXcd out(c.size());
  now.remainder(t, c, out);
  out += now.linear() * c;
  Eigen::ArrayXd rate(size());
  real(out, rate.data());
  return rate;
}

std::unique_ptr<SpectralPropagator> FourierSolver::propagator() const {
  return std::make_unique<March>(*this);
}

}  // namespace kolmo::fokker_planck
