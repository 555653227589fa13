# Every module is one static library kolmo_<name>, exported as Kolmo::<name>.

add_library(kolmo_options INTERFACE)
target_compile_features(kolmo_options INTERFACE cxx_std_20)
# Eigen objects cross the border between Kolmo and its user: both must agree on their alignment, whatever
# vector flags either was built with.
target_compile_definitions(kolmo_options INTERFACE EIGEN_MAX_ALIGN_BYTES=64)
# Bits must not depend on where the compiler chooses to fuse a product and a sum.
target_compile_options(kolmo_options INTERFACE -ffp-contract=off)

add_library(kolmo_warnings INTERFACE)
target_compile_options(kolmo_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                                                -Woverloaded-virtual -Wno-psabi
                                                $<$<BOOL:${KOLMO_WERROR}>:-Werror>)
# gcc 12 sees overlaps, sizes and bounds in `const char* + std::string` that are not there (its bug 105651), in code that
# joins many strings.
add_library(kolmo_string_warnings INTERFACE)
target_compile_options(kolmo_string_warnings INTERFACE
                       "$<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-stringop-overflow;-Wno-array-bounds>")
if(KOLMO_SANITIZE)
  add_compile_options(-fsanitize=${KOLMO_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${KOLMO_SANITIZE})
  # target_clones resolve before the sanitizer's runtime is up.
  add_compile_definitions(KOLMO_NO_TARGET_CLONES)
endif()

# What nearly every source includes is compiled once per kind of target and not once per source. A header is shared by
# targets with the same code-generating flags only: libraries (position-independent code), and tests.
function(kolmo_precompile target)
  target_precompile_headers(${target} PRIVATE <Eigen/Core> <algorithm> <cmath> <functional> <memory> <string> <vector> ${ARGN})
endfunction()
add_library(kolmo_precompiled OBJECT ${PROJECT_SOURCE_DIR}/cmake/precompiled.cpp)
target_link_libraries(kolmo_precompiled PRIVATE kolmo_options kolmo_warnings Eigen3::Eigen)
kolmo_precompile(kolmo_precompiled)

# kolmo_module(name SOURCES a.cpp … [PUBLIC lib …] [PRIVATE lib …])
function(kolmo_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  # No public header shows Boost, and there is nothing of it to link: who uses the library does not need it.
  list(TRANSFORM ARG_PRIVATE REPLACE "^Boost::headers$" "$<BUILD_INTERFACE:Boost::headers>")
  add_library(kolmo_${name} STATIC ${ARG_SOURCES})
  add_library(Kolmo::${name} ALIAS kolmo_${name})
  set_target_properties(kolmo_${name} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(kolmo_${name} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                                                  $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  # "fokker_planck/operator/checks.hpp": private headers of other rooms; Highway includes a kernel's own file again so.
  target_include_directories(kolmo_${name} PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(kolmo_${name} PUBLIC kolmo_options ${ARG_PUBLIC}
                                      PRIVATE $<BUILD_INTERFACE:kolmo_warnings> ${ARG_PRIVATE})
  if(name STREQUAL core)  # OpenMP is another flag
    kolmo_precompile(kolmo_core)
  else()
    target_precompile_headers(kolmo_${name} REUSE_FROM kolmo_precompiled)
  endif()
  set_property(GLOBAL APPEND PROPERTY KOLMO_MODULES kolmo_${name})
endfunction()

# kolmo_test_program(target SOURCES a.cpp … LINK lib …): a GoogleTest program. Its own code is optimised lightly: the
# library does the work, and tests are half of all that is compiled.
function(kolmo_test_program target)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  if(NOT TARGET kolmo_precompiled_test)
    add_executable(kolmo_precompiled_test EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/cmake/precompiled.cpp)
    target_link_libraries(kolmo_precompiled_test PRIVATE kolmo_options kolmo_warnings Eigen3::Eigen GTest::gtest_main)
    target_compile_options(kolmo_precompiled_test PRIVATE ${KOLMO_TEST_OPTIONS})
    kolmo_precompile(kolmo_precompiled_test <gtest/gtest.h>)
  endif()
  add_executable(${target} ${ARG_SOURCES})
  target_link_libraries(${target} PRIVATE ${ARG_LINK} kolmo_warnings GTest::gtest_main)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_options(${target} PRIVATE ${KOLMO_TEST_OPTIONS})
  target_precompile_headers(${target} REUSE_FROM kolmo_precompiled_test)
endfunction()
set(KOLMO_TEST_OPTIONS "$<$<CONFIG:Release>:-O1>")

# kolmo_test(name SOURCES a.cpp … LINK lib …): one GoogleTest program, run by CTest as one test; labelled fast, unless
# tests/CMakeLists.txt lists it as slow.
function(kolmo_test name)
  kolmo_test_program(test_${name} ${ARGN})
  add_test(NAME ${name} COMMAND test_${name})
  set(label fast)
  if(name IN_LIST KOLMO_SLOW_TESTS)
    set(label slow)
  endif()
  math(EXPR seconds "600 * ${KOLMO_TESTS_SLOWER}")
  set_tests_properties(${name} PROPERTIES TIMEOUT ${seconds} LABELS ${label})
endfunction()
