// Every scheme for stochastic differential equations, and whether it has the orders that it claims.

#include "sde_convergence/experiment.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::sde_convergence::experiment(), argc, argv);
}
