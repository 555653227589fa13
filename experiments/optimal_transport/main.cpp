// How far apart are two densities, and how would one know?

#include "frame/experiment.hpp"
#include "optimal_transport/experiment.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::optimal_transport::experiment(), argc, argv);
}
