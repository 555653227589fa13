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
if(KOLMO_SANITIZE)
  add_compile_options(-fsanitize=${KOLMO_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${KOLMO_SANITIZE})
  # target_clones resolve before the sanitizer's runtime is up.
  add_compile_definitions(KOLMO_NO_TARGET_CLONES)
endif()

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
  target_link_libraries(kolmo_${name} PUBLIC kolmo_options ${ARG_PUBLIC}
                                      PRIVATE $<BUILD_INTERFACE:kolmo_warnings> ${ARG_PRIVATE})
  set_property(GLOBAL APPEND PROPERTY KOLMO_MODULES kolmo_${name})
endfunction()

# kolmo_test(name SOURCES a.cpp … LINK lib …): one GoogleTest program, run by CTest as one test.
function(kolmo_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(test_${name} ${ARG_SOURCES})
  target_link_libraries(test_${name} PRIVATE ${ARG_LINK} kolmo_warnings GTest::gtest_main)
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  add_test(NAME ${name} COMMAND test_${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 600)
  if(KOLMO_SANITIZE)  # CLN keeps 26 bytes for good
    set_tests_properties(${name} PROPERTIES
                         ENVIRONMENT "LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/cmake/leak_suppressions.txt")
  endif()
endfunction()
