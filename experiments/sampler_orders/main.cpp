// Which sampler has which order, and which is best at a budget of evaluations?

#include "frame/experiment.hpp"
#include "sampler_orders/experiment.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::sampler_orders::experiment(), argc, argv);
}
