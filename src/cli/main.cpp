#include "cli/command_line.hpp"

int main(int count, char** arguments) {
  return stripmeta::cli::run(count, arguments);
}
