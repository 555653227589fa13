// What does a network learn of a score, and what do samplers make of what it learned?

#include "frame/experiment.hpp"
#include "learned_score/parts.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::learned_score::experiment(), argc, argv);
}
