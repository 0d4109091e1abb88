# Written by build-aux/list-sources; do not edit.
libtest_a_SOURCES = \
	tests/lib/law_sample.c \
	tests/lib/law_sample.h \
	tests/sim/agenda.c \
	tests/sim/agenda.h \
	tests/sim/chance.c \
	tests/sim/chance.h \
	tests/sim/duties.c \
	tests/sim/duties.h \
	tests/sim/history.c \
	tests/sim/invariant.h \
	tests/sim/invariant_closed.c \
	tests/sim/invariant_forgotten.c \
	tests/sim/invariant_intent.c \
	tests/sim/invariant_ledger.c \
	tests/sim/invariant_once.c \
	tests/sim/invariant_phase.c \
	tests/sim/invariant_replay.c \
	tests/sim/invariant_resumed.c \
	tests/sim/invariant_rungs.c \
	tests/sim/invariant_told.c \
	tests/sim/invariant_wakeup.c \
	tests/sim/letters.c \
	tests/sim/letters.h \
	tests/sim/office.c \
	tests/sim/office.h \
	tests/sim/people.c \
	tests/sim/people.h \
	tests/sim/sim.c \
	tests/sim/sim.h \
	tests/sim/sim_law.c \
	tests/sim/sim_law.h \
	tests/sim/story.c \
	tests/sim/story.h \
	tests/sim/trouble.c \
	tests/sim/website.c \
	tests/sim/website.h \
	tests/unit/channel/channel_bench.c \
	tests/unit/channel/channel_bench.h \
	tests/unit/config/conf_folder.c \
	tests/unit/config/conf_folder.h \
	tests/unit/core/dossier_sample.c \
	tests/unit/core/dossier_sample.h \
	tests/unit/core/ledger_sample.c \
	tests/unit/core/ledger_sample.h \
	tests/unit/ctl/rig.c \
	tests/unit/ctl/rig.h \
	tests/unit/net/fetch.c \
	tests/unit/net/fetch.h \
	tests/unit/net/peer.c \
	tests/unit/net/peer.h \
	tests/unit/notifier/notifier_bench.c \
	tests/unit/notifier/notifier_bench.h \
	tests/unit/probe/corpus.c \
	tests/unit/probe/corpus.h \
	tests/unit/probe/website.c \
	tests/unit/probe/website.h \
	tests/unit/source/source_box.c \
	tests/unit/source/source_box.h \
	tests/unit/store/failing_disk.c \
	tests/unit/store/failing_disk.h \
	tests/unit/store/store_sample.c \
	tests/unit/store/store_sample.h \
	tests/unit/web/web_house.c \
	tests/unit/web/web_house.h
ARCH_TESTS = \
	tests/arch/test_borders.py \
	tests/arch/test_core_library.py \
	tests/arch/test_habits.py
E2E_TESTS = \
	tests/e2e/test_bad_input.py \
	tests/e2e/test_full_disk.py \
	tests/e2e/test_kill.py \
	tests/e2e/test_ladder.py \
	tests/e2e/test_main_job.py \
	tests/e2e/test_page.py \
	tests/e2e/test_service.py \
	tests/e2e/test_storm.py
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
	tests/unit/channel/test_body
tests_unit_channel_test_body_SOURCES = \
	tests/unit/channel/test_body.c
tests_unit_channel_test_body_LDADD = \
	$(channel_test_libs)
UNIT_BINARIES += \
	tests/unit/channel/test_channel
tests_unit_channel_test_channel_SOURCES = \
	tests/unit/channel/test_channel.c
tests_unit_channel_test_channel_LDADD = \
	$(channel_test_libs)
UNIT_BINARIES += \
	tests/unit/channel/test_channel_http
tests_unit_channel_test_channel_http_SOURCES = \
	tests/unit/channel/test_channel_http.c
tests_unit_channel_test_channel_http_LDADD = \
	$(channel_test_libs)
UNIT_BINARIES += \
	tests/unit/channel/test_channel_site
tests_unit_channel_test_channel_site_SOURCES = \
	tests/unit/channel/test_channel_site.c
tests_unit_channel_test_channel_site_LDADD = \
	$(channel_test_libs)
