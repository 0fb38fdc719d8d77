# Debian packages, made by cpack, which scripts/build-package calls: stripmeta has the program, libstripmeta-dev has the
# library.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_COMPONENTS_ALL runtime development)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SOURCE stripmeta)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)

set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME stripmeta)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION graphics)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
# libcurl is recommended by hand: the program loads it only when s3:// is named (src/net/libcurl.hpp), so SHLIBDEPS does
# not find it.
set(CPACK_DEBIAN_RUNTIME_PACKAGE_RECOMMENDS "libcurl4 | libcurl3-gnutls, ca-certificates")
set(CPACK_DEBIAN_RUNTIME_DESCRIPTION "strip the metadata of images, pixels untouched
Takes position, serial numbers, owner, dates, thumbnails, maker notes, edit
history, AI prompts and motion videos out of JPEG, PNG, GIF, WebP, HEIC, AVIF,
JPEG XL, JPEG 2000, TIFF and SVG. Picture data are copied, never decoded.

The program stripmeta strips, inspects, checks and compares files, folders and
objects of S3.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libstripmeta-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS zlib1g-dev)
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "strip the metadata of images, C++23 library
Takes the metadata out of images and leaves the picture alone. The caller gives
it an image in pieces of any size. The library does no I/O, and throws nothing.

This package has the static library, its headers and what CMake and pkg-config
need to find it.")

set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/package/finish.cmake)
include(CPack)
