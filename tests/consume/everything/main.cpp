// Uses the header of all headers and something of every storey, which must all be linked.

#include <cmath>
#include <cstdio>
#include <string>

#include "kolmo/kolmo.hpp"

int main() {
  const kolmo::process::OrnsteinUhlenbeck process(1, 0, std::sqrt(2.0), 1);
  const kolmo::Grid grid({{-5.0, 5.0, 50}});
  const auto generator = kolmo::fokker_planck::scharfetter_gummel(process, grid);
  const bool ok = std::string(kolmo::version) == PACKAGE_VERSION && generator.grid().cells() == 50 &&
                  kolmo::sde::scheme("euler_maruyama").claim().name == "euler_maruyama" &&
                  kolmo::jko::find_step("quantile").claim.name == "quantile" &&
                  kolmo::io::sha256("").substr(0, 8) == "e3b0c442";
  std::printf("%s: Kolmo %s\n", ok ? "ok" : "FAILED", kolmo::version);
  return ok ? 0 : 1;
}
