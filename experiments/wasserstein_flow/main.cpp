// Do steps of minimising movements follow the flow, and at which order?

#include "frame/experiment.hpp"
#include "wasserstein_flow/experiment.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::wasserstein_flow::experiment(), argc, argv);
}
