# Written by build-aux/list-sources; do not edit.
libnotifier_a_SOURCES = \
	src/notifier/backend.h \
	src/notifier/mail_text.c \
	src/notifier/mail_text.h \
	src/notifier/notifier.c \
	src/notifier/notifier.h \
	src/notifier/notifier_dingtalk.c \
	src/notifier/notifier_feishu.c \
	src/notifier/notifier_journal.c \
	src/notifier/notifier_maildir.c \
	src/notifier/notifier_smtp.c \
	src/notifier/notifier_webhook.c \
	src/notifier/notifier_wecom.c \
	src/notifier/robot.c \
	src/notifier/robot.h \
	src/notifier/robot_judge.c \
	src/notifier/robot_mask.c
