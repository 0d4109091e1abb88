#include "people.h"

#include "base/text.h"
#include "sim.h"

enum request {
	ASK_REVIEW,
	ASK_HOLD,
	ASK_RELEASE,
	ASK_RELEASE_PRIVACY,
	ASK_EXEMPT,
	ASK_EXTEND,
	ASK_WITHDRAW,
	ASK_ATTEST,
	ASK_RETRY,
	ASK_SELF,   /* by and approved by the same: must be refused */
	ASK_NOBODY, /* about a dossier that does not exist */
	ASK_ACK,
};

struct asking {
	struct sim *sim;
	struct paper *paper;
	enum request request;
	int revision;         /* ATTEST: what was seen on the board */
	struct civil_date to; /* EXTEND; unset: some weeks from now */
	uint64_t alert;
	const char *person;
};

/* "to" of an extension is set when it is asked. */
static const struct event_decision decisions[] = {
	[ASK_REVIEW] = {.decision = "review", .by = "zhang", .signed_by = "li"},
	[ASK_HOLD] = {.decision = "hold", .by = "li", .reason = "待核实"},
	[ASK_RELEASE] = {.decision = "release",
			 .by = "li",
			 .approved_by = "wang",
			 .reason = "已核实"},
	[ASK_RELEASE_PRIVACY] = {.decision = "release",
				 .hold = "privacy",
				 .by = "zhang",
				 .approved_by = "li",
				 .reason = "值班电话，可公开"},
	[ASK_EXEMPT] = {.decision = "exempt",
			.by = "li",
			.approved_by = "chen",
			.reason = "第十六条"},
	[ASK_EXTEND] = {.decision = "extend",
			.rule = "ten-day",
			.by = "zhang",
			.approved_by = "wang",
			.reason = "补充材料"},
	[ASK_WITHDRAW] = {.decision = "withdraw",
			  .by = "li",
			  .approved_by = "chen",
			  .reason = "有误"},
	[ASK_ATTEST] = {.decision = "attest",
			.channel = "board",
			.by = "zhang",
			.witness = "zhao",
			.evidence = "sha256:00"},
	[ASK_RETRY] = {.decision = "retry", .by = "zhao"},
	[ASK_SELF] = {.decision = "exempt", .by = "li", .approved_by = "李芳", .reason = "急"},
	[ASK_NOBODY] = {.decision = "hold", .by = "li", .reason = "待核实"},
	[ASK_ACK] = {.decision = "ack"},
};

static void ask(struct sim *sim, void *what);

static void ask_later(struct asking *asking, int64_t most_us)
{
	agenda_add(&asking->sim->agenda,
		   sim_after(asking->sim,
			     chance_spread(&asking->sim->chance, INSTANT_SECOND, most_us)),
		   ask, asking);
}

/* --- answers ----------------------------------------------------------------------------------------- */

static void model_decided(const struct asking *asking)
{
	struct paper *paper = asking->paper;
	switch (asking->request) {
	case ASK_REVIEW:
		paper->reviewed = paper->revision;
		break;
	case ASK_HOLD:
		paper->held = true;
		break;
	case ASK_RELEASE:
		paper->held = false;
		break;
	case ASK_RELEASE_PRIVACY:
		paper->privacy = false;
		break;
	case ASK_EXEMPT:
		paper->exempt = true;
		break;
	case ASK_WITHDRAW:
		paper->withdrawn = true;
		break;
	case ASK_ATTEST:
		paper->attested = paper->revision;
		break;
	default:
		break;
	}
}

/* Which refusals are right, going by the model. */
static bool is_refused_rightly(const struct asking *asking, int rc)
{
	const struct paper *paper = asking->paper;
	switch (asking->request) {
	case ASK_SELF:
		return rc == -E_DENIED;
	case ASK_NOBODY:
	case ASK_EXEMPT: /* nothing is owed any more, or never was */
	case ASK_RETRY:  /* it owes nothing on any channel */
	case ASK_ACK:
	case ASK_ATTEST:
		return rc == -E_NOT_FOUND;
	case ASK_RELEASE:
		return rc == -E_NOT_FOUND && !paper->held;
	case ASK_RELEASE_PRIVACY:
		return rc == -E_NOT_FOUND && !paper->privacy;
	case ASK_EXTEND:
		return rc == -E_NOT_FOUND || rc == -E_INVALID;
	case ASK_WITHDRAW:
		return rc == -E_EXISTS && paper->withdrawn;
	default:
		return false;
	}
}

