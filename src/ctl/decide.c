/* Decisions of people: review, hold, release, exempt, extend, pause, resume, withdraw, attest,
 * answer, retry, ack.
 *
 * What a decision needs is judged by the daemon alone, so that a refusal stands in the ledger. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/sha256.h"
#include "core/model/date_text.h"
#include "ctl/ask.h"
#include "ctl/commands.h"

/* Options whose value goes into the body as it is. */
static const struct {
	const char *option, *member;
} plain[] = {
	{"by", "by"},           {"signed-by", "signed_by"}, {"approved-by", "approved_by"},
	{"reason", "reason"},   {"hold", "hold"},           {"rule", "rule"},
	{"channel", "channel"}, {"witness", "witness"},
};

static const struct {
	const char *option, *member;
} dates[] = {
	{"to", "to"},
	{"review-on", "review_on"},
};

/* What the second operand of a command is. */
static const struct {
	const char *command, *member;
} seconds[] = {
	{"extend", "rule"},
	{"attest", "channel"},
};

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static void sha_drop(struct sha256 **sha)
{
	sha256_free(*sha);
}

static int digest_file(const char *path, struct digest *out, struct error *err)
{
	char chunk[65536];
	scoped(sha_drop) struct sha256 *sha = sha256_new();
	scoped(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_sys(err, "evidence %s", path);
	for (;;) {
		ssize_t got = read(fd, chunk, sizeof(chunk));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return error_sys(err, "evidence %s", path);
		if (got == 0)
			break;
		sha256_add(sha, chunk, (size_t)got);
	}
	*out = sha256_end(sha);
	return 0;
}

/* The file stays with the bureau; the ledger keeps its digest and its name. */
static enum ctl_end add_evidence(const struct session *session, const char *path, json_t *body)
{
	char hex[DIGEST_TEXT];
	struct digest digest;
	struct error err = {0};
	if (path == NULL)
		return CTL_DONE;
	if (digest_file(path, &digest, &err) < 0)
		return complain(session, CTL_USAGE, "%s", err.text);
	const char *slash = strrchr(path, '/');
	scoped(buf_finish) struct buf text = {0};
	buf_print(&text, "sha256:%s %s", digest_print(digest, hex),
		  slash != NULL ? slash + 1 : path);
	json_put_text(body, "evidence", buf_text(&text));
	return CTL_DONE;
}

static enum ctl_end add_dates(const struct session *session, const struct args *args, json_t *body)
{
	for (size_t i = 0; i < ARRAY_LEN(dates); i++) {
		const char *text = args_value(args, dates[i].option);
		struct civil_date date;
		if (text == NULL)
			continue;
		if (date_text_read(text, &date) < 0)
			return complain(session, CTL_USAGE,
					"\"%s\" is not a date: write --%s 2009-03-12", text,
					dates[i].option);
		json_put_date(body, dates[i].member, date);
	}
	return CTL_DONE;
}

static enum ctl_end make_body(const struct session *session, const struct args *args, json_t *body)
{
	for (size_t i = 0; i < ARRAY_LEN(plain); i++)
		json_put_text(body, plain[i].member, args_value(args, plain[i].option));
	for (size_t i = 0; i < ARRAY_LEN(seconds); i++)
		if (strcmp(args->command->name, seconds[i].command) == 0)
			json_put_text(body, seconds[i].member, args_operand(args, 1));
	enum ctl_end end = add_dates(session, args, body);
	return end == CTL_DONE ? add_evidence(session, args_value(args, "evidence"), body) : end;
}

static enum ctl_end decide(struct session *session, const struct args *args, const char *target)
{
	scoped(json_drop) json_t *body = json_object();
	scoped(buf_finish) struct buf bytes = {0};
	struct error err = {0};
	enum ctl_end end = make_body(session, args, body);
	if (end != CTL_DONE)
		return end;
	int result = ask_quietly(session, "POST", target, body, &bytes, &err);
	end = ask_judge(session, result, &bytes, &err);
	if (end != CTL_DONE)
		return end;
	if (!session->json) {
		fprintf(session->out, "%s %s 已记入台账 recorded\n", args_operand(args, 0),
			args->command->name);
		return CTL_DONE;
	}
	scoped(json_drop) json_t *answer = NULL;
	if (bytes.len > 0)
		end = ask_read(session, target, &bytes, &answer);
	if (answer != NULL)
		print_json(session, answer);
	return end;
}

enum ctl_end run_decision(struct session *session, const struct args *args)
{
	long long id;
	char number[24];
	scoped(buf_finish) struct buf target = {0};
	enum ctl_end end = document_id(session, args_operand(args, 0), &id);
	if (end != CTL_DONE)
		return end;
	snprintf(number, sizeof(number), "%lld", id);
	document_target(&target, number, args->command->name);
	return decide(session, args, buf_text(&target));
}

enum ctl_end run_ack(struct session *session, const struct args *args)
{
	const char *alert = args_operand(args, 0);
	if (alert[0] == '\0' || strspn(alert, "0123456789") != strlen(alert))
		return complain(
			session, CTL_USAGE,
			"ack takes the number of an alert, as 'gongshictl show ID' lists it");
	scoped(buf_finish) struct buf target = {0};
	buf_print(&target, "/v1/alerts/%s/ack", alert);
	return decide(session, args, buf_text(&target));
}
