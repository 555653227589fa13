#pragma once
// Steps of the kinetic equation.

#include <optional>
#include <vector>

#include "fokker_planck/operator/transition_matrix.hpp"
#include "kolmo/fokker_planck/kinetic/kinetic_solver.hpp"
#include "line_shift.hpp"

namespace kolmo::fokker_planck {

/// e^{½Δt B} e^{½Δt A} e^{Δt O} e^{½Δt A} e^{½Δt B} on the density of a KineticSolver.
class KineticPropagator final : public Propagator {
 public:
  KineticPropagator(const KineticSolver& solver, double dt);
  StepReport advance(double* p, Index steps) override;

 private:
  /// body(first, count, workspace) for parts of n lines; a task takes a run of them.
  template <class Body>
  void for_lines(Index n, Index at_once, const Body& body);
  void reserve_workspace();
  void stream(double* p);  ///< A: along q
  void kick(double* p);    ///< B: along p
  void relax(double* p);   ///< O
  void stream_ring(const LineShift& shift, double* forth, double* back, double* workspace) const;

  Index positions_, momenta_, longest_;
  bool periodic_;
  std::vector<LineShift> streams_;  ///< a momentum; those of reflected rings: the upper half of momenta
  std::vector<LineShift> kicks_;    ///< a position
  std::optional<TransitionMatrix> friction_;
  Eigen::ArrayXXd workspace_;
};

}  // namespace kolmo::fokker_planck
