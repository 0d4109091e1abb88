/* Inside the view room: the Chinese words for codes, names and moments. */
#ifndef CORE_VIEW_WORDS_H
#define CORE_VIEW_WORDS_H

#include "base/buf.h"
#include "base/instant.h"
#include "core/model/dossier.h"
#include "core/model/law.h"

const char *word_person(const struct law *law, const char *id);	      /* name, else the id */
const char *word_department(const struct law *law, const char *id);   /* likewise */
const char *word_category(const struct law *law, const char *id);
const char *word_channel(const char *channel);			      /* website: 网站 */
const char *word_notifier(const struct law *law, const char *name);   /* mail: 邮件 */
const char *word_state(const char *state);			      /* of a dossier */
const char *word_publication(enum publication_state state);
const char *word_alert(enum alert_state state);
const char *word_hold(const char *code);
const char *word_decision(const char *name);
const char *word_source(const char *source);
const char *word_verdict(const char *verdict);
const char *word_weekday(struct civil_date date);
void word_term(struct buf *out, struct term term); /* 10日, 20个工作日 */

/* "2009-03-12 08:30" in the bureau's time; nothing when it is none. */
void word_moment(struct buf *out, struct instant at, int offset_s);

#endif
