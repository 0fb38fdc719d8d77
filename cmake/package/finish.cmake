# Debian wants some files in other places than `cmake --install` puts them, some compressed, and its own documents.
# cpack runs this on the trees of both packages.
function(compress)
  execute_process(COMMAND gzip -9n ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(version ${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)  # the time of SOURCE_DATE_EPOCH, if that is set

# Writes the copyright file and the changelogs.
function(write_documents folder)
  file(COPY_FILE ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/copyright ${folder}/copyright)
  file(WRITE ${folder}/changelog.Debian "stripmeta (${version}) unstable; urgency=medium\n\n"
    "  * What changed in the program and the library is said in changelog.gz.\n\n"
    " -- ${CPACK_DEBIAN_PACKAGE_MAINTAINER}  ${date}\n")
  file(COPY_FILE ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../../CHANGELOG.md ${folder}/changelog)
  compress(${folder}/changelog.Debian ${folder}/changelog)
  file(CHMOD ${folder}/copyright ${folder}/changelog.Debian.gz ${folder}/changelog.gz
    PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
endfunction()

set(share ${CPACK_TEMPORARY_DIRECTORY}/runtime/usr/share)
file(GLOB pages ${share}/man/man1/*.1)
compress(${pages})
file(RENAME ${share}/zsh/site-functions ${share}/zsh/vendor-completions)  # where Debian's zsh looks for completions
file(REMOVE ${share}/doc/stripmeta/LICENSE ${share}/doc/stripmeta/CHANGELOG.md)  # replaced by copyright, changelog.gz
write_documents(${share}/doc/stripmeta)

set(share ${CPACK_TEMPORARY_DIRECTORY}/development/usr/share)
file(RENAME ${share}/doc/stripmeta ${share}/doc/libstripmeta-dev)
write_documents(${share}/doc/libstripmeta-dev)
