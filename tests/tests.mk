# Written by build-aux/list-sources; do not edit.
libtest_a_SOURCES = \
	tests/lib/law_sample.c \
	tests/lib/law_sample.h \
	tests/unit/config/conf_folder.c \
	tests/unit/config/conf_folder.h \
	tests/unit/core/ledger_sample.c \
	tests/unit/core/ledger_sample.h \
	tests/unit/net/fetch.c \
	tests/unit/net/fetch.h \
	tests/unit/net/peer.c \
	tests/unit/net/peer.h
ARCH_TESTS = \
	tests/arch/test_borders.py \
	tests/arch/test_core_library.py \
	tests/arch/test_habits.py
E2E_TESTS =
SIM_TESTS = \
	$(SIM_BINARIES)
UNIT_TESTS = \
	$(UNIT_BINARIES)
UNIT_BINARIES =
SIM_BINARIES =
BENCHES =
FUZZERS =
if HAVE_CMOCKA
UNIT_BINARIES += \
	tests/unit/base/test_buf
tests_unit_base_test_buf_SOURCES = \
	tests/unit/base/test_buf.c
tests_unit_base_test_buf_LDADD = \
	$(base_test_libs)
UNIT_BINARIES += \
	tests/unit/base/test_civil_date
tests_unit_base_test_civil_date_SOURCES = \
	tests/unit/base/test_civil_date.c
tests_unit_base_test_civil_date_LDADD = \
	$(base_test_libs)
UNIT_BINARIES += \
	tests/unit/base/test_ed25519
tests_unit_base_test_ed25519_SOURCES = \
	tests/unit/base/test_ed25519.c
tests_unit_base_test_ed25519_LDADD = \
	$(base_test_libs)
UNIT_BINARIES += \
	tests/unit/base/test_encode
tests_unit_base_test_encode_SOURCES = \
	tests/unit/base/test_encode.c
tests_unit_base_test_encode_LDADD = \
	$(base_test_libs)
UNIT_BINARIES += \
	tests/unit/base/test_error
tests_unit_base_test_error_SOURCES = \
	tests/unit/base/test_error.c
tests_unit_base_test_error_LDADD = \
	$(base_test_libs)
UNIT_BINARIES += \
	tests/unit/base/test_instant
tests_unit_base_test_instant_SOURCES = \
	tests/unit/base/test_instant.c
tests_unit_base_test_instant_LDADD = \
	$(base_test_libs)
UNIT_BINARIES += \
	tests/unit/base/test_json
tests_unit_base_test_json_SOURCES = \
	tests/unit/base/test_json.c
tests_unit_base_test_json_LDADD = \
	$(base_test_libs)
UNIT_BINARIES += \
	tests/unit/base/test_mem
tests_unit_base_test_mem_SOURCES = \
	tests/unit/base/test_mem.c
tests_unit_base_test_mem_LDADD = \
	$(base_test_libs)
UNIT_BINARIES += \
	tests/unit/base/test_pool
tests_unit_base_test_pool_SOURCES = \
	tests/unit/base/test_pool.c
tests_unit_base_test_pool_LDADD = \
	$(base_test_libs)
UNIT_BINARIES += \
	tests/unit/base/test_sha256
tests_unit_base_test_sha256_SOURCES = \
	tests/unit/base/test_sha256.c
tests_unit_base_test_sha256_LDADD = \
	$(base_test_libs)
UNIT_BINARIES += \
	tests/unit/base/test_text
tests_unit_base_test_text_SOURCES = \
	tests/unit/base/test_text.c
tests_unit_base_test_text_LDADD = \
	$(base_test_libs)
UNIT_BINARIES += \
	tests/unit/base/test_vec
tests_unit_base_test_vec_SOURCES = \
	tests/unit/base/test_vec.c
tests_unit_base_test_vec_LDADD = \
	$(base_test_libs)
UNIT_BINARIES += \
	tests/unit/config/test_config
tests_unit_config_test_config_SOURCES = \
	tests/unit/config/test_config.c
