#include "source/manifest.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "reader/reader.h"
#include "source/folder.h"
#include "source/manifest_field.h"
#include "source/manifest_file.h"
#include "source/refusal.h"

#define LIMIT_SUMMARY_BYTES (64u << 10)

struct reader {
	const json_t *values[KEY_COUNT];
	const struct manifest_site *site;
	struct document *document;
	struct refusal *refusal;
	struct error *err;
};

static struct field field_of(const struct reader *reader, enum manifest_key key)
{
	return (struct field){
		.value = reader->values[key],
		.name = manifest_key_name(key),
		.label = manifest_key_label(key),
		.pool = &reader->document->pool,
		.refusal = reader->refusal,
	};
}

/* Put each member to its key.  The same key in both languages is a key twice. */
static int sort_members(struct reader *reader, const json_t *root)
{
	for (void *at = json_object_iter((json_t *)root); at != NULL;
	     at = json_object_iter_next((json_t *)root, at)) {
		const char *name = json_object_iter_key(at);
		enum manifest_key key = manifest_key_find(name, strlen(name));
		if (key == KEY_UNKNOWN)
			continue; /* other programs may add what they like */
		if (reader->values[key] != NULL)
			return refusal_set(
				reader->refusal, E_INVALID, "duplicate-key", manifest_key_name(key),
				"“%s”（%s）以不同写法出现了两次：请只保留一个。",
				"%s (%s) is there twice, in two spellings: keep only one.",
				manifest_key_label(key), manifest_key_name(key));
		reader->values[key] = json_object_iter_value(at);
	}
	return 0;
}

static int read_line(const struct reader *reader, enum manifest_key key, const char **out)
{
	struct field field = field_of(reader, key);
	return field_line(&field, out);
}

static int need(const struct reader *reader, enum manifest_key key)
{
	struct field field = field_of(reader, key);
	return field_absent(&field) ? field_missing(&field) : 0;
}

