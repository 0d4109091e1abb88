#include "story.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "invariant.h"
#include "people.h"
#include "sim.h"

#define PAPERS 8
#define WORDS 12

struct story {
	struct sim sim;
	struct paper papers[PAPERS];
	char *words[WORDS]; /* of the line, after its moment */
	int count;
};

/* --- words -------------------------------------------------------------------------------------- */

static bool says(const struct story *story, const char *word)
{
	for (int i = 0; i < story->count; i++)
		if (strcmp(story->words[i], word) == 0)
			return true;
	return false;
}

static struct civil_date date_word(const struct story *story, const char *name)
{
	struct civil_date date = {0};
	size_t len = strlen(name);
	for (int i = 0; i < story->count; i++)
		if (strncmp(story->words[i], name, len) == 0 && story->words[i][len] == '=' &&
		    civil_date_parse(story->words[i] + len + 1, &date) < 0)
			return (struct civil_date){0};
	return date;
}

static void split(struct story *story, char *line)
{
	char *rest = NULL;
	story->count = 0;
	for (char *word = strtok_r(line, " ", &rest); word != NULL && story->count < WORDS;
	     word = strtok_r(NULL, " ", &rest))
		story->words[story->count++] = word;
}

static const char *word_at(const struct story *story, int place)
{
	return place < story->count ? story->words[place] : "";
}

static struct paper *paper_at(struct story *story, int place)
{
	long number = strtol(word_at(story, place), NULL, 10);
	return number >= 1 && number <= PAPERS ? &story->papers[number - 1] : NULL;
}

/* --- what happens ---------------------------------------------------------------------------------- */

static bool play_hand_in(struct story *story)
{
	struct paper *paper = paper_at(story, 2);
	if (paper == NULL || strcmp(word_at(story, 1), "in") != 0)
		return false;
	*paper = (struct paper){
		.number = (int)(paper - story->papers) + 1,
		.department = "hydrology",
		.appointment = says(story, "category=appointment"),
		.interest = !says(story, "plain"),
		.disclosure = says(story, "none")         ? DISCLOSURE_NONE
			      : says(story, "on-request") ? DISCLOSURE_ON_REQUEST
							  : DISCLOSURE_ACTIVE,
		.issued_on = date_word(story, "issued"),
		.not_before = date_word(story, "not_before"),
		.reviewed_at_once = !says(story, "unreviewed"),
		.from_first_internal = says(story, "internal"),
	};
	if (!civil_date_is_set(paper->issued_on))
		paper->issued_on = civil_date_at(story->sim.now, SIM_OFFSET_S);
	*VEC_PUSH(&story->sim.office.papers) = paper;
	office_hand_in(&story->sim, paper, 1, false, story->sim.now);
	return true;
}

static bool play_revise(struct story *story)
{
	struct paper *paper = paper_at(story, 1);
	bool again = strcmp(word_at(story, 0), "again") == 0;
	if (paper == NULL)
		return false;
	paper->revised_reviewed = !says(story, "unreviewed");
	office_hand_in(&story->sim, paper, paper->revision + 1, again, story->sim.now);
	return true;
}

static bool play_ask(struct story *story)
{
	struct paper *paper = paper_at(story, 1);
	return paper != NULL &&
	       people_ask(&story->sim, paper, word_at(story, 2), date_word(story, "to"));
}

static bool play_website(struct story *story)
{
	struct website_faults *faults = &story->sim.website.faults;
	const char *word = word_at(story, 1);
	*faults = (struct website_faults){0};
	int *fault = strcmp(word, "lost") == 0   ? &faults->lost
		     : strcmp(word, "late") == 0 ? &faults->late
		     : strcmp(word, "cut") == 0  ? &faults->cut
		     : strcmp(word, "503") == 0  ? &faults->later
						 : NULL;
	if (fault != NULL)
		*fault = 1000;
	return fault != NULL || strcmp(word, "ok") == 0;
}

static bool play_page(struct story *story)
{
	const struct paper *paper = paper_at(story, 1);
	const char *word = word_at(story, 2);
	VEC_EACH(&story->sim.website.articles, article) {
		if (paper == NULL || article->document != paper->id || !article->live)
			continue;
		article->live = strcmp(word, "removed") != 0;
		article->changed = strcmp(word, "changed") == 0;
		article->hidden = strcmp(word, "hidden") == 0;
		return true;
	}
	return false;
}

static bool play_letters(struct story *story)
{
	struct letters_faults *faults = &story->sim.letters.faults;
	const char *word = word_at(story, 1);
	*faults = (struct letters_faults){0};
	int *fault = strcmp(word, "refused") == 0 ? &faults->refused
		     : strcmp(word, "later") == 0 ? &faults->later
		     : strcmp(word, "lost") == 0  ? &faults->lost
						  : NULL;
	if (fault != NULL)
		*fault = 1000;
	return fault != NULL || strcmp(word, "ok") == 0;
}

