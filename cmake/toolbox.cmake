# Flags and tools every target shares: warnings, sanitizers, ccache, mold.

# Base directory and no directory in the hash: a second clone, and a build in another folder, find the same objects.
# The sloppiness is what precompiled headers need (ccache manual, "Precompiled headers"); none of our code uses __TIME__.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE_PROGRAM})
endif()
find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-Wall -Wextra -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough
                    -Wno-missing-field-initializers -fno-omit-frame-pointer -fstack-protector-strong
                    -ffile-prefix-map=${CMAKE_SOURCE_DIR}/= -pthread)  # everywhere alike, for the precompiled headers
# GCC 12 sees overflows in std::string that are not there once it optimises (GCC bugs 105329, 105651); the sanitizers see
# the real ones. What is "maybe" uninitialised is a guess too when sanitizers change the flow.
add_compile_options(-Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread)
if(BALM_SANITIZE)
  add_compile_options(-Wno-maybe-uninitialized)
endif()
if(BALM_WERROR)
  add_compile_options(-Werror)
endif()
if(BALM_SANITIZE)
  add_compile_options(-fsanitize=${BALM_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${BALM_SANITIZE})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/cmake/tsan.supp)
  file(READ ${CMAKE_SOURCE_DIR}/cmake/tsan.supp BALM_TSAN_SUPPRESSIONS)
  configure_file(${CMAKE_SOURCE_DIR}/cmake/sanitizers.cpp.in ${CMAKE_BINARY_DIR}/sanitizers.cpp @ONLY)
  add_library(balm_sanitizers OBJECT ${CMAKE_BINARY_DIR}/sanitizers.cpp)
  link_libraries("$<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:$<TARGET_OBJECTS:balm_sanitizers>>")
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release" OR CMAKE_BUILD_TYPE STREQUAL "RelWithDebInfo")
  add_compile_options(-D_FORTIFY_SOURCE=2 -fPIE -ffunction-sections -fdata-sections)
  add_link_options(-pie -Wl,-z,relro,-z,now -Wl,--gc-sections)
endif()

# Precompiled headers are made once and shared by all libraries, and once by all tests: reading the standard library takes
# half of the time of most files. `./dev lint` reads the libraries without, so that a forgotten include does not hide.
option(BALM_PRECOMPILE "libraries share a precompiled header" ON)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/nothing.cpp CONTENT "namespace {}\n")

function(balm_precompiled name)
  cmake_parse_arguments(ARG "" "" "HEADERS;LINK" ${ARGN})
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/nothing.cpp)
  target_link_libraries(${name} PRIVATE ${ARG_LINK})
  target_precompile_headers(${name} PRIVATE ${ARG_HEADERS})
endfunction()

balm_precompiled(balm_std HEADERS <algorithm> <chrono> <functional> <map> <memory> <optional> <string> <string_view>
                 <variant> <vector>)

# balm_library(NAME FOLDERS a b ... LINK x y ...): all .cpp files of the folders; main.cpp files are programs, not members.
function(balm_library name)
  cmake_parse_arguments(ARG "" "" "FOLDERS;LINK" ${ARGN})
  set(sources "")
  foreach(folder ${ARG_FOLDERS})
    file(GLOB found CONFIGURE_DEPENDS ${folder}/*.cpp)
    list(APPEND sources ${found})
  endforeach()
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(sources)
    add_library(${name} STATIC ${sources})
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC ${ARG_LINK})
    if(BALM_PRECOMPILE)
      target_precompile_headers(${name} REUSE_FROM balm_std)
    endif()
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} INTERFACE ${ARG_LINK})
  endif()
endfunction()

# How often a test may take as long as without sanitizers before ctest ends it: they make programs up to ten times as slow.
set(BALM_SLOWER 1)
if(BALM_SANITIZE)
  set(BALM_SLOWER 8)
endif()
math(EXPR BALM_TEST_SECONDS "120 * ${BALM_SLOWER}")
math(EXPR BALM_DEMO_SECONDS "300 * ${BALM_SLOWER}")

# balm_tests(NAME FOLDER LINK x y ...): one GoogleTest program from all .cpp files of a folder.
#
# Only files that mention BALM_SOURCE_DIR or BALM_BINARY_DIR get them defined: a path in the command line makes an object
# useless to every other clone. A file that begins to use one needs a new configure run (touch CMakeLists.txt).
function(balm_tests name folder)
  cmake_parse_arguments(ARG "" "LOCK" "LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(${name} ${sources})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} GTest::gtest_main GTest::gmock)
  target_precompile_headers(${name} REUSE_FROM balm_gtest)
  foreach(source ${sources})
    file(STRINGS ${source} mentions REGEX "BALM_(SOURCE|BINARY)_DIR" LIMIT_COUNT 1)
    if(mentions)
      set_source_files_properties(${source} PROPERTIES COMPILE_DEFINITIONS
        "BALM_SOURCE_DIR=\"${CMAKE_SOURCE_DIR}\";BALM_BINARY_DIR=\"${CMAKE_BINARY_DIR}\"")
    endif()
  endforeach()
  set(lock "")
  if(ARG_LOCK)  # tests that start real programs do not run beside each other: some look for processes by mark
    set(lock RESOURCE_LOCK ${ARG_LOCK})
  endif()
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT ${BALM_TEST_SECONDS}
                       PROPERTIES TIMEOUT ${BALM_TEST_SECONDS} ${lock})
endfunction()
