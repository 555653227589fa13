#include "fokker_planck_convergence/parts.hpp"
namespace kolmo::fokker_planck_convergence {
Plan double_well_plan(const RunSettings&) { return Plan{"-", "-"}; }
Plan rough_plan(const RunSettings&) { return Plan{"-", "-"}; }
Plan convection_plan(const RunSettings&) { return Plan{"-", "-"}; }
Plan adaptive_plan(const RunSettings&) { return Plan{"-", "-"}; }
}
