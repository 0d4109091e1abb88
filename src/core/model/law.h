/* What is in force: rules, calendar, ladders, people and posts, channels.  Immutable once built,
 * stamped with an edition, shared by all threads.  Built by settings/ from the configuration. */
#ifndef CORE_MODEL_LAW_H
#define CORE_MODEL_LAW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/civil_date.h"
#include "base/pool.h"
#include "core/model/document.h"
#include "core/model/term.h"

struct calendar;

enum rule_kind { RULE_PUBLISH, RULE_PERIODIC, RULE_STANDING, RULE_ANSWER, RULE_WITHDRAW };
enum rule_trigger_kind { TRIGGER_ISSUED, TRIGGER_RECEIVED, TRIGGER_CHANGED, TRIGGER_DECIDED };

/* Lists are NULL-ended arrays of texts; a NULL list is not asked. */
struct rule_match {
	const char *const *categories;
	const char *const *departments;
	const char *const *issuers;
	int disclosure;	     /* -1: not asked; else a bit set of 1 << enum disclosure */
	int public_interest; /* -1, 0, 1 */
	int audience;	     /* -1, else enum audience */
};

struct rule {
	const char *id;
	enum rule_kind kind;
	const char *basis;		/* 依据, "" */
	struct civil_date from, until;	/* by trigger date; unset: open */
	struct rule_match match;
	enum rule_trigger_kind trigger;
	struct term term;
	int every_months;		/* periodic: 1, 3, 6 or 12; 0 for the other kinds */
	int by_day;			/* periodic: due on this day of the month that follows the
					 * period; the last day of a shorter month */
	enum term_roll roll;
	struct term display;		/* notice period, count 0: none */
	int64_t watch_us;		/* interval of probes once proven, 0: default */
	int64_t confirm_us;		/* standing: re-confirmation; 0 none */
	const char *const *channels;	/* all must be met */
	const char *ladder;		/* NULL: nobody is told */
};

struct rung {
	bool repeats;	  /* `every`: term after the rung before it, again and again */
	struct term at;	  /* from the due date; workdays or days */
	const char *const *tell; /* posts: of the department, or bureau-wide */
	const char *const *via;	 /* notifiers, NULL: the person's own order */
	bool order;	  /* 督办单 */
};

struct ladder {
	const char *id;
	bool always;	  /* send at once, at any hour */
	int32_t opens_s, closes_s; /* seconds of the day; office hours on working days */
	const struct rung *rungs;
	int rung_count;	  /* a repeating rung can only be the last */
};

struct absence {
	struct civil_date from, until; /* both inclusive */
};

struct person {
	const char *id, *name;
	const char *mail, *mobile; /* NULL: none */
	json_t *addresses;	   /* further addresses by notifier name or type; NULL */
	const struct absence *away;
	int away_count;
	const char *deputy; /* person id, NULL */
};

struct post {
	const char *name;   /* "head" */
	const char *person; /* id */
};

struct department {
	const char *id, *name;
	const char *const *aliases;
	const struct post *posts;
	int post_count;
};

struct category {
	const char *id, *name;
};

struct channel_terms {
	const char *name;
	bool attested;	   /* board, manual: people say so, no probe */
	bool internal;	   /* may carry audience `internal` */
	bool can_find;	   /* a look-up by key exists: an unclear create can be cleared up */
	int64_t settle_us; /* real time: how long a server may still work on what we gave up */
	int64_t watch_us;  /* probe interval once stable */
};

/* A notifier in the order of the configuration; `reaches` is asked by address kind. */
struct notifier_terms {
	const char *name;
	const char *type;
	bool needs_mail, needs_mobile; /* a person without it cannot be told by this one */
};

struct law {
	struct pool pool;
	const char *edition; /* 16 hex digits over configuration and calendar */
	const char *bureau;  /* name */
	int offset_s;	     /* from UTC, legal time */
	int32_t close_of_business_s; /* seconds of the day, 86400 for 24:00 */
	bool chinese;
	struct calendar *calendar; /* owned */
	const struct rule *rules;		int rule_count;
	const struct ladder *ladders;		int ladder_count;
	const struct person *people;		int person_count;
	const struct department *departments;	int department_count;
	const struct post *posts;		int post_count; /* bureau-wide */
	const struct category *categories;	int category_count;
	const struct channel_terms *channels;	int channel_count;
	const struct notifier_terms *notifiers; int notifier_count;
	double speed; /* of the clock, to keep settle times real in a rehearsal */
};

/* All look-ups return NULL when there is none. */
const struct rule *law_rule(const struct law *law, const char *id);
const struct ladder *law_ladder(const struct law *law, const char *id);
const struct person *law_person(const struct law *law, const char *id);
const struct department *law_department(const struct law *law, const char *id);
/* By id, name or alias, as a manifest may write it. */
const struct department *law_department_named(const struct law *law, const char *text);
const struct category *law_category(const struct law *law, const char *id); /* or by name */
const struct channel_terms *law_channel(const struct law *law, const char *name);
/* Who holds a post, of this department or bureau-wide, on a date: absence passes it on to the
 * deputy (代理).  NULL when nobody does. */
const struct person *law_post_holder(const struct law *law, const char *department,
				     const char *post, struct civil_date on);
bool law_reaches(const struct notifier_terms *notifier, const struct person *person);

void law_free(struct law *law); /* pool, calendar and all */

#endif
