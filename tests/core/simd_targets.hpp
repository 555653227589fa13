#pragma once
// Running a test on every instruction set that was compiled and that this processor has.

#include <hwy/highway.h>

#include <cstdint>
#include <string>
#include <vector>

namespace kolmo::test {

/// Kernels run on `target` (a bit such as HWY_AVX2) while this lives.
class OnTarget {
 public:
  explicit OnTarget(std::int64_t target) { choose(target); }
  ~OnTarget() { choose(0); }
  OnTarget(const OnTarget&) = delete;
  OnTarget& operator=(const OnTarget&) = delete;

 private:
  static void choose(std::int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
};

/// The targets compiled into this build's kernels and supported here, best first.
inline std::vector<std::int64_t> targets() { return hwy::SupportedAndGeneratedTargets(); }

/// Whether multiply-add rounds once there, so that all such targets give equal bits.
inline bool has_fused_multiply_add(std::int64_t target) {
  return (target & (HWY_AVX2 | HWY_AVX3 | HWY_AVX3_DL)) != 0;
}

inline std::string name(std::int64_t target) { return hwy::TargetName(target); }

}  // namespace kolmo::test
