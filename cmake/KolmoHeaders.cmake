# Headers that speak for all of it: kolmo/kolmo.hpp, made of the list of public headers, and the version.

# kolmo_includes_of(MODULES RESULT): a line #include for every public header of these modules, in their order.
function(kolmo_includes_of modules result)
  set(lines "")
  foreach(module IN LISTS modules)
    string(REPLACE "kolmo_" "" module ${module})
    file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/include
         ${PROJECT_SOURCE_DIR}/include/kolmo/${module}/*.hpp)
    list(FILTER headers EXCLUDE REGEX "-inl\\.hpp$")  # Highway's: included by its foreach_target alone
    foreach(header IN LISTS headers)
      string(APPEND lines "#include \"${header}\"\n")
    endforeach()
  endforeach()
  set(${result} "${lines}" PARENT_SCOPE)
endfunction()

set(umbrella "#pragma once\n// All public headers of Kolmo, the lowest module first.\n\n#include \"kolmo/version.hpp\"\n")
get_property(modules GLOBAL PROPERTY KOLMO_MODULES)
kolmo_includes_of("${modules}" includes)
string(APPEND umbrella "${includes}")
set(KOLMO_UMBRELLA ${PROJECT_BINARY_DIR}/include/kolmo/kolmo.hpp)
file(CONFIGURE OUTPUT ${KOLMO_UMBRELLA} CONTENT "${umbrella}" @ONLY)

file(READ ${PROJECT_SOURCE_DIR}/include/kolmo/version.hpp version_header)
if(NOT version_header MATCHES "version\\[\\] = \"${PROJECT_VERSION}\"")
  message(FATAL_ERROR "include/kolmo/version.hpp and project() in CMakeLists.txt (${PROJECT_VERSION}) differ")
endif()

# Kolmo::Kolmo: every module, and the header of all.
add_library(kolmo_all INTERFACE)
add_library(Kolmo::Kolmo ALIAS kolmo_all)
set_target_properties(kolmo_all PROPERTIES EXPORT_NAME Kolmo)
target_include_directories(kolmo_all INTERFACE $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>)
target_link_libraries(kolmo_all INTERFACE ${modules})
