#pragma once
// The version of the library.

#define KOLMO_VERSION_MAJOR 0
#define KOLMO_VERSION_MINOR 2
#define KOLMO_VERSION_PATCH 0

namespace kolmo {

/// "major.minor.patch"; below 1.0 a new minor version may change any interface.
inline constexpr char version[] = "0.2.0";

}  // namespace kolmo
