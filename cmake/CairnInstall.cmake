# `cmake --install` puts the library, its public headers and the shell in place; a program then says
# find_package(cairn) and links cairn::cairn.
include(GNUInstallDirs)
add_library(cairn::cairn ALIAS cairn_engine)
