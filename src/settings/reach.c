/* Whom a rung tells, and whether anybody of them can be told. */
#include "base/text.h"
#include "settings/reading.h"

/* Does any department, or the bureau, have this post? */
static bool post_exists(const struct law *law, const char *post)
{
	for (int i = 0; i < law->post_count; i++)
		if (text_equal(law->posts[i].name, post))
			return true;
	for (int i = 0; i < law->department_count; i++)
		for (int j = 0; j < law->departments[i].post_count; j++)
			if (text_equal(law->departments[i].posts[j].name, post))
				return true;
	return false;
}

static bool notifier_allowed(const struct notifier_terms *notifier, const char *const *via)
{
	if (via == NULL)
		return true;
	for (; *via != NULL; via++)
		if (text_equal(*via, notifier->name))
			return true;
	return false;
}

static bool person_reached(const struct law *law, const char *id, const char *const *via)
{
	const struct person *person = law_person(law, id);
	for (int i = 0; person != NULL && i < law->notifier_count; i++)
		if (notifier_allowed(&law->notifiers[i], via) &&
		    law_reaches(&law->notifiers[i], person))
			return true;
	return false;
}

static bool posts_reached(const struct law *law, const struct post *posts, int count,
			  const struct rung *rung)
{
	for (const char *const *tell = rung->tell; *tell != NULL; tell++)
		for (int i = 0; i < count; i++)
			if (text_equal(posts[i].name, *tell) &&
			    person_reached(law, posts[i].person, rung->via))
				return true;
	return false;
}

/* Absences come and go; an address that nobody has stays missing. */
static bool rung_reaches_anybody(const struct law *law, const struct rung *rung)
{
	if (posts_reached(law, law->posts, law->post_count, rung))
		return true;
	for (int i = 0; i < law->department_count; i++)
		if (posts_reached(law, law->departments[i].posts, law->departments[i].post_count,
				  rung))
			return true;
	return false;
}

static void fault_post(struct reading *reading, const struct config_node *node, const char *post)
{
	const struct law *law = reading->law;
	/* Suggest from the posts of the department with most of them, else from the bureau's. */
	struct known known = KNOWN(law->posts, law->post_count);
	for (int i = 0; i < law->department_count; i++)
		if (law->departments[i].post_count > known.count)
			known = KNOWN(law->departments[i].posts, law->departments[i].post_count);
	fault_reference(reading, node, "岗位", "post", post, known);
}

void check_rung_reach(struct reading *reading, const struct config_node *node,
		      const struct rung *rung)
{
	const struct law *law = reading->law;
	bool good = true;
	if (rung->tell == NULL)
		return;
	for (const char *const *tell = rung->tell; *tell != NULL; tell++) {
		if (!post_exists(law, *tell)) {
			fault_post(reading, config_member(node, "tell"), *tell);
			good = false;
		}
	}
	for (const char *const *via = rung->via; via != NULL && *via != NULL; via++) {
		bool known = false;
		for (int i = 0; i < law->notifier_count; i++)
			known = known || text_equal(law->notifiers[i].name, *via);
		if (known)
			continue;
		fault_reference(reading, config_member(node, "via"), "通知方式", "notifier", *via,
				KNOWN(law->notifiers, law->notifier_count));
		good = false;
	}
	if (good && !rung_reaches_anybody(law, rung))
		config_fault(reading->report, node,
			     "这一级通知不到任何人：被通知的岗位上没有人有可用的地址 this rung can "
			     "reach nobody: no holder of its posts has an address for a notifier");
}
