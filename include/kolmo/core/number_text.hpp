#pragma once
// Numbers in messages and names: std::to_string prints 1e-9 as "0.000000".

#include <concepts>
#include <string>

namespace kolmo {

/// The shortest text that reads back as the same number: "0.1", "1e-09", "250", "nan".
std::string number_text(double value);
std::string number_text(long long value);
std::string number_text(unsigned long long value);

template <std::integral Integer>
std::string number_text(Integer value) {
  static_assert(!std::same_as<Integer, bool> && !std::same_as<Integer, char>, "a number is wanted");
  if constexpr (std::signed_integral<Integer>)
    return number_text(static_cast<long long>(value));
  else
    return number_text(static_cast<unsigned long long>(value));
}

/// At most this many significant digits (1 to 17), as %g writes them: number_text(0.6666, 2) is "0.67".
std::string number_text(double value, int digits);

}  // namespace kolmo