static void answered(void *ctx, const struct job_result *result)
{
	struct asking *asking = ctx;
	struct sim *sim = asking->sim;
	const char *name = decisions[asking->request].decision;
	if (result->rc == -E_FULL || result->rc == -E_IO) {
		ask_later(asking, INSTANT_HOUR);
		return;
	}
	sim_say(sim, "decision %s: %s", name, result->rc == 0 ? "done" : result->sentence);
	if (result->rc == 0) {
		sim->office.decisions++;
		model_decided(asking);
		if (asking->request != ASK_SELF && asking->request != ASK_NOBODY)
			return;
	}
	sim->office.refusals++;
	if (!is_refused_rightly(asking, result->rc))
		sim_fail(sim, "decision %s on document %lld: %d %s", name,
			 (long long)(asking->paper != NULL ? asking->paper->id : 0), result->rc,
			 result->sentence != NULL ? result->sentence : "");
}

/* Only what was never public is exempted: a duty that was met stays met. */
static bool is_out_of_place(const struct asking *asking)
{
	const struct paper *paper = asking->paper;
	return asking->request == ASK_EXEMPT && (paper->reviewed > 0 || paper->exempt);
}

static struct civil_date some_weeks_from(struct sim *sim, struct instant clock)
{
	return civil_date_add(civil_date_at(clock, SIM_OFFSET_S),
			      (int32_t)chance_between(&sim->chance, 10, 40));
}

static void ask(struct sim *sim, void *what)
{
	struct asking *asking = what;
	struct paper *paper = asking->paper;
	if (!instant_before(sim->now, sim->calm) && asking->request != ASK_RETRY &&
	    asking->request != ASK_ATTEST)
		return;
	if (sim->engine == NULL || (paper != NULL && paper->id == 0)) {
		ask_later(asking, INSTANT_DAY);
		return;
	}
	if (paper != NULL && is_out_of_place(asking))
		return;
	struct event_decision decision = decisions[asking->request];
	struct instant clock = sim_clock(sim);
	if (asking->request == ASK_EXTEND)
		decision.to = civil_date_is_set(asking->to) ? asking->to
							    : some_weeks_from(sim, clock);
	if (asking->request == ASK_ACK) {
		decision.alert = asking->alert;
		decision.by = asking->person;
	}
	struct job *job = job_decision(paper != NULL ? paper->id : 4711, &decision, decision.by,
				       clock);
	job->done = answered;
	job->ctx = asking;
	sim_submit(sim, job);
}

/* --- the plan ------------------------------------------------------------------------------------------ */

static struct asking *plan(struct sim *sim, struct paper *paper, enum request request,
			   struct instant at)
{
	struct asking *asking = pool_alloc(&sim->pool, sizeof(*asking));
	*asking = (struct asking){.sim = sim, .paper = paper, .request = request};
	agenda_add(&sim->agenda, instant_min(at, instant_add_us(sim->calm, -INSTANT_HOUR)), ask,
		   asking);
	return asking;
}

static struct instant after(struct sim *sim, struct instant at, int64_t least_us, int64_t most_us)
{
	return instant_add_us(at, chance_spread(&sim->chance, least_us, most_us));
}

