// When do paths leave, and what does the step size do to the answer?

#include "first_passage/experiment.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::first_passage::experiment(), argc, argv);
}
