# `cmake --install` puts the library, its public headers and the shell in place; a program then says
# find_package(cairn) and links cairn::cairn. Inside this project the same name works.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

add_library(cairn::cairn ALIAS cairn_engine)
set_target_properties(cairn_engine PROPERTIES EXPORT_NAME cairn)

set(cairn_include_dir ${CMAKE_INSTALL_INCLUDEDIR}/cairn)
target_include_directories(cairn_base PUBLIC $<INSTALL_INTERFACE:${cairn_include_dir}>)

install(TARGETS cairn_base cairn_parser cairn_storage cairn_engine EXPORT cairn-targets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS cairn RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES base/error.h base/expected.h DESTINATION ${cairn_include_dir}/base)
install(FILES engine/database.h engine/graph_view.h engine/procedure.h engine/result.h engine/script.h engine/session.h
  DESTINATION ${cairn_include_dir}/engine)
install(FILES parser/statement_splitter.h DESTINATION ${cairn_include_dir}/parser)
install(DIRECTORY engine/value/ DESTINATION ${cairn_include_dir}/engine/value FILES_MATCHING PATTERN "*.h")

set(cairn_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/cairn)
install(EXPORT cairn-targets NAMESPACE cairn:: DESTINATION ${cairn_package_dir})
configure_package_config_file(cmake/cairn-config.cmake.in cairn-config.cmake INSTALL_DESTINATION ${cairn_package_dir})
write_basic_package_version_file(cairn-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/cairn-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/cairn-config-version.cmake
  DESTINATION ${cairn_package_dir})