static bool play_daemon(struct story *story)
{
	if (says(story, "starts"))
		trouble_start(&story->sim, NULL);
	else if (says(story, "dies"))
		trouble_end(&story->sim, NULL);
	else
		return false;
	return true;
}

static bool play_until(struct story *story)
{
	(void)story;
	return true;
}

static const struct {
	const char *word;
	bool (*play)(struct story *story);
} plays[] = {
	{"hand", play_hand_in},    {"revise", play_revise},   {"again", play_revise},
	{"ask", play_ask},         {"website", play_website}, {"page", play_page},
	{"letters", play_letters}, {"daemon", play_daemon},   {"until", play_until},
};

static bool play_words(struct story *story)
{
	for (size_t i = 0; i < ARRAY_LEN(plays); i++)
		if (strcmp(plays[i].word, word_at(story, 0)) == 0)
			return plays[i].play(story);
	return false;
}

/* --- what the ledger tells --------------------------------------------------------------------------- */

static void tell_word(struct buf *out, const char *before, const char *text)
{
	if (!text_empty(text))
		buf_print(out, "%s%s", before, text);
}

static void tell(const struct fact *fact, struct buf *out)
{
	char at[INSTANT_TEXT], date[CIVIL_DATE_TEXT];
	instant_print(fact->at, SIM_OFFSET_S, false, at);
	at[10] = ' ';
	buf_print(out, "[%.16s] %lld %s", at, (long long)fact->document, fact_name(fact->kind));
	tell_word(out, " ", fact->channel);
	if (fact->kind == FACT_PUBLICATION_INTENDED || fact->kind == FACT_PUBLICATION_FAILED)
		tell_word(out, " ", fact->operation);
	tell_word(out, " ", fact->rule);
	if (civil_date_is_set(fact->due_on) && fact->kind != FACT_ALERT_OWED)
		buf_print(out, " due %s%s", civil_date_print(fact->due_on, date),
			  fact->provisional ? " provisional" : "");
	if (fact->rung > 0 || fact->person != NULL)
		buf_print(out, " rung %d", fact->rung);
	tell_word(out, " ", fact->person);
	tell_word(out, " by ", fact->notifier);
	tell_word(out, " ", fact->hold);
	tell_word(out, " ", fact->decision);
	buf_char(out, '\n');
}

static void tell_all(struct sim *sim, struct buf *out)
{
	struct history history = {0};
	history_read(&history, sim);
	VEC_EACH(&history.facts, fact)
		tell(fact, out);
	history_finish(&history);
}

/* --- the file ------------------------------------------------------------------------------------------ */

/* "2009-03-02 09:00" or with seconds; *rest is behind it. */
static int read_moment(char *line, struct instant *out, char **rest)
{
	char day[11] = {0};
	int hour, minute, second = 0, len = 0;
	struct civil_date date;
	if (sscanf(line, "%10s %2d:%2d%n:%2d%n", day, &hour, &minute, &len, &second, &len) < 3 ||
	    civil_date_parse(day, &date) < 0)
		return -E_INVALID;
	*out = instant_of(date, hour * 3600 + minute * 60 + second, SIM_OFFSET_S);
	*rest = line + len;
	return 0;
}

static int play_line(struct story *story, char *line, const struct law *law, struct error *err)
{
	struct instant at;
	scoped(mem_free_at) char *whole = mem_copy_text(line);
	char *rest;
	if (read_moment(line, &at, &rest) < 0)
		return error_set(err, E_INVALID, "no moment: %s", whole);
	if (story->sim.store == NULL)
		sim_open_quiet(&story->sim, law, at);
	sim_run_until(&story->sim, at);
	split(story, rest);
	if (!play_words(story))
		return error_set(err, E_INVALID, "cannot be played: %s", whole);
	return 0;
}

static int play_file(struct story *story, char *text, const struct law *law, struct buf *expected,
		     struct error *err)
{
	char *rest = NULL;
	for (char *line = strtok_r(text, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		if (line[0] == '[')
			buf_print(expected, "%s\n", line);
		int rc = line[0] == '>' ? play_line(story, line + 2, law, err) : 0;
		if (rc < 0)
			return rc;
	}
	return 0;
}

int story_play(const char *text, struct law *law, struct buf *told, struct buf *expected,
	       struct error *err)
{
	struct story *story = mem_alloc(sizeof(*story));
	scoped(mem_free_at) char *copy = mem_copy_text(text);
	int rc = play_file(story, copy, law, expected, err);
	if (rc == 0 && story->sim.store == NULL)
		rc = error_set(err, E_INVALID, "nothing happens in this story");
	if (rc == 0 && story->sim.failure[0] != '\0')
		rc = error_set(err, E_INVALID, "%s", story->sim.failure);
	if (rc == 0)
		tell_all(&story->sim, told);
	if (story->sim.store != NULL)
		sim_close(&story->sim);
	mem_free(story);
	return rc;
}
