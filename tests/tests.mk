# Written by build-aux/list-sources; do not edit.
libtest_a_SOURCES =
ARCH_TESTS =
E2E_TESTS =
SIM_TESTS = \
	$(SIM_BINARIES)
UNIT_TESTS = \
	$(UNIT_BINARIES)
UNIT_BINARIES =
SIM_BINARIES =
BENCHES =
if HAVE_CMOCKA
endif
