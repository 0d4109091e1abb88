/* What will follow if nothing else happens. */
#include "base/text.h"
#include "core/core.h"
#include "core/schedule/schedule.h"
#include "core/view/put.h"
#include "core/view/view.h"
#include "core/view/words.h"

#define SCHEDULE_LINES 64
#define SCHEDULE_REPEATS 3 /* of a rung that comes again and again */

static void add_names(const struct schedule_line *line, struct buf *out)
{
	for (int i = 0; i < line->tell_count; i++)
		buf_print(out, "%s%s", i > 0 ? "、" : "", line->tell[i]->name);
	if (line->tell_count == 0)
		buf_text_add(out, "（没有可通知的人）");
}

static void describe(const struct schedule_line *line, struct buf *out)
{
	static const struct {
		const char *what, *before, *after;
	} phrases[] = {
		{"publish", "发送到", ""},	      {"update", "更新", "上的内容"},
		{"withdraw", "从", "撤下"},	      {"lookup", "在", "上按编号核对"},
		{"retry", "再次发送到", ""}, {"probe", "核验", "的公开网页"},
	};
	if (text_equal(line->what, "rung")) {
		buf_print(out, "仍未公开则按第 %d 级催办，通知 ", line->rung);
		add_names(line, out);
	} else if (text_equal(line->what, "alert")) {
		buf_text_add(out, "发出提醒给 ");
		add_names(line, out);
	} else if (text_equal(line->what, "due")) {
		buf_text_add(out, "公开期限届满，此后为逾期");
	} else if (text_equal(line->what, "not-before")) {
		buf_text_add(out, "到达允许公开的时间");
	}
	for (size_t i = 0; i < ARRAY_LEN(phrases); i++)
		if (text_equal(phrases[i].what, line->what))
			buf_print(out, "%s%s%s", phrases[i].before, word_channel(line->channel),
				  phrases[i].after);
	if (out->len == 0)
		buf_text_add(out, line->what);
}

static json_t *view_line(const struct schedule_line *line, const struct law *law)
{
	scoped(buf_finish) struct buf text = {0};
	describe(line, &text);
	json_t *json = json_object();
	json_t *tell = json_array();
	put_instant(json, "at", line->at, law->offset_s);
	put_text(json, "what", line->what);
	put_text(json, "rule", line->rule);
	put_text(json, "channel", line->channel);
	put_int(json, "rung", line->rung);
	for (int i = 0; i < line->tell_count; i++) {
		json_t *person = json_object();
		put_text(person, "person", line->tell[i]->id);
		put_text(person, "name", line->tell[i]->name);
		json_array_append_new(tell, person);
	}
	put_value(json, "tell", tell);
	put_text(json, "text", buf_text(&text));
	return json;
}

json_t *view_schedule(const struct dossier *dossier, const struct law *law, struct instant now)
{
	struct dossier_hold holds[DOSSIER_HOLDS];
	struct schedule_line lines[SCHEDULE_LINES];
	bool open = dossier_holds(dossier, law, now, holds) == 0;
	int count = schedule_list(dossier, law, open, now, SCHEDULE_REPEATS, lines,
				  SCHEDULE_LINES);
	json_t *list = json_array();
	for (int i = 0; i < count; i++)
		json_array_append_new(list, view_line(&lines[i], law));
	return list;
}
