// The discrete chains of score-based models and random walks, and the diffusions that they tend to.

#include "discrete_to_continuous/experiment.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::discrete_to_continuous::experiment(), argc, argv);
}
