# Install the modules, their headers and a package: find_package(Kolmo) gives Kolmo::core, Kolmo::density, …

include(CMakePackageConfigHelpers)
set(KOLMO_PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/Kolmo)

get_property(modules GLOBAL PROPERTY KOLMO_MODULES)
install(TARGETS kolmo_options ${modules} EXPORT KolmoTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
set_target_properties(kolmo_options PROPERTIES EXPORT_NAME options)
install(EXPORT KolmoTargets NAMESPACE Kolmo:: DESTINATION ${KOLMO_PACKAGE_DIR})
install(DIRECTORY include/kolmo DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")

# A static library hands what it links to its user. What the package must find is read off the modules, so that
# it cannot fall behind them: a library that is in no rule below stops the configuration.
set(dependencies "")
foreach(module IN LISTS modules)
  get_target_property(libraries ${module} INTERFACE_LINK_LIBRARIES)
  foreach(library IN LISTS libraries)
    string(REGEX REPLACE "^\\$<LINK_ONLY:(.*)>$" "\\1" library "${library}")
    if(library MATCHES "^\\$<BUILD_INTERFACE:|^Kolmo::|^kolmo_|^-|^(m|dl)$")
      continue()
    elseif(library MATCHES "^PkgConfig::(.+)$")
      set(package "${CMAKE_MATCH_1}")
      list(APPEND dependencies "find_dependency(PkgConfig)"
           "pkg_check_modules(${package} REQUIRED QUIET IMPORTED_TARGET ${${package}_MODULE_NAME})")
    elseif(library MATCHES "^hdf5::(.+)$|^HDF5::(.+)$")
      list(APPEND dependencies "enable_language(C)" "find_dependency(HDF5 COMPONENTS C HL)")
    elseif(library MATCHES "^(Eigen3|OpenMP|Threads|Boost|spdlog|fmt|CLI11|tomlplusplus|muparser|hwy)::")
      list(APPEND dependencies "find_dependency(${CMAKE_MATCH_1})")
    else()
      message(FATAL_ERROR "cmake/KolmoInstall.cmake has no rule that finds '${library}', which ${module} links")
    endif()
  endforeach()
endforeach()
list(REMOVE_DUPLICATES dependencies)
list(JOIN dependencies "\n" KOLMO_FIND_DEPENDENCIES)

file(WRITE ${PROJECT_BINARY_DIR}/KolmoConfig.cmake.in [[
@PACKAGE_INIT@
include(CMakeFindDependencyMacro)
@KOLMO_FIND_DEPENDENCIES@
include("${CMAKE_CURRENT_LIST_DIR}/KolmoTargets.cmake")
check_required_components(Kolmo)
]])
configure_package_config_file(${PROJECT_BINARY_DIR}/KolmoConfig.cmake.in ${PROJECT_BINARY_DIR}/KolmoConfig.cmake
                              INSTALL_DESTINATION ${KOLMO_PACKAGE_DIR})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/KolmoConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/KolmoConfig.cmake ${PROJECT_BINARY_DIR}/KolmoConfigVersion.cmake
        DESTINATION ${KOLMO_PACKAGE_DIR})
install(FILES LICENSE README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
