#pragma once
// A diffusion process whose drift and noise are written as text.

#include <optional>
#include <string>
#include <vector>

#include "kolmo/density/expression.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"
#include "kolmo/process/structure/noise_columns.hpp"

namespace kolmo::problem {

/// What the product G dW means where G depends on the state.
enum class Calculus {
  ito,
  stratonovich,  ///< G∘dW
  isothermal,  ///< Hänggi's and Klimontovich's: drift −M∇V and GGᵀ = 2T M have the Gibbs law e^{−V/T}
};

/// dX = f(t, X) dt + G(t, X) dW, d×m.
struct Dynamics {
  density::ExpressionNames names;                       ///< d variables
  std::vector<density::Expression> drift;               ///< d
  std::vector<std::vector<density::Expression>> noise;  ///< d rows of m
  Calculus calculus = Calculus::ito;
};

/// The Itô drift: f_j + c_j with
///   c_j = ½ Σ_k Σ_l G_lk ∂_l G_jk (Stratonovich),   c_j = ½ Σ_l ∂_l (G Gᵀ)_jl (isothermal).
/// Source: Gardiner (2009), eq. (4.3.43); Hänggi (1982) in the form of Hütter and Öttinger (1998), eq.
/// (2.10).
std::vector<density::Expression> ito_drift(const Dynamics& dynamics);

/// Every derivative is symbolic, and so is the kind of noise: scalar where G = g(t) I; constant where G
/// depends on neither t nor x; diagonal where G is diagonal and row j depends on t and x_j alone; commutative
/// where Σ_i (G_il ∂_i G_jk − G_ik ∂_i G_jl) = 0 for all j, k, l by the rules of algebra; else general.
class ExpressionProcess final : public process::Process,
                                public process::NoiseColumns,
                                public process::DriftJacobian,
                                public process::GradientFlow,
                                public process::KineticLangevin,
                                public process::ConstantCoefficients {
 public:
  /// InvalidArgument where sizes do not fit; what Expression::derivative throws. A structure is handed out as
  /// it is: drift and noise must be its own (check_process compares them).
  explicit ExpressionProcess(const Dynamics& dynamics,
                             std::optional<process::GradientStructure> gradient = {},
                             std::optional<process::KineticStructure> kinetic = {});

  std::string name() const override { return "expression"; }
  Index dimension() const override { return dimension_; }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override;
  process::NoiseKind noise_kind() const override { return kind_; }
  Index noise_dimension() const override { return noise_dimension_; }
  void diffusion_diagonal(double t, const ConstBlock& x, Block out) const override;
  void diffusion_derivative(double t, const ConstBlock& x, Block out) const override;
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override;
  void noise_column(double t, const ConstBlock& x, Index k, Block out) const override;
  void diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                   Block out) const override;
  double diffusion(double t) const override;
  /// By Gauss–Legendre quadrature to 1e−13 where g depends on time. NumericalFailure where that is not
  /// reached.
  double noise_variance(double s, double t) const override;
  std::optional<process::GradientStructure> gradient_structure() const override { return gradient_; }
  std::optional<process::KineticStructure> kinetic_structure() const override { return kinetic_; }
  std::optional<bool> constant_coefficients() const override { return !time_dependent_; }

  /// Whether every drift is affine in x and G independent of it.
  bool linear() const { return linear_; }
  bool time_dependent() const { return time_dependent_; }
  bool has_kink() const { return kink_; }
  /// Functions that change sign where drift or noise have a kink.
  const std::vector<density::Expression>& switches() const { return switches_; }

 private:
  struct Entry {
    Index j, k, l;  ///< ∂_l G_jk
  };
  void find_kind();
  void find_facts();
  bool commutes() const;
  void compile();

  Index dimension_, noise_dimension_;
  std::vector<density::Expression> drift_;
  std::vector<std::vector<density::Expression>> noise_;
  std::optional<process::GradientStructure> gradient_;
  std::optional<process::KineticStructure> kinetic_;
  process::NoiseKind kind_ = process::NoiseKind::general;
  bool linear_ = false, time_dependent_ = false, kink_ = false;
  std::vector<density::Expression> switches_;
  density::ExpressionProgram drift_program_, divergence_program_, jacobian_program_, matrix_program_,
      diagonal_program_, diagonal_derivative_program_, matrix_derivative_program_, scalar_program_;
  std::vector<density::ExpressionProgram> column_programs_;  ///< of G
  std::vector<Entry> entries_;  ///< of matrix_derivative_program_: those that are not 0
  std::optional<double> constant_scalar_;
};

}  // namespace kolmo::problem