UNIT_BINARIES += \
	tests/unit/channel/test_http_answer
tests_unit_channel_test_http_answer_SOURCES = \
	tests/unit/channel/test_http_answer.c
tests_unit_channel_test_http_answer_LDADD = \
	$(channel_test_libs)
UNIT_BINARIES += \
	tests/unit/channel/test_preset
tests_unit_channel_test_preset_SOURCES = \
	tests/unit/channel/test_preset.c
tests_unit_channel_test_preset_LDADD = \
	$(channel_test_libs)
UNIT_BINARIES += \
	tests/unit/config/test_config
tests_unit_config_test_config_SOURCES = \
	tests/unit/config/test_config.c
tests_unit_config_test_config_LDADD = \
	$(config_test_libs)
UNIT_BINARIES += \
	tests/unit/core/gate/test_gate
tests_unit_core_gate_test_gate_SOURCES = \
	tests/unit/core/gate/test_gate.c
tests_unit_core_gate_test_gate_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/gate/test_privacy
tests_unit_core_gate_test_privacy_SOURCES = \
	tests/unit/core/gate/test_privacy.c
tests_unit_core_gate_test_privacy_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_alert
tests_unit_core_test_alert_SOURCES = \
	tests/unit/core/test_alert.c
tests_unit_core_test_alert_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_apply
tests_unit_core_test_apply_SOURCES = \
	tests/unit/core/test_apply.c
tests_unit_core_test_apply_LDADD = \
	$(core_test_libs)
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
	tests/unit/core/test_check
tests_unit_core_test_check_SOURCES = \
	tests/unit/core/test_check.c
tests_unit_core_test_check_LDADD = \
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
	tests/unit/core/test_decide
tests_unit_core_test_decide_SOURCES = \
	tests/unit/core/test_decide.c
tests_unit_core_test_decide_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_decision
tests_unit_core_test_decision_SOURCES = \
	tests/unit/core/test_decision.c
tests_unit_core_test_decision_LDADD = \
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
	tests/unit/core/test_dossier
tests_unit_core_test_dossier_SOURCES = \
	tests/unit/core/test_dossier.c
tests_unit_core_test_dossier_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_escalate
tests_unit_core_test_escalate_SOURCES = \
	tests/unit/core/test_escalate.c
tests_unit_core_test_escalate_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_event
tests_unit_core_test_event_SOURCES = \
	tests/unit/core/test_event.c
tests_unit_core_test_event_LDADD = \
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
	tests/unit/core/test_obligation
tests_unit_core_test_obligation_SOURCES = \
	tests/unit/core/test_obligation.c
tests_unit_core_test_obligation_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_open
tests_unit_core_test_open_SOURCES = \
	tests/unit/core/test_open.c
tests_unit_core_test_open_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_proof
tests_unit_core_test_proof_SOURCES = \
	tests/unit/core/test_proof.c
tests_unit_core_test_proof_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_publish
tests_unit_core_test_publish_SOURCES = \
	tests/unit/core/test_publish.c
tests_unit_core_test_publish_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_result
tests_unit_core_test_result_SOURCES = \
	tests/unit/core/test_result.c
tests_unit_core_test_result_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_result_pages
tests_unit_core_test_result_pages_SOURCES = \
	tests/unit/core/test_result_pages.c
tests_unit_core_test_result_pages_LDADD = \
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
	tests/unit/core/test_schedule
tests_unit_core_test_schedule_SOURCES = \
	tests/unit/core/test_schedule.c
tests_unit_core_test_schedule_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_schedule_list
tests_unit_core_test_schedule_list_SOURCES = \
	tests/unit/core/test_schedule_list.c
tests_unit_core_test_schedule_list_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_term
tests_unit_core_test_term_SOURCES = \
	tests/unit/core/test_term.c
tests_unit_core_test_term_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_tile
tests_unit_core_test_tile_SOURCES = \
	tests/unit/core/test_tile.c
tests_unit_core_test_tile_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_tree
tests_unit_core_test_tree_SOURCES = \
	tests/unit/core/test_tree.c
tests_unit_core_test_tree_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/test_verifiers
tests_unit_core_test_verifiers_SOURCES = \
	tests/unit/core/test_verifiers.c