static int check_required(const struct reader *reader)
{
	for (size_t i = 0; i < MANIFEST_REQUIRED; i++) {
		int rc = need(reader, manifest_required[i]);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int read_lines(const struct reader *reader)
{
	struct document *document = reader->document;
	const char *number = NULL;
	const struct {
		enum manifest_key key;
		const char **out;
	} lines[] = {
		{KEY_DOC_NUMBER, &number},
		{KEY_TITLE, &document->title},
		{KEY_ISSUER, &document->issuer},
		{KEY_DEPARTMENT, &document->department},
		{KEY_CATEGORY, &document->category},
		{KEY_INDEX_NUMBER, &document->index_number},
		{KEY_SUPERSEDES, &document->supersedes},
		{KEY_REVISES, &document->revises},
	};
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		int rc = read_line(reader, lines[i].key, lines[i].out);
		if (rc < 0)
			return rc;
	}
	if (number != NULL)
		document->number = doc_number_read(&document->pool, number);

	struct field subjects = field_of(reader, KEY_SUBJECTS);
	int rc = field_list(&subjects, &document->subjects);
	struct field keywords = field_of(reader, KEY_KEYWORDS);
	return rc < 0 ? rc : field_list(&keywords, &document->keywords);
}

static int read_dates(const struct reader *reader)
{
	struct document *document = reader->document;
	const struct {
		enum manifest_key key;
		struct civil_date *out;
	} dates[] = {
		{KEY_ISSUED_ON, &document->issued_on},
		{KEY_RECEIVED_ON, &document->received_on},
		{KEY_VALID_UNTIL, &document->valid_until},
		{KEY_NOT_BEFORE, &document->not_before},
	};
	for (size_t i = 0; i < ARRAY_LEN(dates); i++) {
		struct field field = field_of(reader, dates[i].key);
		int rc = field_date(&field, dates[i].out);
		if (rc < 0)
			return rc;
	}
	return 0;
}

/* Names of the configuration become ids. */
static int look_up(const struct reader *reader)
{
	struct document *document = reader->document;
	const struct law *law = reader->site->law;
	char shown[REFUSAL_EXCERPT];
	if (law == NULL)
		return 0;
	const struct department *department = law_department_named(law, document->department);
	if (law->department_count > 0 && department == NULL)
		return refusal_set(
			reader->refusal, E_INVALID, "department", "department",
			"不认识承办处室“%s”：请写配置中的编号、名称或别名，或请管理员补入"
			"配置。",
			"unknown department \"%s\": write its id, name or alias of the "
			"configuration, or have it added there.",
			refusal_excerpt(document->department, shown));
	if (department != NULL)
		document->department = pool_text(&document->pool, department->id);

	const struct category *category = law_category(law, document->category);
	if (law->category_count > 0 && category == NULL)
		return refusal_set(
			reader->refusal, E_INVALID, "category", "category",
			"不认识类别“%s”：请写配置中的类别编号或名称，或请管理员补入配置。",
			"unknown category \"%s\": write its id or name of the "
			"configuration, or have it added there.",
			refusal_excerpt(document->category, shown));
	if (category != NULL)
		document->category = pool_text(&document->pool, category->id);
	return 0;
}

/* disclosure_parse, and what people write for it by custom. */
static int parse_disclosure(const char *text, enum disclosure *out)
{
	static const char *const none[] = {"不公开", "免予公开", "免于公开"};
	for (size_t i = 0; i < ARRAY_LEN(none); i++) {
		if (strcmp(text, none[i]) != 0)
			continue;
		*out = DISCLOSURE_NONE;
		return 0;
	}
	return disclosure_parse(text, out);
}

static int read_disclosure(const struct reader *reader)
{
	struct document *document = reader->document;
	const char *text = NULL;
	int rc = read_line(reader, KEY_DISCLOSURE, &text);
	if (rc < 0)
		return rc;
	struct field disclosure = field_of(reader, KEY_DISCLOSURE);
	if (text == NULL || parse_disclosure(text, &document->disclosure) < 0)
		return field_wrong(&disclosure, "只能是主动公开、依申请公开或不予公开。",
				   "must be active, on-request or none.");

	struct field interest = field_of(reader, KEY_PUBLIC_INTEREST);
	rc = field_bool(&interest, &document->public_interest);
	struct field reason = field_of(reader, KEY_EXEMPT_REASON);
	if (rc == 0)
		rc = field_text(&reason, LIMIT_TEXT_FIELD_BYTES, &document->exempt_reason);
	if (rc == 0 && document->disclosure == DISCLOSURE_NONE && document->exempt_reason == NULL)
		return refusal_set(reader->refusal, E_INVALID, "field-missing", "exempt_reason",
				   "公开属性为不予公开，必须写明“不予公开理由”（exempt_reason）。",
				   "disclosure is none: say why in exempt_reason (不予公开理由).");
	return rc;
}

static int read_audience(const struct reader *reader)
{
	static const struct {
		const char *word;
		enum audience audience;
	} words[] = {
		{"public", AUDIENCE_PUBLIC},   {"公开", AUDIENCE_PUBLIC},
		{"社会公开", AUDIENCE_PUBLIC}, {"internal", AUDIENCE_INTERNAL},
		{"内部", AUDIENCE_INTERNAL},   {"内部公开", AUDIENCE_INTERNAL},
	};
	const char *text = NULL;
	int rc = read_line(reader, KEY_AUDIENCE, &text);
	if (rc < 0 || text == NULL)
		return rc;
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strcmp(text, words[i].word) != 0)
			continue;
		reader->document->audience = words[i].audience;
		return 0;
	}
	struct field field = field_of(reader, KEY_AUDIENCE);
	return field_wrong(&field, "只能是 public（公开）或 internal（内部）。",
			   "must be public or internal.");
}

/* --- review, body, notice -------------------------------------------------------------------- */

/* A result other than "passed" is kept as not passed: it is a decision, not a mistake. */
static bool has_passed(const char *result)
{
	return strcmp(result, "passed") == 0 || strcmp(result, "通过") == 0 ||
	       strcmp(result, "审查通过") == 0;
}

static int read_review(const struct reader *reader)
{
	struct field fields[REVIEW_UNKNOWN] = {
		[REVIEW_RESULT] = {.name = "review.result", .label = "审查结果"},
		[REVIEW_REVIEWER] = {.name = "review.reviewer", .label = "审查人"},
		[REVIEW_SIGNER] = {.name = "review.signer", .label = "签发人"},
		[REVIEW_ON] = {.name = "review.on", .label = "审查日期"},
	};
	struct field whole = field_of(reader, KEY_REVIEW);
	if (field_absent(&whole))
		return 0;
	if (!json_is_object(whole.value))
		return field_wrong(&whole, "应为对象：{ result, reviewer, signer, on }。",
				   "must be an object: { result, reviewer, signer, on }.");
	for (void *at = json_object_iter((json_t *)whole.value); at != NULL;
	     at = json_object_iter_next((json_t *)whole.value, at)) {
		const char *name = json_object_iter_key(at);
		enum review_key key = review_key_find(name, strlen(name));
		if (key != REVIEW_UNKNOWN)
			fields[key].value = json_object_iter_value(at);
	}
	for (int i = 0; i < REVIEW_UNKNOWN; i++) {
		fields[i].pool = whole.pool;
		fields[i].refusal = whole.refusal;
		if (i != REVIEW_ON && field_absent(&fields[i]))
			return field_missing(&fields[i]);
	}
	struct review *review = &reader->document->review;
	const char *result = "";
	int rc = field_line(&fields[REVIEW_RESULT], &result);
	if (rc == 0)
		rc = field_line(&fields[REVIEW_REVIEWER], &review->reviewer);
	if (rc == 0)
		rc = field_line(&fields[REVIEW_SIGNER], &review->signer);
	if (rc == 0)
		rc = field_date(&fields[REVIEW_ON], &review->on);
	review->passed = has_passed(result);
	return rc;
}

