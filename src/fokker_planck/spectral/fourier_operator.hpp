#pragma once
// The Fokker–Planck operator in Fourier space.

#include "fourier_modes.hpp"
#include "spectral_fields.hpp"

namespace kolmo::fokker_planck {

/// dc/dt = Λ c + N(t, c) as FourierSolver says. Keeps the fields of the last time it was asked for, and their
/// transforms are only made anew where a value changed.
class FourierSolver::Operator {
 public:
  explicit Operator(const FourierSolver& solver);

  /// Takes f̄ and ḡ² from time t, and with them Λ.
  void freeze(double t);
  const Eigen::ArrayXcd& linear() const { return linear_; }
  void remainder(double t, const Eigen::ArrayXcd& c, Eigen::ArrayXcd& out);
  /// p at the nodes.
  void at_nodes(const Eigen::ArrayXcd& c, double* p);

 private:
  void update(double t);
  void truncate(Points& field);
  void find_active();

  const FourierSolver& solver_;
  const Modes& modes_;
  SpectralFields given_, now_, fields_;  // as the process gives them: last, at t; without the modes left out
  Eigen::ArrayXd mean_drift_, middle_square_;  // f̄ and ḡ², one an axis
  std::vector<bool> drifts_, diffuses_;  // whether f − f̄ and g² − ḡ² are anything, an axis each
  Eigen::MatrixXd matrix_;               // D of a constant matrix, else 0
  Eigen::ArrayXcd linear_, scratch_;
  Eigen::ArrayXd p_, product_;
};

}  // namespace kolmo::fokker_planck