tests_unit_config_test_config_LDADD = \
	$(config_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_calendar
tests_unit_core_test_calendar_SOURCES = \
	tests/unit/core/test_calendar.c
tests_unit_core_test_calendar_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_calendar_check
tests_unit_core_test_calendar_check_SOURCES = \
	tests/unit/core/test_calendar_check.c
tests_unit_core_test_calendar_check_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_checkpoint
tests_unit_core_test_checkpoint_SOURCES = \
	tests/unit/core/test_checkpoint.c
tests_unit_core_test_checkpoint_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_date_text
tests_unit_core_test_date_text_SOURCES = \
	tests/unit/core/test_date_text.c
tests_unit_core_test_date_text_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_day_set
tests_unit_core_test_day_set_SOURCES = \
	tests/unit/core/test_day_set.c
tests_unit_core_test_day_set_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_decree
tests_unit_core_test_decree_SOURCES = \
	tests/unit/core/test_decree.c
tests_unit_core_test_decree_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_doc_number
tests_unit_core_test_doc_number_SOURCES = \
	tests/unit/core/test_doc_number.c
tests_unit_core_test_doc_number_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_document
tests_unit_core_test_document_SOURCES = \
	tests/unit/core/test_document.c
tests_unit_core_test_document_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_fact
tests_unit_core_test_fact_SOURCES = \
	tests/unit/core/test_fact.c
tests_unit_core_test_fact_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_golden
tests_unit_core_test_golden_SOURCES = \
	tests/unit/core/test_golden.c
tests_unit_core_test_golden_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_holiday_file
tests_unit_core_test_holiday_file_SOURCES = \
	tests/unit/core/test_holiday_file.c
tests_unit_core_test_holiday_file_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_law
tests_unit_core_test_law_SOURCES = \
	tests/unit/core/test_law.c
tests_unit_core_test_law_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_line
tests_unit_core_test_line_SOURCES = \
	tests/unit/core/test_line.c
tests_unit_core_test_line_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_proof
tests_unit_core_test_proof_SOURCES = \
	tests/unit/core/test_proof.c
tests_unit_core_test_proof_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_rule
tests_unit_core_test_rule_SOURCES = \
	tests/unit/core/test_rule.c
tests_unit_core_test_rule_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_rule_explain
tests_unit_core_test_rule_explain_SOURCES = \
	tests/unit/core/test_rule_explain.c
tests_unit_core_test_rule_explain_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_term
tests_unit_core_test_term_SOURCES = \
	tests/unit/core/test_term.c
tests_unit_core_test_term_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_tree
tests_unit_core_test_tree_SOURCES = \
	tests/unit/core/test_tree.c
tests_unit_core_test_tree_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/net/test_client
tests_unit_net_test_client_SOURCES = \
	tests/unit/net/test_client.c
tests_unit_net_test_client_LDADD = \
	$(net_test_libs)
UNIT_BINARIES += \
	tests/unit/net/test_client_address
tests_unit_net_test_client_address_SOURCES = \
	tests/unit/net/test_client_address.c
tests_unit_net_test_client_address_LDADD = \
	$(net_test_libs)
UNIT_BINARIES += \
	tests/unit/net/test_client_mail
tests_unit_net_test_client_mail_SOURCES = \
	tests/unit/net/test_client_mail.c
tests_unit_net_test_client_mail_LDADD = \
	$(net_test_libs)
UNIT_BINARIES += \
	tests/unit/net/test_loop
tests_unit_net_test_loop_SOURCES = \
	tests/unit/net/test_loop.c
tests_unit_net_test_loop_LDADD = \
	$(net_test_libs)
UNIT_BINARIES += \
	tests/unit/net/test_notify
tests_unit_net_test_notify_SOURCES = \
	tests/unit/net/test_notify.c
tests_unit_net_test_notify_LDADD = \
	$(net_test_libs)
UNIT_BINARIES += \
	tests/unit/net/test_server
tests_unit_net_test_server_SOURCES = \
	tests/unit/net/test_server.c
tests_unit_net_test_server_LDADD = \
	$(net_test_libs)
UNIT_BINARIES += \
	tests/unit/net/test_unix_client
tests_unit_net_test_unix_client_SOURCES = \
	tests/unit/net/test_unix_client.c
tests_unit_net_test_unix_client_LDADD = \
	$(net_test_libs)
UNIT_BINARIES += \
	tests/unit/render/test_render
tests_unit_render_test_render_SOURCES = \
	tests/unit/render/test_render.c
tests_unit_render_test_render_LDADD = \
	$(render_test_libs)
UNIT_BINARIES += \
	tests/unit/settings/test_settings
tests_unit_settings_test_settings_SOURCES = \
	tests/unit/settings/test_settings.c
tests_unit_settings_test_settings_LDADD = \
	$(settings_test_libs)
endif
EXTRA_DIST += \
	tests/arch/house.py \
	tests/arch/long.txt \
	tests/arch/test_borders.py \
	tests/arch/test_core_library.py \
	tests/arch/test_habits.py \
	tests/arch/untested.txt