tests_unit_core_test_verifiers_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/verify/test_fold
tests_unit_core_verify_test_fold_SOURCES = \
	tests/unit/core/verify/test_fold.c
tests_unit_core_verify_test_fold_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/verify/test_text_match
tests_unit_core_verify_test_text_match_SOURCES = \
	tests/unit/core/verify/test_text_match.c
tests_unit_core_verify_test_text_match_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/verify/test_verify
tests_unit_core_verify_test_verify_SOURCES = \
	tests/unit/core/verify/test_verify.c
tests_unit_core_verify_test_verify_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/view/test_view
tests_unit_core_view_test_view_SOURCES = \
	tests/unit/core/view/test_view.c
tests_unit_core_view_test_view_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/core/view/test_view_timeline
tests_unit_core_view_test_view_timeline_SOURCES = \
	tests/unit/core/view/test_view_timeline.c
tests_unit_core_view_test_view_timeline_LDADD = \
	$(core_test_libs)
UNIT_BINARIES += \
	tests/unit/ctl/test_args
tests_unit_ctl_test_args_SOURCES = \
	tests/unit/ctl/test_args.c
tests_unit_ctl_test_args_LDADD = \
	$(ctl_test_libs)
UNIT_BINARIES += \
	tests/unit/ctl/test_calendar_commands
tests_unit_ctl_test_calendar_commands_SOURCES = \
	tests/unit/ctl/test_calendar_commands.c
tests_unit_ctl_test_calendar_commands_LDADD = \
	$(ctl_test_libs)
UNIT_BINARIES += \
	tests/unit/ctl/test_daemon_commands
tests_unit_ctl_test_daemon_commands_SOURCES = \
	tests/unit/ctl/test_daemon_commands.c
tests_unit_ctl_test_daemon_commands_LDADD = \
	$(ctl_test_libs)
UNIT_BINARIES += \
	tests/unit/ctl/test_due
tests_unit_ctl_test_due_SOURCES = \
	tests/unit/ctl/test_due.c
tests_unit_ctl_test_due_LDADD = \
	$(ctl_test_libs)
UNIT_BINARIES += \
	tests/unit/ctl/test_ledger_commands
tests_unit_ctl_test_ledger_commands_SOURCES = \
	tests/unit/ctl/test_ledger_commands.c
tests_unit_ctl_test_ledger_commands_LDADD = \
	$(ctl_test_libs)
UNIT_BINARIES += \
	tests/unit/ctl/test_table
tests_unit_ctl_test_table_SOURCES = \
	tests/unit/ctl/test_table.c
tests_unit_ctl_test_table_LDADD = \
	$(ctl_test_libs)
UNIT_BINARIES += \
	tests/unit/daemon/test_rehearsal
tests_unit_daemon_test_rehearsal_SOURCES = \
	tests/unit/daemon/test_rehearsal.c
tests_unit_daemon_test_rehearsal_LDADD = \
	$(daemon_test_libs)
UNIT_BINARIES += \
	tests/unit/engine/test_engine
tests_unit_engine_test_engine_SOURCES = \
	tests/unit/engine/test_engine.c
tests_unit_engine_test_engine_LDADD = \
	$(engine_test_libs)
UNIT_BINARIES += \
	tests/unit/engine/test_flight
tests_unit_engine_test_flight_SOURCES = \
	tests/unit/engine/test_flight.c
tests_unit_engine_test_flight_LDADD = \
	$(engine_test_libs)
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
	tests/unit/net/test_url
tests_unit_net_test_url_SOURCES = \
	tests/unit/net/test_url.c
tests_unit_net_test_url_LDADD = \
	$(net_test_libs)
UNIT_BINARIES += \
	tests/unit/notifier/test_mail_text
tests_unit_notifier_test_mail_text_SOURCES = \
	tests/unit/notifier/test_mail_text.c
tests_unit_notifier_test_mail_text_LDADD = \
	$(notifier_test_libs)
UNIT_BINARIES += \
	tests/unit/notifier/test_notifier
tests_unit_notifier_test_notifier_SOURCES = \
	tests/unit/notifier/test_notifier.c
tests_unit_notifier_test_notifier_LDADD = \
	$(notifier_test_libs)
