#pragma once
// An experiment from what it says of itself.

#include <string>

#include "frame/plan.hpp"

namespace kolmo::frame {

/// What tells one experiment from another. What it refuses (every part is planned before anything is
/// computed), the ids of its checks and its body follow from its parts.
struct Definition {
  std::string name;      ///< of the program and of the folder under results/
  std::string question;  ///< one sentence; the title of the result file
  io::Schema schema;
  std::string default_configuration;              ///< TOML
  io::ScaleTable scales = io::standard_scales();  ///< what each multiplies particles, steps and cells by
  Parts parts;                                    ///< those that a resolved configuration asks for, in order
};

Experiment experiment(Definition definition);

}  // namespace kolmo::frame
