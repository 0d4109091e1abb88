/* The notifiers: a robot and a mail server that refuse, fail, and lose answers; and what reached
 * whom. */
#ifndef TESTS_SIM_LETTERS_H
#define TESTS_SIM_LETTERS_H

#include <stdint.h>

#include "base/vec.h"

struct sim;
struct errand;

struct reached {      /* by alert, that is by the seq of its entry */
	int times;    /* that it really arrived */
	int doubts;   /* sendings whose end the daemon could not know */
	int refusals; /* of a notifier */
};

struct letters_faults { /* in thousandths, of letters */
	int lost, later, refused, slow;
};

struct letters {
	struct vec_of(struct reached) reached;
	struct letters_faults faults;
	uint64_t sent, arrived;
};

void letters_tell(struct sim *sim, struct errand *errand);
/* The client has died: nobody knows whether it went out. */
void letters_client_died(struct sim *sim, struct errand *errand);
const struct reached *letters_reached(const struct letters *letters, uint64_t alert);
void letters_finish(struct letters *letters);

#endif