UNIT_BINARIES += \
	tests/unit/notifier/test_notifier_dingtalk
tests_unit_notifier_test_notifier_dingtalk_SOURCES = \
	tests/unit/notifier/test_notifier_dingtalk.c
tests_unit_notifier_test_notifier_dingtalk_LDADD = \
	$(notifier_test_libs)
UNIT_BINARIES += \
	tests/unit/notifier/test_notifier_feishu
tests_unit_notifier_test_notifier_feishu_SOURCES = \
	tests/unit/notifier/test_notifier_feishu.c
tests_unit_notifier_test_notifier_feishu_LDADD = \
	$(notifier_test_libs)
UNIT_BINARIES += \
	tests/unit/notifier/test_notifier_journal
tests_unit_notifier_test_notifier_journal_SOURCES = \
	tests/unit/notifier/test_notifier_journal.c
tests_unit_notifier_test_notifier_journal_LDADD = \
	$(notifier_test_libs)
UNIT_BINARIES += \
	tests/unit/notifier/test_notifier_maildir
tests_unit_notifier_test_notifier_maildir_SOURCES = \
	tests/unit/notifier/test_notifier_maildir.c
tests_unit_notifier_test_notifier_maildir_LDADD = \
	$(notifier_test_libs)
UNIT_BINARIES += \
	tests/unit/notifier/test_notifier_smtp
tests_unit_notifier_test_notifier_smtp_SOURCES = \
	tests/unit/notifier/test_notifier_smtp.c
tests_unit_notifier_test_notifier_smtp_LDADD = \
	$(notifier_test_libs)
UNIT_BINARIES += \
	tests/unit/notifier/test_notifier_webhook
tests_unit_notifier_test_notifier_webhook_SOURCES = \
	tests/unit/notifier/test_notifier_webhook.c
tests_unit_notifier_test_notifier_webhook_LDADD = \
	$(notifier_test_libs)
UNIT_BINARIES += \
	tests/unit/notifier/test_notifier_wecom
tests_unit_notifier_test_notifier_wecom_SOURCES = \
	tests/unit/notifier/test_notifier_wecom.c
tests_unit_notifier_test_notifier_wecom_LDADD = \
	$(notifier_test_libs)
UNIT_BINARIES += \
	tests/unit/notifier/test_robot
tests_unit_notifier_test_robot_SOURCES = \
	tests/unit/notifier/test_robot.c
tests_unit_notifier_test_robot_LDADD = \
	$(notifier_test_libs)
UNIT_BINARIES += \
	tests/unit/probe/test_corpus
tests_unit_probe_test_corpus_SOURCES = \
	tests/unit/probe/test_corpus.c
tests_unit_probe_test_corpus_LDADD = \
	$(probe_test_libs)
UNIT_BINARIES += \
	tests/unit/probe/test_probe
tests_unit_probe_test_probe_SOURCES = \
	tests/unit/probe/test_probe.c
tests_unit_probe_test_probe_LDADD = \
	$(probe_test_libs)
UNIT_BINARIES += \
	tests/unit/reader/test_encoding
tests_unit_reader_test_encoding_SOURCES = \
	tests/unit/reader/test_encoding.c
tests_unit_reader_test_encoding_LDADD = \
	$(reader_test_libs)
UNIT_BINARIES += \
	tests/unit/reader/test_html
tests_unit_reader_test_html_SOURCES = \
	tests/unit/reader/test_html.c
tests_unit_reader_test_html_LDADD = \
	$(reader_test_libs)
UNIT_BINARIES += \
	tests/unit/render/test_message_templates
tests_unit_render_test_message_templates_SOURCES = \
	tests/unit/render/test_message_templates.c
tests_unit_render_test_message_templates_LDADD = \
	$(render_test_libs)
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
UNIT_BINARIES += \
	tests/unit/source/test_manifest
tests_unit_source_test_manifest_SOURCES = \
	tests/unit/source/test_manifest.c
tests_unit_source_test_manifest_LDADD = \
	$(source_test_libs)
UNIT_BINARIES += \
	tests/unit/source/test_spool
tests_unit_source_test_spool_SOURCES = \
	tests/unit/source/test_spool.c
