// Which methods find the weights of separated modes?

#include "frame/experiment.hpp"
#include "mode_weights/parts.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::mode_weights::experiment(), argc, argv);
}
