#pragma once
// Exits from a rectangle: the grid's answer beside the paths'.

#include "first_passage/box_problem.hpp"
#include "first_passage/settings.hpp"
#include "frame/run/progress.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::first_passage {

/// "NAME/survival/1" … "NAME/survival/4": paths inside after a quarter, …, all of twice the mean exit time;
/// "NAME/exits/x_lower" …: who left through each absorbing side by then; "NAME/grid/…".
std::vector<std::string> box_check_ids(const BoxProblem& problem);

/// The mean and the sides by the backward equation on three grids, the law of the exit by the forward one on
/// two, paths with bridges at three step sizes, which are of order 1.
std::vector<verify::Check> box_part(const BoxProblem& problem, const Settings& settings, io::Group& group,
                                    frame::Progress& progress);

}  // namespace kolmo::first_passage
