# Run by cmake -P. Writes below FOLDER what PROGRAM prints about itself: its man page, a man page for each command that
# this page lists, and a completion for each shell. The file `complete` is written last.
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
