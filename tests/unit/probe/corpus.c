#include "unit/probe/corpus.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/macros.h"

#define ASKED "https://slj.example.gov.cn/art/2009/3/5/art_17_9.html"
#define OFFSET_S (8 * 3600)

static void read_file(const char *name, struct buf *out)
{
	const char *top = getenv("top_srcdir");
	char path[512];
	snprintf(path, sizeof(path), "%s/tests/corpus/pages/%s", top != NULL ? top : ".", name);
	FILE *file = fopen(path, "re");
	if (file == NULL) {
		fprintf(stderr,
			"cannot open %s: run from the top of the source, or set top_srcdir\n",
			path);
		abort();
	}
	char part[4096];
	for (size_t len; (len = fread(part, 1, sizeof(part), file)) > 0;)
		buf_add(out, part, len);
	fclose(file);
}

void corpus_open(struct corpus *corpus)
{
	scoped(buf_finish) struct buf text = {0};
	struct error err = {0};
	read_file("expected.json", &text);
	if (json_read(text.data, text.len, &corpus->all, &err) < 0) {
		fprintf(stderr, "expected.json: %s\n", err.text);
		abort();
	}
	corpus->pages = json_object_get(corpus->all, "pages");
}

void corpus_close(struct corpus *corpus)
{
	json_decref(corpus->all);
}

void corpus_bytes(json_t *page, struct buf *out)
{
	read_file(json_member_text(page, "page"), out);
}

static struct digest file_digest(const char *name)
{
	return sha256_of(name, strlen(name));
}

static void add_attachments(json_t *names, struct document *out)
{
	size_t count = json_array_size(names);
	struct attachment *list = pool_alloc(&out->pool, (count + 1) * sizeof(*list));
	for (size_t i = 0; i < count; i++) {
		list[i].name = pool_text(&out->pool, json_string_value(json_array_get(names, i)));
		list[i].mime = "application/octet-stream";
		list[i].bytes = CORPUS_FILE_BYTES;
		list[i].sha256 = file_digest(list[i].name);
	}
	out->attachments = list;
	out->attachment_count = (int)count;
}

static void add_people(json_t *names, struct document *out)
{
	json_t *people = json_array();
	size_t i;
	json_t *name;
	json_array_foreach(names, i, name)
		json_array_append_new(people, json_pack("{s:O}", "name", name));
	if (json_array_size(people) > 0)
		out->notice = json_pack("{s:O}", "people", people);
	json_decref(people);
}

void corpus_document(const struct corpus *corpus, json_t *page, struct document *out)
{
	json_t *issued = json_object_get(json_object_get(corpus->all, "documents"),
					 json_member_text(page, "document"));
	*out = (struct document){0};
	const char *number = json_member_text(issued, "doc_number");
	if (number != NULL)
		out->number = doc_number_read(&out->pool, number);
	out->title = pool_text(&out->pool, json_member_text(issued, "title"));
	out->issuer = pool_text(&out->pool, json_member_text(issued, "issuer"));
	out->body = pool_text(&out->pool, json_member_text(issued, "body"));
	out->body_is_html = json_member_bool(issued, "body_is_html", false);
	if (civil_date_parse(json_member_text(issued, "issued_on"), &out->issued_on) < 0)
		abort();
	add_attachments(json_object_get(issued, "attachments"), out);
	add_people(json_object_get(issued, "people"), out);
}

static void add_files(json_t *files, struct corpus_look *out)
{
	size_t i;
	json_t *row;
	json_array_foreach(files, i, row)
	{
		const char *name = json_string_value(json_array_get(row, 0));
		const char *state = json_string_value(json_array_get(row, 1));
		struct seen_file *file = VEC_PUSH(&out->files);
		file->name = name;
		file->linked = strcmp(state, "unlinked") != 0;
		file->fetched = strcmp(state, "same") == 0 || strcmp(state, "other") == 0;
		file->unclear = strcmp(state, "unclear") == 0;
		file->bytes = CORPUS_FILE_BYTES;
		file->sha256 = file_digest(strcmp(state, "same") == 0 ? name : "other");
		file->reason = "404";
	}
	out->seen.files = out->files.at;
	out->seen.file_count = out->files.len;
}

void corpus_look(json_t *page, struct corpus_look *out)
{
	*out = (struct corpus_look){0};
	struct civil_date accepted = {2009, 3, 5};
	const char *url = json_member_text(page, "url");
	out->seen = (struct seen_page){
		.reached = true,
		.status = (int)json_member_int(page, "status", 200),
		.asked_url = ASKED,
		.url = url != NULL ? url : ASKED,
		.host = "slj.example.gov.cn",
		.age_s = (long)json_member_int(page, "age", -1),
		.header_challenge = json_member_text(page, "header_challenge"),
		.published_at = instant_of(accepted, 15 * 3600 + 1800, OFFSET_S),
		.at = instant_of(accepted, 15 * 3600 + 1860, OFFSET_S),
		.offset_s = OFFSET_S,
	};
	corpus_bytes(page, &out->bytes);
	reading_page(buf_text(&out->bytes), out->bytes.len, json_member_text(page, "content_type"),
		     &out->reading, &out->seen);
	add_files(json_object_get(page, "files"), out);
}

void corpus_look_finish(struct corpus_look *look)
{
	reading_finish(&look->reading);
	buf_finish(&look->bytes);
	VEC_FINISH(&look->files);
}
