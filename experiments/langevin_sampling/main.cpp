// What does the step do to a sampler's law, and how fast does it mix?

#include "frame/experiment.hpp"
#include "langevin_sampling/parts.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::langevin_sampling::experiment(), argc, argv);
}
