// Does the exact marginal velocity carry one law to another, how straight is its way, and what does a
// coupling change?

#include "flow_matching/parts.hpp"
#include "frame/experiment.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::flow_matching::experiment(), argc, argv);
}