tests_unit_source_test_spool_LDADD = \
	$(source_test_libs)
UNIT_BINARIES += \
	tests/unit/store/test_memory
tests_unit_store_test_memory_SOURCES = \
	tests/unit/store/test_memory.c
tests_unit_store_test_memory_LDADD = \
	$(store_test_libs)
UNIT_BINARIES += \
	tests/unit/store/test_sqlite
tests_unit_store_test_sqlite_SOURCES = \
	tests/unit/store/test_sqlite.c
tests_unit_store_test_sqlite_LDADD = \
	$(store_test_libs)
UNIT_BINARIES += \
	tests/unit/store/test_store
tests_unit_store_test_store_SOURCES = \
	tests/unit/store/test_store.c
tests_unit_store_test_store_LDADD = \
	$(store_test_libs)
UNIT_BINARIES += \
	tests/unit/web/test_api
tests_unit_web_test_api_SOURCES = \
	tests/unit/web/test_api.c
tests_unit_web_test_api_LDADD = \
	$(web_test_libs)
UNIT_BINARIES += \
	tests/unit/web/test_auth
tests_unit_web_test_auth_SOURCES = \
	tests/unit/web/test_auth.c
tests_unit_web_test_auth_LDADD = \
	$(web_test_libs)
UNIT_BINARIES += \
	tests/unit/web/test_calendar
tests_unit_web_test_calendar_SOURCES = \
	tests/unit/web/test_calendar.c
tests_unit_web_test_calendar_LDADD = \
	$(web_test_libs)
UNIT_BINARIES += \
	tests/unit/web/test_feed
tests_unit_web_test_feed_SOURCES = \
	tests/unit/web/test_feed.c
tests_unit_web_test_feed_LDADD = \
	$(web_test_libs)
UNIT_BINARIES += \
	tests/unit/web/test_ical
tests_unit_web_test_ical_SOURCES = \
	tests/unit/web/test_ical.c
tests_unit_web_test_ical_LDADD = \
	$(web_test_libs)
UNIT_BINARIES += \
	tests/unit/web/test_multipart
tests_unit_web_test_multipart_SOURCES = \
	tests/unit/web/test_multipart.c
tests_unit_web_test_multipart_LDADD = \
	$(web_test_libs)
UNIT_BINARIES += \
	tests/unit/web/test_openapi
tests_unit_web_test_openapi_SOURCES = \
	tests/unit/web/test_openapi.c
tests_unit_web_test_openapi_LDADD = \
	$(web_test_libs)
UNIT_BINARIES += \
	tests/unit/web/test_problem
tests_unit_web_test_problem_SOURCES = \
	tests/unit/web/test_problem.c
tests_unit_web_test_problem_LDADD = \
	$(web_test_libs)
UNIT_BINARIES += \
	tests/unit/web/test_route
tests_unit_web_test_route_SOURCES = \
	tests/unit/web/test_route.c
tests_unit_web_test_route_LDADD = \
	$(web_test_libs)
UNIT_BINARIES += \
	tests/unit/web/test_site
tests_unit_web_test_site_SOURCES = \
	tests/unit/web/test_site.c
tests_unit_web_test_site_LDADD = \
	$(web_test_libs)
UNIT_BINARIES += \
	tests/unit/web/test_upload
tests_unit_web_test_upload_SOURCES = \
	tests/unit/web/test_upload.c
tests_unit_web_test_upload_LDADD = \
	$(web_test_libs)
UNIT_BINARIES += \
	tests/unit/web/test_web
tests_unit_web_test_web_SOURCES = \
	tests/unit/web/test_web.c
tests_unit_web_test_web_LDADD = \
	$(web_test_libs)
SIM_BINARIES += \
	tests/sim/simulate
tests_sim_simulate_SOURCES = \
	tests/sim/simulate.c
tests_sim_simulate_LDADD = \
	$(all_test_libs)
SIM_BINARIES += \
	tests/sim/test_stories
tests_sim_test_stories_SOURCES = \
	tests/sim/test_stories.c
tests_sim_test_stories_LDADD = \
	$(all_test_libs)
endif
BENCHES += \
	tests/bench/bare_dates
