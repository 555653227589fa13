#pragma once
// What the exit status of a program says.

namespace kolmo::frame {

enum ExitStatus : int {
  all_passed = 0,
  check_failed = 1,
  check_unresolved = 2,
  usage = 64,
  bad_data = 65,
  missing_input = 66,
  internal_error = 70,
  cannot_create_output = 73,
  write_error = 74,
  stopped = 75,
  not_finite = 76,
  bad_configuration = 78
};

}  // namespace kolmo::frame
