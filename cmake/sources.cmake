# Sets VARIABLE to every .cpp file in and below the current folder, relative to it. A new file needs no list edited: the
# next build finds it and configures again.
function(stripmeta_sources variable)
  file(GLOB_RECURSE found RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} CONFIGURE_DEPENDS *.cpp)
  set(${variable} ${found} PARENT_SCOPE)
endfunction()
