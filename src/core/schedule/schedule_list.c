/* The list that `gongshictl schedule` prints: what will happen if nothing else does. */
#include "core/alert/alert.h"
#include "core/obligation/obligation.h"
#include "core/publish/publish.h"
#include "core/schedule/schedule.h"

struct list {
	struct schedule_line *lines;
	int count, room;
};

/* Insert in order of time; past the room the latest is dropped. */
static struct schedule_line *list_add(struct list *list, struct instant at, const char *what)
{
	int place = list->count;
	while (place > 0 && instant_before(at, list->lines[place - 1].at))
		place--;
	if (place >= list->room)
		return NULL;
	if (list->count < list->room)
		list->count++;
	for (int i = list->count - 1; i > place; i--)
		list->lines[i] = list->lines[i - 1];
	list->lines[place] = (struct schedule_line){.at = at, .what = what};
	return &list->lines[place];
}

static void list_rung(struct list *list, const struct dossier *dossier, const struct law *law,
		      const struct obligation *obligation, int number)
{
	const struct ladder *ladder = alert_ladder(law, obligation);
	struct instant at = alert_rung_at(law, ladder, obligation, number);
	if (!instant_before(at, INSTANT_NEVER))
		return;
	struct schedule_line *line = list_add(list, at, "rung");
	if (line == NULL)
		return;
	bool fell_through;
	line->rule = obligation->rule;
	line->rung = number;
	line->tell_count = alert_people(law, ladder, number, dossier->department,
					civil_date_at(at, law->offset_s), line->tell, &fell_through);
}

static void list_obligation(struct list *list, const struct dossier *dossier,
			    const struct law *law, int index, int repeats)
{
	const struct obligation *obligation = &dossier->obligations.at[index];
	if (!obligation_is_owed(dossier, obligation))
		return;
	if (!obligation->missed) {
		struct schedule_line *line = list_add(list, obligation->due_at, "due");
		if (line != NULL)
			line->rule = obligation->rule;
	}
	const struct ladder *ladder = alert_ladder(law, obligation);
	int next = alert_next_rung(dossier, law, index);
	int last = ladder == NULL ? 0 : ladder->rung_count;
	if (ladder != NULL && last > 0 && ladder->rungs[last - 1].repeats)
		last = (next > last ? next : last) + repeats - 1;
	for (int number = next; number <= last; number++)
		list_rung(list, dossier, law, obligation, number);
}

static void list_publication(struct list *list, const struct dossier *dossier,
			     const struct publication *publication, const struct law *law,
			     bool open, struct instant now)
{
	struct publish_step step = publish_next(dossier, publication, law, open, now);
	if (step.need == NEED_NOTHING)
		return;
	const char *what = step.need == NEED_PROBE	       ? "probe"
			   : step.operation == PUBLISH_FIND    ? "lookup"
			   : step.operation == PUBLISH_CREATE  ? "publish"
			   : step.operation == PUBLISH_UPDATE  ? "update"
							       : "withdraw";
	struct schedule_line *line = list_add(list, instant_max(step.at, now), what);
	if (line != NULL)
		line->channel = publication->channel;
}

int schedule_list(const struct dossier *dossier, const struct law *law, bool open,
		  struct instant now, int repeats, struct schedule_line *lines, int room)
{
	struct list list = {.lines = lines, .room = room};
	for (size_t i = 0; i < dossier->obligations.len; i++)
		list_obligation(&list, dossier, law, (int)i, repeats);
	VEC_EACH(&dossier->publications, publication)
		list_publication(&list, dossier, publication, law, open, now);
	VEC_EACH(&dossier->alerts, alert) {
		struct instant at = alert_send_at(dossier, alert, law, now);
		if (!instant_before(at, INSTANT_NEVER))
			continue;
		struct schedule_line *line = list_add(&list, at, "alert");
		if (line == NULL)
			continue;
		line->rung = alert->rung;
		line->tell[0] = law_person(law, alert->person);
		line->tell_count = line->tell[0] != NULL;
	}
	if (civil_date_is_set(dossier->not_before)) {
		struct instant at = instant_of(dossier->not_before, 0, law->offset_s);
		if (instant_before(now, at))
			(void)list_add(&list, at, "not-before");
	}
	return list.count;
}