tests_bench_bare_dates_SOURCES = \
	tests/bench/bare_dates.c
tests_bench_bare_dates_LDADD = \
	$(all_test_libs)
BENCHES += \
	tests/bench/bare_files
tests_bench_bare_files_SOURCES = \
	tests/bench/bare_files.c
tests_bench_bare_files_LDADD = \
	$(all_test_libs)
BENCHES += \
	tests/bench/bare_http
tests_bench_bare_http_SOURCES = \
	tests/bench/bare_http.c
tests_bench_bare_http_LDADD = \
	$(all_test_libs)
BENCHES += \
	tests/bench/bare_sha256
tests_bench_bare_sha256_SOURCES = \
	tests/bench/bare_sha256.c
tests_bench_bare_sha256_LDADD = \
	$(all_test_libs)
BENCHES += \
	tests/bench/bare_sqlite
tests_bench_bare_sqlite_SOURCES = \
	tests/bench/bare_sqlite.c
tests_bench_bare_sqlite_LDADD = \
	$(all_test_libs)
BENCHES += \
	tests/bench/bench_ledger
tests_bench_bench_ledger_SOURCES = \
	tests/bench/bench_ledger.c
tests_bench_bench_ledger_LDADD = \
	$(all_test_libs)
BENCHES += \
	tests/bench/bench_store
tests_bench_bench_store_SOURCES = \
	tests/bench/bench_store.c
tests_bench_bench_store_LDADD = \
	$(all_test_libs)
BENCHES += \
	tests/bench/post
tests_bench_post_SOURCES = \
	tests/bench/post.c
tests_bench_post_LDADD = \
	$(all_test_libs)
BENCHES += \
	tests/bench/website
tests_bench_website_SOURCES = \
	tests/bench/website.c
tests_bench_website_LDADD = \
	$(all_test_libs)
FUZZERS += \
	tests/fuzz/fuzz_csv
tests_fuzz_fuzz_csv_SOURCES = \
	tests/fuzz/fuzz_csv.c
tests_fuzz_fuzz_csv_LDADD = \
	$(all_test_libs)
tests_fuzz_fuzz_csv_LDFLAGS = \
	$(AM_LDFLAGS) \
	-fsanitize=fuzzer
FUZZERS += \
	tests/fuzz/fuzz_html
tests_fuzz_fuzz_html_SOURCES = \
	tests/fuzz/fuzz_html.c
tests_fuzz_fuzz_html_LDADD = \
	$(all_test_libs)
tests_fuzz_fuzz_html_LDFLAGS = \
	$(AM_LDFLAGS) \
	-fsanitize=fuzzer
FUZZERS += \
	tests/fuzz/fuzz_manifest
tests_fuzz_fuzz_manifest_SOURCES = \
	tests/fuzz/fuzz_manifest.c
tests_fuzz_fuzz_manifest_LDADD = \
	$(all_test_libs)
tests_fuzz_fuzz_manifest_LDFLAGS = \
	$(AM_LDFLAGS) \
	-fsanitize=fuzzer
