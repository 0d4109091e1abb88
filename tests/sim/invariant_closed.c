/* Nothing is sent to the website that is held, unreviewed, internal, exempt, withdrawn, not active
 * or too early; and nothing is taken down that is still for the public. */
#include "invariant.h"
#include "sim.h"

void invariant_closed(struct sim *sim, const struct task *task)
{
	const struct paper *paper = office_paper(&sim->office, task->document_id);
	if (paper == NULL) {
		sim_fail(sim, "%s of document %lld, which nobody handed in",
			 publish_operation_name(task->operation), (long long)task->document_id);
		return;
	}
	bool shows = task->operation == PUBLISH_CREATE || task->operation == PUBLISH_UPDATE;
	if (shows && !office_may_show(paper, task->revision, sim_clock(sim)))
		sim_fail(sim,
			 "document %lld revision %d is sent: revision %d reviewed %d%s%s%s%s%s%s",
			 (long long)task->document_id, task->revision, paper->revision,
			 paper->reviewed, paper->held ? " held" : "",
			 paper->privacy ? " privacy" : "", paper->internal ? " internal" : "",
			 paper->exempt ? " exempt" : "", paper->withdrawn ? " withdrawn" : "",
			 paper->disclosure != DISCLOSURE_ACTIVE ? " not active" : "");
	if (task->operation == PUBLISH_WITHDRAW && !paper->withdrawn && !paper->internal)
		sim_fail(sim, "document %lld is taken down, and nobody has withdrawn it",
			 (long long)task->document_id);
}
