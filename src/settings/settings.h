/* From a configuration file to what the program needs: the law in force and the settings of the
 * shell.  Used by the daemon and by the offline commands of gongshictl.
 *
 * Of a channel's group `name`, `type`, `internal`, `watch` and `settle` are read here, of a
 * notifier's `name` and `type`; all other settings in it belong to the backend of that type. */
#ifndef SETTINGS_SETTINGS_H
#define SETTINGS_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "config/config.h"
#include "core/model/law.h"

struct settings {
	struct config *config;	/* owned; nodes below live in it */
	struct law *law;	/* owned until settings_take_law */
	struct channel_terms *channel_terms; /* law->channels, for settings_channel_terms */

	/* paths */
	const char *state, *spool, *socket;
	const char *const *holidays;
	/* store */
	const char *store_type; /* "sqlite", "postgres" or "memory" */
	const char *store_conninfo; /* of postgres; NULL for the others */
	/* listen */
	const char *http;	/* NULL: unix socket only */
	const char *tokens_file;
	/* bureau */
	const char *site_id_code, *domain; /* SiteIDCode, SiteDomain of the page tags; may be NULL */
	/* limits */
	int64_t attachment_bytes;
	int64_t rescan_us;	/* of the spool */

	const struct config_node *channels;  /* list of groups, read by channel/ */
	const struct config_node *notifiers; /* list of groups, read by notifier/ */
};

/* Read everything; faults of all of it are gathered in the report.  Returns -E_INVALID when there
 * was any, then *out is NULL.  `check_backend` is called for every group of channels and
 * notifiers so that the owner of the type reports its own faults; NULL skips that. */
typedef void settings_check_backend(const struct config_node *group, bool is_channel,
				    struct config_report *report);
MUST_CHECK int settings_load(const char *path, settings_check_backend *check,
			     struct settings **out, struct config_report *report);
struct law *settings_take_law(struct settings *settings);

/* A channel's terms while nobody else sees the law yet: what a preset says about look-ups and
 * settle times is filled in here.  NULL when there is no such channel. */
struct channel_terms *settings_channel_terms(struct settings *settings, const char *name);

void settings_free(struct settings *settings);

/* Build the calendar alone from the folders and from `state`/holidays (the loaded amendments, last).
 * Findings that make a file unusable are faults. */
struct calendar *settings_calendar(const struct settings *settings, struct config_report *report);

/* $sysconfdir/gongshi/gongshi.conf */
const char *settings_default_path(void);

#endif
