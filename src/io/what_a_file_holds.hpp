#pragma once
// What a result file refuses: names that netCDF has not, and numbers that are none.

#include <string>

#include "kolmo/io/group.hpp"

namespace kolmo::io {

std::size_t size_of(const Data& data);

/// netCDF's rule for names: InvalidArgument, beginning with `where`, where `name` breaks it.
void require_name(const std::string& name, const std::string& where);

/// NumericalFailure where an entry is infinite, or NaN unless missing values are allowed.
void require_finite(const Data& data, bool missing_allowed, const std::string& where);
void require_finite(const AttributeValue& value, const std::string& where);

/// Sign and payload of a NaN vary with how it arose; equal runs give equal bytes.
void one_kind_of_nan(Data& data);

}  // namespace kolmo::io
