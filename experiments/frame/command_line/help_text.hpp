#pragma once
// What --help prints.

#include <string>

#include "frame/experiment.hpp"

namespace kolmo::frame {

/// Options, exit statuses, and every key with its default (per scale where it differs), unit, range and
/// sentence.
std::string help_text(const Experiment& experiment, const std::string& program);

/// The experiment's schema with run.seed and run.scale, which every experiment has.
io::Schema full_schema(const Experiment& experiment);

}  // namespace kolmo::frame
