// Draws of the targets in a configuration.

#include "frame/experiment.hpp"
#include "sample/experiment.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::sample::experiment(), argc, argv);
}
