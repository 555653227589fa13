// Does the probability flow carry the law and its logarithm, and is it a transport map?

#include "frame/experiment.hpp"
#include "probability_flow/experiment.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::probability_flow::experiment(), argc, argv);
}
