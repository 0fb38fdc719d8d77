# Writes what the program PROGRAM prints of itself below FOLDER: a man page for it and for each command that its page
# lists, a completion for each shell; then the file `complete`. Run by cmake -P.
file(REMOVE_RECURSE ${FOLDER})

function(print_into file)
  cmake_path(GET file PARENT_PATH parent)
  file(MAKE_DIRECTORY ${parent})
  execute_process(COMMAND ${PROGRAM} ${ARGN} OUTPUT_FILE ${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

print_into(${FOLDER}/man1/stripmeta.1 man)
file(READ ${FOLDER}/man1/stripmeta.1 page)
string(REGEX MATCHALL "stripmeta\\\\-[a-z]+\\\\fR\\(1\\)" pages "${page}")
if(NOT pages)
  message(FATAL_ERROR "the page of ${PROGRAM} lists no command")
endif()
foreach(each IN LISTS pages)
  string(REGEX REPLACE "^stripmeta\\\\-([a-z]+).*" "\\1" verb "${each}")
  print_into(${FOLDER}/man1/stripmeta-${verb}.1 man ${verb})
endforeach()

print_into(${FOLDER}/bash/stripmeta completion bash)
print_into(${FOLDER}/zsh/_stripmeta completion zsh)
print_into(${FOLDER}/fish/stripmeta.fish completion fish)
file(TOUCH ${FOLDER}/complete)
