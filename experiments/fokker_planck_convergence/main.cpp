// Every grid method for the Fokker–Planck equation, and whether it has the orders that it claims.

#include "fokker_planck_convergence/experiment.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::fokker_planck_convergence::experiment(), argc, argv);
}