static int read_body_type(const struct reader *reader)
{
	struct document *document = reader->document;
	const char *type = NULL;
	int rc = read_line(reader, KEY_BODY_TYPE, &type);
	if (rc < 0 || type == NULL)
		return rc;
	struct field field = field_of(reader, KEY_BODY_TYPE);
	if (strcmp(type, "html") != 0 && strcmp(type, "text") != 0)
		return field_wrong(&field, "只能是 html 或 text。", "must be html or text.");
	document->body_is_html = strcmp(type, "html") == 0;
	return 0;
}

static int read_body(const struct reader *reader)
{
	struct document *document = reader->document;
	struct field body = field_of(reader, KEY_BODY);
	struct field file = field_of(reader, KEY_BODY_FILE);
	document->body = "";
	if (!field_absent(&body) && !field_absent(&file))
		return refusal_set(reader->refusal, E_INVALID, "field-conflict", "body_file",
				   "“正文”（body）与 body_file 只能写一个。",
				   "body and body_file are both there: keep only one.");
	int rc = field_text(&body, LIMIT_BODY_BYTES, &document->body);
	if (rc < 0)
		return rc;
	document->body_is_html = html_looks_like(document->body, strlen(document->body));
	rc = manifest_body_file(&file, reader->site, &document->body, &document->body_is_html,
				reader->err);
	return rc < 0 ? rc : read_body_type(reader);
}

static int read_notice(const struct reader *reader)
{
	struct field notice = field_of(reader, KEY_NOTICE);
	if (field_absent(&notice))
		return 0;
	if (!json_is_object(notice.value))
		return field_wrong(&notice, "应为对象：{ … }。", "must be an object: { ... }.");
	reader->document->notice = json_deep_copy(notice.value);
	return 0;
}

static int read_summary(const struct reader *reader)
{
	struct field summary = field_of(reader, KEY_SUMMARY);
	return field_text(&summary, LIMIT_SUMMARY_BYTES, &reader->document->summary);
}

static int read_attachments(const struct reader *reader)
{
	struct field attachments = field_of(reader, KEY_ATTACHMENTS);
	return manifest_attachments(&attachments, reader->site, reader->document, reader->err);
}

int manifest_build(const json_t *root, const struct manifest_site *site, struct document *out,
		   struct refusal *refusal, struct error *err)
{
	/* What is cheap comes first: a missing title is told before 200 files are read. */
	static int (*const steps[])(const struct reader *) = {
		check_required,  read_lines,    read_dates,       look_up,
		read_disclosure, read_audience, read_review,      read_notice,
		read_summary,    read_body,     read_attachments,
	};
	scoped(document_finish) struct document document = {0};
	struct reader reader = {
		.site = site,
		.document = &document,
		.refusal = refusal,
		.err = err,
	};
	int rc = sort_members(&reader, root);
	for (size_t i = 0; rc == 0 && i < ARRAY_LEN(steps); i++)
		rc = steps[i](&reader);
	const char *id = NULL;
	if (rc == 0)
		rc = read_line(&reader, KEY_ID, &id);
	if (rc < 0)
		return rc;
	manifest_identify(&document, id);
	*out = document;
	document = (struct document){0}; /* the caller owns it from here */
	return 0;
}

int manifest_read(const char *bytes, size_t len, const char *folder, const struct law *law,
		  int64_t max_attachment_bytes, struct document *out, struct refusal *refusal,
		  struct error *err)
{
	scoped(folder_close_fd) int fd = -1;
	if (folder != NULL) {
		fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd < 0)
			return error_sys(err, "open folder %s", folder);
	}
	json_t *value = NULL;
	int rc = manifest_parse(bytes, len, &value, refusal);
	if (rc < 0)
		return rc;
	scoped(json_drop) json_t *root = value;
	struct manifest_site site = {
		.law = law,
		.folder_fd = fd,
		.folder = folder,
		.max_attachment_bytes = max_attachment_bytes,
	};
	return manifest_build(root, &site, out, refusal, err);
}
