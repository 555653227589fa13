#pragma once
// All statistics of ensembles and samples.

#include "kolmo/core/histogram.hpp"
#include "kolmo/core/kolmogorov.hpp"
#include "kolmo/core/law_1d.hpp"
#include "kolmo/core/moments.hpp"
#include "kolmo/core/quantiles.hpp"
#include "kolmo/core/sum.hpp"
