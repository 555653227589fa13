// Do the flows of Green's functions carry the laws that they are said to carry, and what do they cost?

#include "frame/experiment.hpp"
#include "poisson_flow/parts.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::poisson_flow::experiment(), argc, argv);
}
