// What bounds the steps of a flow, and when does an implicit stepper pay?

#include "frame/experiment.hpp"
#include "stability_and_stiffness/experiment.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::stability_and_stiffness::experiment(), argc, argv);
}
