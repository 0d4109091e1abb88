/* The escalation ladder (催办阶梯): who must hear of it, and when.  The rung is a function of due
 * date, calendar and facts, so that no stop, pause or clock step can skip one. */
#ifndef CORE_ALERT_ALERT_H
#define CORE_ALERT_ALERT_H

#include "base/instant.h"
#include "core/model/dossier.h"
#include "core/model/law.h"

/* The instant of rung `number` (from 1; repeating rungs go on without end) for a due date; NEVER
 * when the ladder has no such rung. */
struct instant alert_rung_at(const struct law *law, const struct ladder *ladder,
			     const struct obligation *obligation, int number);
/* The settings of rung `number`. */
const struct rung *alert_rung(const struct ladder *ladder, int number);
/* When due-soon begins: NEVER without a ladder. */
struct instant alert_first_rung(const struct law *law, const struct obligation *obligation);

/* The rung of an obligation that is to be recorded next.  When the due date is changed the ladder
 * begins anew, but for rungs that had been told before and whose new instant had passed by then. */
int alert_next_rung(const struct dossier *dossier, const struct law *law, int obligation);

/* When the next rung is to be recorded: its own instant; but for a document that arrived later than
 * that and that nothing holds back, a minute after it came: what is public by then is nobody's
 * trouble. */
struct instant alert_climb_at(const struct dossier *dossier, const struct law *law, int obligation);

/* The ladder of an obligation's rule; NULL: nobody is told. */
const struct ladder *alert_ladder(const struct law *law, const struct obligation *obligation);

/* The first moment at or after `now` at which this ladder may send: office hours of working days. */
struct instant alert_office_time(const struct law *law, const struct ladder *ladder,
				 struct instant now);

/* Who is told by a rung on a day, each once; an empty post falls through to the next rung at once
 * (*fell_through).  Returns their number. */
#define ALERT_PEOPLE 16
int alert_people(const struct law *law, const struct ladder *ladder, int number,
		 const char *department, struct civil_date on,
		 const struct person *people[ALERT_PEOPLE], bool *fell_through);

/* The notifier for the `refusals`th choice of this person (0: the first); NULL: none is left. */
const struct notifier_terms *alert_notifier(const struct law *law, const struct rung *rung,
					    const struct person *person, int refusals);

/* The same for a recorded rung (0: as rung 1); people of a higher rung, whom its `via` does not
 * reach, are told in their own order. */
const struct notifier_terms *alert_way(const struct law *law, const struct ladder *ladder,
				       int number, const struct person *person, int refusals);

/* When an owed alert is to be sent; NEVER when it is not to be any more. */
struct instant alert_send_at(const struct dossier *dossier, const struct alert *alert,
			     const struct law *law, struct instant now);

#endif
