/* Stories: a file says what happens, and what the ledger must then tell, line by line.
 *
 *   # a comment
 *   > 2009-09-25 10:00 hand in 1 issued=2009-09-25 unreviewed
 *   [2009-09-28 08:30] 1 alert.owed ten-day rung 1 zhang
 *
 * Lines with ">" are played in order on the real engine, in a world where nothing goes wrong by
 * itself; the others are what must come.  The first ">" line is when the daemon starts.
 *
 *   hand in N [issued=DATE] [not_before=DATE] [category=appointment] [unreviewed] [internal]
 *             [on-request] [none] [plain]     plain: not of public interest
 *   revise N [unreviewed] | again N           once more, the same
 *   ask N review|hold|release|exempt|withdraw|attest|retry | ask N extend to=DATE
 *   website ok|lost|late|cut|503              page N removed|changed|hidden|shown
 *   letters ok|refused|later|lost             daemon starts|dies       until */
#ifndef TESTS_SIM_STORY_H
#define TESTS_SIM_STORY_H

#include "base/buf.h"
#include "core/model/law.h"

/* Plays the story in `text` under the law of the tests: *told is its timeline, *expected what the
 * file says, both as lines.  -E_INVALID with the line that cannot be played. */
MUST_CHECK int story_play(const char *text, struct law *law, struct buf *told, struct buf *expected,
			  struct error *err);

#endif
