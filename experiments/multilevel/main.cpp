// What an expectation costs at a given accuracy: multilevel Monte Carlo beside plain, and paths with less
// noise.

#include "multilevel/experiment.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::multilevel::experiment(), argc, argv);
}
