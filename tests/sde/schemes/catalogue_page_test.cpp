// The book's table of schemes says what the claims say.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "kolmo/measure/sde/scheme_table.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {
namespace {

TEST(CataloguePage, HoldsTheRowOfEveryScheme) {
  std::ifstream file(KOLMO_SCHEMES_PAGE);
  ASSERT_TRUE(file.good()) << KOLMO_SCHEMES_PAGE;
  std::ostringstream page;
  page << file.rdbuf();
  EXPECT_NE(page.str().find(measure::catalogue_head()), std::string::npos);
  for (const SdeScheme* scheme : schemes()) {
    EXPECT_NE(page.str().find(measure::catalogue_row(scheme->claim())), std::string::npos)
        << "docs/methods/sde_schemes.md lacks\n"
        << measure::catalogue_row(scheme->claim());
  }
}

}  // namespace
}  // namespace kolmo::sde
