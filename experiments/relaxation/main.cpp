// How fast does a diffusion forget where it began?

#include "relaxation/experiment.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::relaxation::experiment(), argc, argv);
}
