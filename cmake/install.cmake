# What `cmake --install` puts where (docs/install.md). The component `runtime` is the program with its man pages and
# completions; the component `development` is the library.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(doc_dir ${CMAKE_INSTALL_DATADIR}/doc/stripmeta)
if(STRIPMETA_ZLIB_SOURCE)
  # The installed library would need a zlib that the system does not have.
  message(STATUS "stripmeta: with STRIPMETA_ZLIB_SOURCE the library is not installed")
else()
  set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/stripmeta)
  install(TARGETS stripmeta EXPORT stripmetaTargets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/stripmeta DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    COMPONENT development FILES_MATCHING PATTERN "*.hpp")
  install(EXPORT stripmetaTargets NAMESPACE stripmeta:: DESTINATION ${package_dir} COMPONENT development)
  # An interface may change with each minor version until 1.0.
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/stripmetaConfigVersion.cmake COMPATIBILITY SameMinorVersion)
  install(FILES ${PROJECT_SOURCE_DIR}/cmake/stripmetaConfig.cmake ${PROJECT_BINARY_DIR}/stripmetaConfigVersion.cmake
    DESTINATION ${package_dir} COMPONENT development)

  # Paths are relative to the .pc file, so that the prefix can be moved.
  set(pkgconfig_dir ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig)
  file(RELATIVE_PATH from_pkgconfig_to_lib ${pkgconfig_dir} ${CMAKE_INSTALL_FULL_LIBDIR})
  file(RELATIVE_PATH from_pkgconfig_to_include ${pkgconfig_dir} ${CMAKE_INSTALL_FULL_INCLUDEDIR})
  configure_file(${PROJECT_SOURCE_DIR}/cmake/stripmeta.pc.in ${PROJECT_BINARY_DIR}/stripmeta.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/stripmeta.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/examples/consumer DESTINATION ${doc_dir}/examples COMPONENT development)
endif()

if(STRIPMETA_PROGRAMS)
  install(TARGETS stripmeta_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT runtime)
  install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md
    ${PROJECT_SOURCE_DIR}/SECURITY.md DESTINATION ${doc_dir} COMPONENT runtime)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs DESTINATION ${doc_dir} COMPONENT runtime)
  install(FILES ${PROJECT_SOURCE_DIR}/examples/stripmeta-watch@.service
    DESTINATION ${doc_dir}/examples COMPONENT runtime)
endif()

# The program itself prints its man pages and completions, so it has to run on this machine.
if(STRIPMETA_PROGRAMS AND NOT CMAKE_CROSSCOMPILING)
  set(manual ${PROJECT_BINARY_DIR}/manual)
  add_custom_command(OUTPUT ${manual}/complete
    COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:stripmeta_cli> -DFOLDER=${manual}
      -P ${PROJECT_SOURCE_DIR}/cmake/manual.cmake
    DEPENDS stripmeta_cli ${PROJECT_SOURCE_DIR}/cmake/manual.cmake
    COMMENT "Writing man pages and completions" VERBATIM)
  add_custom_target(stripmeta_manual ALL DEPENDS ${manual}/complete)
  install(DIRECTORY ${manual}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR} COMPONENT runtime)
  install(FILES ${manual}/bash/stripmeta
    DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT runtime)
  install(FILES ${manual}/zsh/_stripmeta DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions COMPONENT runtime)
  install(FILES ${manual}/fish/stripmeta.fish
    DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT runtime)
endif()

# Packages need both components and the man pages.
if(PROJECT_IS_TOP_LEVEL AND TARGET stripmeta_manual AND NOT STRIPMETA_ZLIB_SOURCE)
  include(${PROJECT_SOURCE_DIR}/cmake/package.cmake)
endif()
