# find_package(stripmeta): the target stripmeta::stripmeta, a static library that needs zlib.
include(CMakeFindDependencyMacro)
find_dependency(ZLIB)
include(${CMAKE_CURRENT_LIST_DIR}/stripmetaTargets.cmake)
