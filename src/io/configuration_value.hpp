#pragma once
// One value of a configuration: from TOML with the checks of its key; scaled.

#include <string>

#include "kolmo/io/configuration.hpp"
#include "toml_text.hpp"

namespace kolmo::io {

/// The value with the type of the key; throws ConfigurationError whose message is what is wrong ("= -3: must
/// be …") without place.
ConfigurationValue checked_value(const Key& key, const TomlValue& value);

/// A default under a scale. Integers are rounded to a multiple of key.multiple_of, at least one of it and at
/// least key.lower.
ConfigurationValue scaled_value(const Key& key, const ConfigurationValue& value, const Scale& scale);

/// A double with a point or an exponent; read again it has the same bits.
std::string to_toml(double value);

}  // namespace kolmo::io
