// What do the objectives of score matching measure, and how noisy are their gradients?

#include "frame/experiment.hpp"
#include "score_matching/parts.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::score_matching::experiment(), argc, argv);
}
