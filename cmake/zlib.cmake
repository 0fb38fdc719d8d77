# ZLIB::ZLIB is the system's zlib. If STRIPMETA_ZLIB_SOURCE names zlib's source (scripts/fetch-zlib), it is built from
# that instead: for targets for which Debian has no package of zlib.
set(STRIPMETA_ZLIB_SOURCE "" CACHE PATH "zlib's source, to be built instead of the system's zlib")
if(STRIPMETA_ZLIB_SOURCE)
  enable_language(C)
  add_library(zlib_from_source STATIC)
  foreach(file adler32 crc32 deflate inffast inflate inftrees trees zutil compress uncompr)
    target_sources(zlib_from_source PRIVATE ${STRIPMETA_ZLIB_SOURCE}/${file}.c)
  endforeach()
  target_include_directories(zlib_from_source SYSTEM PUBLIC ${STRIPMETA_ZLIB_SOURCE})
  add_library(ZLIB::ZLIB ALIAS zlib_from_source)
else()
  find_package(ZLIB REQUIRED)
endif()
