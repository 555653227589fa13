// One process along four roads, and a certificate that they agree.

#include "four_roads/experiment.hpp"

int main(int argc, char** argv) {
  return kolmo::frame::run_experiment(kolmo::four_roads::experiment(), argc, argv);
}
