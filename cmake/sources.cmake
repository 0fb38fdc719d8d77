# Sets VARIABLE to every .cpp file in and below the current folder, relative to it. No list has to be edited for a new
# file: the next build finds it and configures again.
function(stripmeta_sources variable)
  file(GLOB_RECURSE found RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} CONFIGURE_DEPENDS *.cpp)
  set(${variable} ${found} PARENT_SCOPE)
endfunction()
