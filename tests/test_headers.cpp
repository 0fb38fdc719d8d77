// Compiled with the headers that the tests share, so that these are compiled: tests/CMakeLists.txt.
