# Helpers every folder's CMakeLists uses, so that warnings, sanitizers and the precompiled header are
# the same in all targets of the project.

# Warnings as errors, sanitizers and coverage for a target of ours.
function(cairn_configure_target target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
  # Not through CMake's property, which compiles programs with -fPIE: they share the libraries' precompiled header.
  target_compile_options(${target} PRIVATE -fPIC)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # ccache can only reuse objects built with a precompiled header when it sees its content.
    target_compile_options(${target} PRIVATE -fpch-preprocess)
  endif()
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>)
  if(CAIRN_SANITIZE)
    target_compile_options(${target} PUBLIC -fsanitize=${CAIRN_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(${target} PUBLIC -fsanitize=${CAIRN_SANITIZE})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      # GCC's sanitizer instrumentation makes the flow analysis behind these report what cannot happen.
      target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized -Wno-tsan)
    endif()
  endif()
  if(CAIRN_FUZZ)
    target_compile_options(${target} PUBLIC -fsanitize=fuzzer-no-link)
  endif()
  if(CAIRN_COVERAGE)
    target_compile_options(${target} PUBLIC --coverage)
    target_link_options(${target} PUBLIC --coverage)
  endif()
endfunction()

# A library of the project; sources follow the name.
function(cairn_add_library target)
  add_library(${target} STATIC ${ARGN})
  cairn_configure_target(${target})
  target_precompile_headers(${target} REUSE_FROM cairn_base)
endfunction()

# A GoogleTest executable that runs as one CTest entry; sources follow the libraries:
#   cairn_add_test(NAME storage_tests LIBRARIES cairn_storage SOURCES a.cpp b.cpp [TIMEOUT seconds])
function(cairn_add_test)
  cmake_parse_arguments(TEST "" "NAME;TIMEOUT" "LIBRARIES;SOURCES" ${ARGN})
  add_executable(${TEST_NAME} ${TEST_SOURCES})
  cairn_configure_target(${TEST_NAME})
  target_precompile_headers(${TEST_NAME} REUSE_FROM cairn_base)
  target_link_libraries(${TEST_NAME} PRIVATE ${TEST_LIBRARIES} GTest::gtest GTest::gmock GTest::gtest_main)
  set_target_properties(${TEST_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  add_test(NAME ${TEST_NAME} COMMAND ${TEST_NAME} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 600)
  endif()
  set_tests_properties(${TEST_NAME} PROPERTIES TIMEOUT ${TEST_TIMEOUT})
endfunction()