void people_plan(struct sim *sim, struct paper *paper, struct instant at)
{
	static const struct {
		enum request request;
		int permille;
		int64_t least_us, most_us;
	} habits[] = {
		{ASK_REVIEW, 850, INSTANT_MINUTE, 40 * INSTANT_DAY},
		{ASK_REVIEW, 700, INSTANT_DAY, 250 * INSTANT_DAY}, /* of a revision */
		{ASK_RELEASE_PRIVACY, 600, INSTANT_HOUR, 20 * INSTANT_DAY},
		{ASK_EXEMPT, 60, INSTANT_MINUTE, 30 * INSTANT_DAY},
		{ASK_EXTEND, 80, INSTANT_MINUTE, 20 * INSTANT_DAY},
		{ASK_WITHDRAW, 60, INSTANT_SECOND, 200 * INSTANT_DAY},
		{ASK_SELF, 100, INSTANT_SECOND, 50 * INSTANT_DAY},
		{ASK_RETRY, 80, INSTANT_SECOND, 50 * INSTANT_DAY},
	};
	struct chance *chance = &sim->chance;
	for (size_t i = 0; i < ARRAY_LEN(habits); i++)
		if (chance_permille(chance, habits[i].permille))
			plan(sim, paper, habits[i].request,
			     after(sim, at, habits[i].least_us, habits[i].most_us));
	if (chance_permille(chance, 100)) {
		struct instant held = after(sim, at, INSTANT_SECOND, 30 * INSTANT_DAY);
		plan(sim, paper, ASK_HOLD, held);
		if (chance_permille(chance, 700))
			plan(sim, paper, ASK_RELEASE,
			     after(sim, held, INSTANT_MINUTE, 20 * INSTANT_DAY));
	}
	if (chance_permille(chance, 20))
		plan(sim, NULL, ASK_NOBODY, at);
}

void office_acknowledge(struct sim *sim, int64_t document, uint64_t alert, const char *person)
{
	struct paper *paper = office_paper(&sim->office, document);
	if (paper == NULL || sim_is_calm(sim))
		return;
	struct asking *asking = plan(sim, paper, ASK_ACK,
				     after(sim, sim->now, INSTANT_SECOND, INSTANT_DAY));
	asking->alert = alert;
	asking->person = pool_text(&sim->pool, person);
}

bool people_ask(struct sim *sim, struct paper *paper, const char *decision, struct civil_date to)
{
	for (size_t i = 0; i < ARRAY_LEN(decisions); i++) {
		if (!text_equal(decisions[i].decision, decision))
			continue;
		struct asking *asking = pool_alloc(&sim->pool, sizeof(*asking));
		*asking = (struct asking){
			.sim = sim, .paper = paper, .request = (enum request)i, .to = to};
		ask(sim, asking);
		return true;
	}
	return false;
}

/* --- rounds ---------------------------------------------------------------------------------------------- */

/* A page that should be there and is not, two rounds in a row: somebody presses "retry". */
static void look_for(struct sim *sim, struct paper *paper)
{
	struct instant clock = sim_clock(sim);
	if (!office_must_show(paper, clock) || website_shows(sim, paper->id, paper->revision)) {
		paper->missing_since = (struct instant){0};
		return;
	}
	if (!instant_is_set(paper->missing_since)) {
		paper->missing_since = sim->now;
		return;
	}
	struct asking *asking = pool_alloc(&sim->pool, sizeof(*asking));
	*asking = (struct asking){.sim = sim, .paper = paper, .request = ASK_RETRY};
	ask(sim, asking);
}

static void look_at_board(struct sim *sim, struct paper *paper)
{
	if (!paper->appointment || paper->id == 0 || paper->attested == paper->revision ||
	    paper->withdrawn || paper->exempt)
		return;
	struct asking *asking = pool_alloc(&sim->pool, sizeof(*asking));
	*asking = (struct asking){.sim = sim, .paper = paper, .request = ASK_ATTEST};
	ask(sim, asking);
}

static void go_round(struct sim *sim, void *what)
{
	(void)what;
	VEC_EACH(&sim->office.papers, paper) {
		look_for(sim, *paper);
		look_at_board(sim, *paper);
	}
	agenda_add(&sim->agenda,
		   sim_after(sim, chance_between(&sim->chance, 5 * INSTANT_DAY, 9 * INSTANT_DAY)),
		   go_round, NULL);
}

void people_plan_rounds(struct sim *sim)
{
	agenda_add(&sim->agenda, sim_after(sim, INSTANT_DAY), go_round, NULL);
}