EXTRA_DIST += \
	tests/arch/house.py \
	tests/arch/long.txt \
	tests/arch/test_borders.py \
	tests/arch/test_core_library.py \
	tests/arch/test_habits.py \
	tests/arch/untested.txt \
	tests/bench/bench.h \
	tests/bench/run \
	tests/corpus/pages/expected.json \
	tests/corpus/pages/good/attachments.html \
	tests/corpus/pages/good/back-dated.html \
	tests/corpus/pages/good/corner-quotes.html \
	tests/corpus/pages/good/date-circles.html \
	tests/corpus/pages/good/date-spaced.html \
	tests/corpus/pages/good/dead-links-beside.html \
	tests/corpus/pages/good/drafting.html \
	tests/corpus/pages/good/entities.html \
	tests/corpus/pages/good/gbk-said-utf8.html \
	tests/corpus/pages/good/gbk.html \
	tests/corpus/pages/good/guard-on-whole-page.html \
	tests/corpus/pages/good/indented.html \
	tests/corpus/pages/good/line-breaks.html \
	tests/corpus/pages/good/login-box.html \
	tests/corpus/pages/good/many-links.html \
	tests/corpus/pages/good/narrow.html \
	tests/corpus/pages/good/no-tags.html \
	tests/corpus/pages/good/notice.html \
	tests/corpus/pages/good/number-in-text.html \
	tests/corpus/pages/good/number-old-form.html \
	tests/corpus/pages/good/number-wide.html \
	tests/corpus/pages/good/old-html.html \
	tests/corpus/pages/good/page-break.html \
	tests/corpus/pages/good/pinyin.html \
	tests/corpus/pages/good/plain.html \
	tests/corpus/pages/good/pre.html \
	tests/corpus/pages/good/print-copy.html \
	tests/corpus/pages/good/pubdate-12h.html \
	tests/corpus/pages/good/pubdate-future.html \
	tests/corpus/pages/good/pubdate-seconds.html \
	tests/corpus/pages/good/reply-inline.html \
	tests/corpus/pages/good/reply.html \
	tests/corpus/pages/good/ruby.html \
	tests/corpus/pages/good/scan.html \
	tests/corpus/pages/good/scripts-inside.html \
	tests/corpus/pages/good/share-between.html \
	tests/corpus/pages/good/stale.html \
	tests/corpus/pages/good/straight-quotes.html \
	tests/corpus/pages/good/superscript.html \
	tests/corpus/pages/good/table-loose.html \
	tests/corpus/pages/good/table.html \
	tests/corpus/pages/good/title-in-body.html \
	tests/corpus/pages/good/title-in-two-lines.html \
	tests/corpus/pages/good/title-wrong-tag.html \
	tests/corpus/pages/good/traditional.html \
	tests/corpus/pages/good/utf16.html \
	tests/corpus/pages/good/utf8-bom.html \
	tests/corpus/pages/good/utf8-said-gbk.html \
	tests/corpus/pages/good/wide.html \
	tests/corpus/pages/good/word.html \
	tests/corpus/pages/good/wordpress.html \
	tests/corpus/pages/good/xhtml.html \
	tests/corpus/pages/good/zero-width.html \
	tests/corpus/pages/make-pages \
	tests/corpus/pages/trap/advert.html \
	tests/corpus/pages/trap/amount-point.html \
	tests/corpus/pages/trap/amount-zero.html \
	tests/corpus/pages/trap/amount.html \
	tests/corpus/pages/trap/bad-gateway.html \
	tests/corpus/pages/trap/cell-changed.html \
	tests/corpus/pages/trap/cells-swapped.html \
	tests/corpus/pages/trap/cited-number.html \
	tests/corpus/pages/trap/cites-ours.html \
	tests/corpus/pages/trap/cut-in-line.html \
	tests/corpus/pages/trap/cut.html \
	tests/corpus/pages/trap/date-missing.html \
	tests/corpus/pages/trap/date-other.html \
	tests/corpus/pages/trap/days.html \
	tests/corpus/pages/trap/deadline.html \
	tests/corpus/pages/trap/draft-banner.html \
	tests/corpus/pages/trap/draft-of-drafting.html \
	tests/corpus/pages/trap/emptied.html \
	tests/corpus/pages/trap/file-dead.html \
	tests/corpus/pages/trap/file-missing.html \
	tests/corpus/pages/trap/file-other.html \
	tests/corpus/pages/trap/file-unclear.html \
	tests/corpus/pages/trap/frames.html \
	tests/corpus/pages/trap/hidden-paragraph.html \
	tests/corpus/pages/trap/hidden.html \
	tests/corpus/pages/trap/home-in-place.html \
	tests/corpus/pages/trap/home-with-text.html \
	tests/corpus/pages/trap/home.html \
	tests/corpus/pages/trap/in-comment.html \
	tests/corpus/pages/trap/in-noscript.html \
	tests/corpus/pages/trap/inserted-amount.html \
	tests/corpus/pages/trap/inserted-paragraph.html \
	tests/corpus/pages/trap/inserted-sentence.html \
	tests/corpus/pages/trap/last-years.html \
	tests/corpus/pages/trap/list-range.html \
	tests/corpus/pages/trap/list-with-numbers.html \
	tests/corpus/pages/trap/list.html \
	tests/corpus/pages/trap/login-redirect.html \
	tests/corpus/pages/trap/login.html \
	tests/corpus/pages/trap/maintenance.html \
	tests/corpus/pages/trap/mojibake.html \
	tests/corpus/pages/trap/name-order.html \
	tests/corpus/pages/trap/name.html \
	tests/corpus/pages/trap/negated.html \
	tests/corpus/pages/trap/not-at-line.html \
	tests/corpus/pages/trap/not-in-line.html \
	tests/corpus/pages/trap/number-lossy.html \
	tests/corpus/pages/trap/number-missing.html \
	tests/corpus/pages/trap/other-document.html \
	tests/corpus/pages/trap/other-host.html \
	tests/corpus/pages/trap/other-mentions-dead-links.html \
	tests/corpus/pages/trap/other-without-number.html \
	tests/corpus/pages/trap/paragraph-missing.html \
	tests/corpus/pages/trap/pending.html \
	tests/corpus/pages/trap/percent.html \
	tests/corpus/pages/trap/person-born.html \
	tests/corpus/pages/trap/person-changed.html \
	tests/corpus/pages/trap/picture-only.html \
	tests/corpus/pages/trap/preview-address.html \
	tests/corpus/pages/trap/preview-banner.html \
	tests/corpus/pages/trap/preview-title.html \
	tests/corpus/pages/trap/refresh.html \
	tests/corpus/pages/trap/reply-negated.html \
	tests/corpus/pages/trap/review-banner.html \
	tests/corpus/pages/trap/row-added.html \
	tests/corpus/pages/trap/row-missing.html \
	tests/corpus/pages/trap/script-page.html \
	tests/corpus/pages/trap/search-result.html \
	tests/corpus/pages/trap/soft-404-english.html \
	tests/corpus/pages/trap/soft-404-site.html \
	tests/corpus/pages/trap/soft-404-title.html \
	tests/corpus/pages/trap/soft-404.html \
	tests/corpus/pages/trap/summary-only.html \
	tests/corpus/pages/trap/swapped-paragraphs.html \
	tests/corpus/pages/trap/taken-down.html \
	tests/corpus/pages/trap/telephone.html \
	tests/corpus/pages/trap/title-other.html \
	tests/corpus/pages/trap/traditional-changed.html \
	tests/corpus/pages/trap/unit.html \
	tests/corpus/pages/trap/waf-blocked.html \
	tests/corpus/pages/trap/waf-cloudflare.html \
	tests/corpus/pages/trap/waf-header.html \
	tests/corpus/pages/trap/waf-script.html \
	tests/corpus/pages/trap/waf.html \
	tests/corpus/pages/trap/wordpress-404.html \
	tests/e2e/harness.py \
	tests/e2e/mailbox.py \
	tests/e2e/test_bad_input.py \
	tests/e2e/test_full_disk.py \
	tests/e2e/test_kill.py \
	tests/e2e/test_ladder.py \
	tests/e2e/test_main_job.py \
	tests/e2e/test_page.py \
	tests/e2e/test_service.py \
	tests/e2e/test_storm.py \
	tests/e2e/verify_ledger.py \
	tests/e2e/website.py \
	tests/sim/stories/answer-lost.txt \
	tests/sim/stories/appointment.txt \
	tests/sim/stories/dies-while-sending.txt \
	tests/sim/stories/double-crash.txt \
	tests/sim/stories/extended.txt \
	tests/sim/stories/handed-in-twice.txt \
	tests/sim/stories/held-and-released.txt \
	tests/sim/stories/long-stop.txt \
	tests/sim/stories/never-reviewed.txt \
	tests/sim/stories/nobody-answers.txt \
	tests/sim/stories/not-before.txt \
	tests/sim/stories/not-for-the-public.txt \
	tests/sim/stories/page-changed.txt \
	tests/sim/stories/page-removed.txt \
	tests/sim/stories/published-at-once.txt \
	tests/sim/stories/request-lost.txt \
	tests/sim/stories/reviewed-too-late.txt \
	tests/sim/stories/revision.txt \
	tests/sim/stories/two-clocks.txt \
	tests/sim/stories/website-down.txt \
	tests/sim/stories/withdrawn.txt
