/* submit, revise: documents handed in. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "core/model/doc_number.h"
#include "ctl/ask.h"
#include "ctl/commands.h"
#include "ctl/parcel.h"
#include "net/unix_client.h"

/* The worse of two ends, where trying went on after the first. */
static enum ctl_end worse(enum ctl_end a, enum ctl_end b)
{
	return a > b ? a : b;
}

/* JSON when there is only the manifest, else a form with the files. */
static enum ctl_end send(struct session *session, const char *socket, const struct parcel *parcel,
			 json_t **answer)
{
	static const char target[] = "/v1/documents";
	struct error err = {0};
	scoped(buf_finish) struct buf bytes = {0};
	int result = parcel->parts.len > 1
			     ? unix_post_form(socket, target, parcel->parts.at, parcel->parts.len,
					      &bytes, &err)
			     : unix_request(socket, "POST", target, NULL, parcel->manifest.data,
					    parcel->manifest.len, &bytes, &err);
	if (result == -E_IO)
		return complain(session, CTL_NO, "%s", err.text);
	enum ctl_end end = ask_judge(session, result, &bytes, &err);
	return end == CTL_DONE ? ask_read(session, target, &bytes, answer) : end;
}

static enum ctl_end accepted(const struct session *session, const char *manifest,
			     const json_t *answer, json_t *results)
{
	long long id = json_member_int(answer, "id", 0);
	const char *status = json_member_text(answer, "status");
	if (id <= 0 || status == NULL)
		return complain(session, CTL_FAILED,
				"the daemon took %s but named no id: are gongshid and gongshictl "
				"of the same version?",
				manifest);
	json_array_append_new(results, json_pack("{s:s, s:I, s:s}", "manifest", manifest, "id",
						 (json_int_t)id, "status", status));
	if (!session->json)
		fprintf(session->out, "%lld %s\n", id, status);
	return CTL_DONE;
}

static enum ctl_end submit_one(struct session *session, const char *socket, const char *path,
			       json_t *results)
{
	struct error err = {0};
	scoped(parcel_finish) struct parcel parcel = {0};
	scoped(json_drop) json_t *answer = NULL;
	if (parcel_read(path, session->streams->in, &parcel, &err) < 0)
		return complain(session, CTL_NO, "%s", err.text);
	enum ctl_end end = send(session, socket, &parcel, &answer);
	return end == CTL_DONE ? accepted(session, path, answer, results) : end;
}

enum ctl_end run_submit(struct session *session, const struct args *args)
{
	struct error err = {0};
	const char *socket = session_socket(session, &err);
	if (socket == NULL)
		return complain(session, CTL_USAGE, "%s", err.text);
	scoped(json_drop) json_t *results = json_array();
	enum ctl_end end = CTL_DONE;
	VEC_EACH(&args->operands, path) {
		enum ctl_end one = submit_one(session, socket, *path, results);
		end = worse(end, one);
		if (one == CTL_UNREACHED)
			break; /* it will not be there for the next one either */
		if (one != CTL_DONE && args->operands.len > 1)
			complain(session, one, "%s was not taken", *path);
	}
	if (session->json && end != CTL_UNREACHED)
		print_json(session, results);
	return end;
}

/* --- revise --- */

/* Asked before anything is sent: a manifest with another 文号 would come in as a new document. */
static enum ctl_end check_same(const struct session *session, const struct parcel *parcel,
			       const json_t *document, const char *path)
{
	scoped(pool_finish) struct pool pool = {0};
	const char *theirs = parcel_text(parcel, "doc_number", "文号");
	const char *ours = json_member_text(document, "doc_number");
	const char *issuer = parcel_text(parcel, "issuer", "发文机关");
	const char *our_issuer = json_member_text(document, "issuer");
	if (theirs == NULL)
		theirs = parcel_text(parcel, "doc_number", "发文字号");
	if (theirs != NULL && ours != NULL &&
	    strcmp(doc_number_read(&pool, theirs).normal, doc_number_read(&pool, ours).normal) != 0)
		return complain(session, CTL_NO,
				"%s is %s, not %s: nothing was sent; use submit for a new document",
				path, theirs, ours);
	if (issuer != NULL && our_issuer != NULL && !text_equal(issuer, our_issuer))
		return complain(session, CTL_NO,
				"%s is of %s, not of %s: nothing was sent; use submit for a new "
				"document",
				path, issuer, our_issuer);
	return CTL_DONE;
}

enum ctl_end run_revise(struct session *session, const struct args *args)
{
	const char *id = args_operand(args, 0);
	const char *path = args_operand(args, 1);
	struct error err = {0};
	scoped(parcel_finish) struct parcel parcel = {0};
	scoped(buf_finish) struct buf target = {0};
	scoped(json_drop) json_t *document = NULL;
	scoped(json_drop) json_t *answer = NULL;
	scoped(json_drop) json_t *results = json_array();
	const char *socket = session_socket(session, &err);
	if (socket == NULL)
		return complain(session, CTL_USAGE, "%s", err.text);
	if (parcel_read(path, session->streams->in, &parcel, &err) < 0)
		return complain(session, CTL_NO, "%s", err.text);

	document_target(&target, id, NULL);
	enum ctl_end end = ask(session, "GET", buf_text(&target), NULL, &document);
	if (end == CTL_DONE)
		end = check_same(session, &parcel, document, path);
	if (end == CTL_DONE)
		end = send(session, socket, &parcel, &answer);
	if (end == CTL_DONE)
		end = accepted(session, path, answer, results);
	if (end != CTL_DONE)
		return end;
	if (session->json)
		print_json(session, results);
	long long wanted = json_member_int(document, "id", 0);
	long long got = json_member_int(answer, "id", 0);
	if (wanted != got)
		return complain(
			session, CTL_NO,
			"%s came in as dossier %lld, not as a revision of %lld: its issuer, "
			"doc_number or id differ; withdraw %lld if it was a mistake",
			path, got, wanted, got);
	return CTL_DONE;
}
