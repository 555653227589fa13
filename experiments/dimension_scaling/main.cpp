// When do particles beat a grid?

#include "dimension_scaling/experiment.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::dimension_scaling::experiment(), argc, argv);
}
