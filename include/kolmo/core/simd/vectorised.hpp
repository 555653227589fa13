#pragma once
// Elementwise loops compiled for several instruction sets.

/// Put before the definition of a function whose body is a plain elementwise loop over raw pointers: gcc
/// compiles it for the baseline, AVX2 and AVX-512 and the loader picks one. As -ffp-contract=off holds and
/// nothing is reassociated, every version gives the same bits. Transcendental functions and random numbers
/// live in Highway kernels instead (core/simd).
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && !defined(KOLMO_NO_TARGET_CLONES) && \
    !defined(__AVX512F__)
#define KOLMO_VECTORISED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define KOLMO_VECTORISED
#endif
