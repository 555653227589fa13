// What does it gain to compute slices of time at once?

#include "frame/experiment.hpp"
#include "parallel_in_time/experiment.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::parallel_in_time::experiment(), argc, argv);
}
