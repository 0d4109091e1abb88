#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/macros.h"
#include "source/source.h"
#include "source_box.h"

#define MAX_BYTES 1000

static int read_text(const char *text, size_t len, const char *folder, struct document *out,
		     struct refusal *refusal)
{
	struct error err = {0};
	int rc = manifest_read(text, len, folder, &box_law, MAX_BYTES, out, refusal, &err);
	if (rc == -E_IO)
		fail_msg("%s", err.text);
	return rc;
}

static void must_read(const char *text, const char *folder, struct document *out)
{
	struct refusal refusal = {0};
	if (read_text(text, strlen(text), folder, out, &refusal) < 0)
		fail_msg("%s: %s: %s", text, refusal.code, refusal.sentence_en);
}

/* --- what is read ---------------------------------------------------------------------------- */

static const char english[] =
	"{\"doc_number\":\" 盐水政[2009]第09号 \",\"title\":\"关于防汛的通知\","
	"\"issuer\":\"盐城市水利局\",\"department\":\"水文水资源处\",\"issued_on\":\"2009年3月2日\","
	"\"received_on\":\"二〇〇九年三月五日\",\"category\":\"水利公文\",\"disclosure\":\"active\","
	"\"public_interest\":true,\"review\":{\"result\":\"passed\",\"reviewer\":\"zhang\","
	"\"signer\":\"li\",\"on\":\"2009-03-03\"},\"summary\":\"摘要\",\"body\":\"一\\r\\n二\","
	"\"index_number\":\"014319450/2009-00005\",\"subjects\":[\"水利\",\"防汛\"],"
	"\"keywords\":\"汛、旱；堤\",\"valid_until\":\"2010/1/1\",\"not_before\":\"2009.3.9\","
	"\"audience\":\"internal\",\"notice\":{\"b\":1,\"a\":[{\"z\":1,\"y\":2}]},"
	"\"supersedes\":\"盐水政〔2008〕9号\",\"revises\":\"x\",\"id\":\"77\",\"extra\":[1]}";

static const char chinese[] =
	"{\"文号\":\"盐水政〔2009〕9号\",\"标题\":\"关于防汛的通知\","
	"\"发文机关\":\"盐城市水利局\",\"承办处室\":\"水文处\",\"发文日期\":\"2009-03-02\","
	"\"收到日期\":\"2009-03-05\",\"类别\":\"水利公文\",\"公开属性\":\"主动公开\","
	"\"涉及公众利益\":\"是\",\"保密审查\":{\"结果\":\"通过\",\"审查人\":\"zhang\","
	"\"签发人\":\"li\",\"日期\":\"2009年3月3日\"},\"摘要\":\"摘要\",\"正文\":\"一\\n二\","
	"\"索引号\":\"014319450/2009-00005\",\"主题分类\":\"水利，防汛\","
	"\"关键词\":[\"汛\",\"旱\",\"堤\"],\"有效期\":\"2010-01-01\",\"公开不早于\":\"2009-03-09\","
	"\"公开范围\":\"internal\",\"公示内容\":{\"a\":[{\"y\":2,\"z\":1}],\"b\":1},"
	"\"替代\":\"盐水政〔2008〕9号\",\"修订\":\"x\",\"编号\":\"78\"}";

static void every_field_is_read(void **state)
{
	(void)state;
	scoped(document_finish) struct document d = {0};
	must_read(english, NULL, &d);
	assert_string_equal(d.number.original, "盐水政[2009]第09号");
	assert_string_equal(d.number.normal, "盐水政〔2009〕9号");
	assert_string_equal(d.key, "盐城市水利局|盐水政〔2009〕9号");
	assert_string_equal(d.title, "关于防汛的通知");
	assert_string_equal(d.issuer, "盐城市水利局");
	assert_string_equal(d.department, "hydrology");
	assert_string_equal(d.category, "official-document");
	assert_int_equal(civil_date_number(d.issued_on),
			 civil_date_number((struct civil_date){2009, 3, 2}));
	assert_int_equal(civil_date_number(d.received_on),
			 civil_date_number((struct civil_date){2009, 3, 5}));
	assert_int_equal(civil_date_number(d.valid_until),
			 civil_date_number((struct civil_date){2010, 1, 1}));
	assert_int_equal(civil_date_number(d.not_before),
			 civil_date_number((struct civil_date){2009, 3, 9}));
	assert_int_equal(d.disclosure, DISCLOSURE_ACTIVE);
	assert_true(d.public_interest);
	assert_int_equal(d.audience, AUDIENCE_INTERNAL);
	assert_true(d.review.passed);
	assert_string_equal(d.review.reviewer, "zhang");
	assert_string_equal(d.review.signer, "li");
	assert_int_equal(d.review.on.day, 3);
	assert_string_equal(d.summary, "摘要");
	assert_string_equal(d.body, "一\n二");
	assert_false(d.body_is_html);
	assert_string_equal(d.subjects, "水利,防汛");
	assert_string_equal(d.keywords, "汛,旱,堤");
	assert_string_equal(d.index_number, "014319450/2009-00005");
	assert_string_equal(d.supersedes, "盐水政〔2008〕9号");
	assert_int_equal(json_member_int(d.notice, "b", 0), 1);
	assert_int_equal(d.attachment_count, 0);
}

static void both_languages_are_the_same_document(void **state)
{
	(void)state;
	scoped(document_finish) struct document a = {0};
	scoped(document_finish) struct document b = {0};
	must_read(english, NULL, &a);
	must_read(chinese, NULL, &b);
	assert_string_equal(a.key, b.key);
	assert_true(digest_equal(a.content, b.content));
}

static void what_is_left_out_is_empty(void **state)
{
	(void)state;
	scoped(document_finish) struct document d = {0};
	must_read("{\"title\":\"t\",\"summary\":null,\"keywords\":\" \"," MANIFEST_REST "}", NULL,
		  &d);
	assert_null(d.number.original);
	assert_string_equal(d.body, "");
	assert_null(d.summary);
	assert_null(d.keywords);
	assert_null(d.notice);
	assert_null(d.review.reviewer);
	assert_false(d.review.passed);
	assert_int_equal(d.audience, AUDIENCE_PUBLIC);
	assert_false(civil_date_is_set(d.received_on));
	assert_int_equal(strncmp(d.key, "sha256:", 7), 0);
}

static void the_key_follows_number_then_id_then_content(void **state)
{
	(void)state;
	static const struct {
		const char *more, *key;
	} cases[] = {
		{"\"doc_number\":\"盐水政〔2009〕9号\",\"id\":\"7\"",
		 "盐城市水利局|盐水政〔2009〕9号"},
		{"\"doc_number\":\"盐水政9号文\",\"id\":\"7\"", "id:7"}, /* no year: no identity */
		{"\"id\":\"7\"", "id:7"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char text[1024];
		snprintf(text, sizeof(text), "{\"title\":\"t\",%s," MANIFEST_REST "}",
			 cases[i].more);
		scoped(document_finish) struct document d = {0};
		must_read(text, NULL, &d);
		assert_string_equal(d.key, cases[i].key);
	}
}

static void content_is_text_and_not_review(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		bool same;
	} cases[] = {
		{"\"body\":\"x\"", "\"body\":\"x\"", true},
		{"\"body\":\"x\"", "\"body\":\"y\"", false},
		{"\"body\":\"x\"", "\"正文\":\"x\"", true},
		{"\"keywords\":\"a\"", "\"keywords\":\"b\"", false},
		{"\"notice\":{\"a\":1,\"b\":2}", "\"notice\":{\"b\":2,\"a\":1}", true},
		{"\"notice\":{\"a\":1}", "\"notice\":{\"a\":2}", false},
		{"\"id\":\"1\"",
		 "\"id\":\"1\",\"review\":{\"result\":\"passed\","
		 "\"reviewer\":\"a\",\"signer\":\"b\"}",
		 true},
		{"\"doc_number\":\"盐水政〔2009〕9号\"", "\"doc_number\":\"盐水政[2009]第09号\"",
		 true},
		{"\"doc_number\":\"盐水政〔2009〕9号\"", "\"doc_number\":\"盐水政〔2009〕10号\"",
		 false},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char text[1024];
		scoped(document_finish) struct document a = {0};
		scoped(document_finish) struct document b = {0};
		snprintf(text, sizeof(text), "{\"title\":\"t\",%s," MANIFEST_REST "}", cases[i].a);
		must_read(text, NULL, &a);
		snprintf(text, sizeof(text), "{\"title\":\"t\",%s," MANIFEST_REST "}", cases[i].b);
		must_read(text, NULL, &b);
		if (digest_equal(a.content, b.content) != cases[i].same)
			fail_msg("%s and %s", cases[i].a, cases[i].b);
	}
}

static void gb18030_and_marks_are_read(void **state)
{
	(void)state;
	static const char gbk[] =
		"{\"title\":\"\xcb\xae\xc0\xfb\xbe\xd6\xcd\xa8\xd6\xaa\",\"issuer\":\"a\","
		"\"department\":\"hydrology\",\"issued_on\":\"2009-03-02\","
		"\"category\":\"official-document\",\"disclosure\":\"\xd6\xf7\xb6\xaf\xb9\xab\xbf\xaa"
		"\",\"public_interest\":\"\xb7\xf1\"}";
	scoped(document_finish) struct document d = {0};
	must_read(gbk, NULL, &d);
	assert_string_equal(d.title, "水利局通知");
	assert_false(d.public_interest);

	scoped(document_finish) struct document marked = {0};
	must_read("\xef\xbb\xbf{\"title\":\"t\"," MANIFEST_REST "}", NULL, &marked);
	assert_string_equal(marked.title, "t");
}

static void disclosure_is_read_in_both_languages(void **state)
{
	(void)state;
	static const struct {
		const char *word;
		enum disclosure disclosure;
	} cases[] = {
		{"active", DISCLOSURE_ACTIVE},
		{"主动公开", DISCLOSURE_ACTIVE},
		{"on-request", DISCLOSURE_ON_REQUEST},
		{"依申请公开", DISCLOSURE_ON_REQUEST},
		{"none", DISCLOSURE_NONE},
		{"不予公开", DISCLOSURE_NONE},
		{"不公开", DISCLOSURE_NONE},
		{"免予公开", DISCLOSURE_NONE},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char text[1024];
		snprintf(
			text, sizeof(text),
			"{\"title\":\"t\",\"issuer\":\"a\",\"department\":\"office\","
			"\"issued_on\":\"2009-03-02\",\"category\":\"official-document\","
			"\"public_interest\":\"否\",\"disclosure\":\"%s\",\"exempt_reason\":\"r\"}",
			cases[i].word);
		scoped(document_finish) struct document d = {0};
		must_read(text, NULL, &d);
		assert_int_equal(d.disclosure, cases[i].disclosure);
	}
}

static void a_review_that_did_not_pass_is_kept(void **state)
{
	(void)state;
	scoped(document_finish) struct document d = {0};
	must_read("{\"title\":\"t\",\"review\":{\"result\":\"不通过\",\"reviewer\":\"a\","
		  "\"signer\":\"b\"}," MANIFEST_REST "}",
		  NULL, &d);
	assert_false(d.review.passed);
	assert_string_equal(d.review.reviewer, "a");
}

/* --- what is refused ------------------------------------------------------------------------- */

#define GOOD(more) "{\"title\":\"t\"," more "," MANIFEST_REST "}"
#define WITHOUT_INTEREST                                                                           \
	"\"title\":\"t\",\"issuer\":\"a\",\"department\":\"office\",\"issued_on\":\"2009-03-02\"," \
	"\"category\":\"official-document\",\"disclosure\":\"active\""

static const struct {
	const char *text, *code, *field;
} refused[] = {
	/* No JSON, or not this kind. */
	{"", "json", ""},
	{"{", "json", ""},
	{"{\"title\":\"t\"", "json", ""},
	{"{\"title\":'t'}", "json", ""},
	{"{} {}", "json", ""},
	{"[]", "json", ""},
	{"\"text\"", "json", ""},
	{"{\"a\":NaN}", "json", ""},
	{"{\"title\":\"\\ud800\"}", "json", ""},
	{"{\"title\":\"a\\u0000b\"}", "nul", ""},
	{"{\"title\":\"t\",\"title\":\"u\"}", "duplicate-key", ""},
	{"{\"title\":\"t\",\"标题\":\"u\"}", "duplicate-key", "title"},
	{"{\"title\":\"\xff\xfe\xff\"}", "encoding", ""},
	/* Required fields. */
	{"{}", "field-missing", "title"},
	{"{\"title\":\"  \"," MANIFEST_REST "}", "field-missing", "title"},
	{"{\"title\":null," MANIFEST_REST "}", "field-missing", "title"},
	{"{\"title\":\"t\"}", "field-missing", "issuer"},
	{"{" WITHOUT_INTEREST "}", "field-missing", "public_interest"},
	/* Kinds. */
	{"{\"title\":1," MANIFEST_REST "}", "field-invalid", "title"},
	{"{\"title\":[\"t\"]," MANIFEST_REST "}", "field-invalid", "title"},
	{"{" WITHOUT_INTEREST ",\"public_interest\":1}", "field-invalid", "public_interest"},
	{"{" WITHOUT_INTEREST ",\"public_interest\":\"也许\"}", "field-invalid", "public_interest"},
	{GOOD("\"keywords\":[1]"), "field-invalid", "keywords"},
	{GOOD("\"notice\":\"x\""), "field-invalid", "notice"},
	{GOOD("\"audience\":\"friends\""), "field-invalid", "audience"},
	{GOOD("\"body\":{}"), "field-invalid", "body"},
	/* Text. */
	{"{\"title\":\"a\\nb\"," MANIFEST_REST "}", "control-character", "title"},
	{"{\"title\":\"a\\u202eb\"," MANIFEST_REST "}", "control-character", "title"},
	{"{\"title\":\"水\xef\xbf\xbd局\"," MANIFEST_REST "}", "encoding", "title"},
	{GOOD("\"body\":\"a\\u0007b\""), "control-character", "body"},
	/* Dates. */
	{GOOD("\"received_on\":\"2009-02-30\""), "date", "received_on"},
	{GOOD("\"valid_until\":\"明年\""), "date", "valid_until"},
	{GOOD("\"not_before\":20090305"), "field-invalid", "not_before"},
	/* The configuration. */
	{"{\"title\":\"t\",\"issuer\":\"a\",\"department\":\"财务处\",\"issued_on\":\"2009-03-02\","
	 "\"category\":\"official-document\",\"disclosure\":\"active\",\"public_interest\":true}",
	 "department", "department"},
	{"{\"title\":\"t\",\"issuer\":\"a\",\"department\":\"office\",\"issued_on\":\"2009-03-02\","
	 "\"category\":\"杂\",\"disclosure\":\"active\",\"public_interest\":true}",
	 "category", "category"},
	{"{\"title\":\"t\",\"issuer\":\"a\",\"department\":\"office\",\"issued_on\":\"2009-03-02\","
	 "\"category\":\"official-document\",\"disclosure\":\"部分公开\",\"public_interest\":true}",
	 "field-invalid", "disclosure"},
	{"{\"title\":\"t\",\"issuer\":\"a\",\"department\":\"office\",\"issued_on\":\"2009-03-02\","
	 "\"category\":\"official-document\",\"disclosure\":\"不予公开\",\"public_interest\":true}",
	 "field-missing", "exempt_reason"},
	/* The review. */
	{GOOD("\"review\":\"通过\""), "field-invalid", "review"},
	{GOOD("\"review\":{\"reviewer\":\"a\",\"signer\":\"b\"}"), "field-missing",
	 "review.result"},
	{GOOD("\"review\":{\"result\":\"passed\",\"reviewer\":\"a\"}"), "field-missing",
	 "review.signer"},
	{GOOD("\"review\":{\"result\":\"passed\",\"reviewer\":\"a\",\"signer\":\"b\",\"on\":\"x\"}"),
	 "date", "review.on"},
	/* Files. */
	{GOOD("\"body\":\"x\",\"body_file\":\"b.txt\""), "field-conflict", "body_file"},
	{GOOD("\"body_file\":\"none.txt\""), "attachment-missing", "body_file"},
	{GOOD("\"body_file\":\"/etc/passwd\""), "path", "body_file"},
	{GOOD("\"body_file\":\"x.docx\""), "body-kind", "body_file"},
	{GOOD("\"attachments\":\"a.pdf\""), "field-invalid", "attachments"},
	{GOOD("\"attachments\":[1]"), "field-invalid", "attachments"},
	{GOOD("\"attachments\":[{\"mime\":\"a/b\"}]"), "field-invalid", "attachments"},
	{GOOD("\"attachments\":[{\"name\":\"a.pdf\",\"mime\":\"a\\r\\nb: c\"}]"), "field-invalid",
	 "attachments"},
	{GOOD("\"attachments\":[\"none.pdf\"]"), "attachment-missing", "attachments"},
	{GOOD("\"attachments\":[\"../a.pdf\"]"), "path", "attachments"},
	{GOOD("\"attachments\":[\"..\"]"), "path", "attachments"},
	{GOOD("\"attachments\":[\"sub/a.pdf\"]"), "path", "attachments"},
	{GOOD("\"attachments\":[\"sub\\\\a.pdf\"]"), "path", "attachments"},
	{GOOD("\"attachments\":[\".hidden\"]"), "path", "attachments"},
	{GOOD("\"attachments\":[\"manifest.json\"]"), "path", "attachments"},
	{GOOD("\"attachments\":[\"a\\tb\"]"), "control-character", "attachments"},
	{GOOD("\"attachments\":[\"link.pdf\"]"), "path", "attachments"},
	{GOOD("\"attachments\":[\"folder\"]"), "path", "attachments"},
	{GOOD("\"attachments\":[\"pipe\"]"), "path", "attachments"},
	{GOOD("\"attachments\":[\"big.pdf\"]"), "too-large", "attachments"},
	{GOOD("\"attachments\":[\"a.pdf\",\"A.PDF\"]"), "attachment-missing", "attachments"},
	{GOOD("\"attachments\":[\"a.pdf\",\"a.pdf\"]"), "attachment-twice", "attachments"},
	{GOOD("\"attachments\":[{\"name\":\"a.pdf\",\"bytes\":9}]"), "attachment-digest",
	 "attachments"},
};

/* Files that the cases above name. */
static void fill(const struct box *box)
{
	char path[512];
	box_write(box, "a.pdf", "%PDF-1.4");
	box_write(box, "x.docx", "PK\3\4zip");
	box_folder(box, "folder");
	box_link(box, "/etc/passwd", "link.pdf");
	snprintf(path, sizeof(path), "%s/pipe", box->path);
	assert_int_equal(mkfifo(path, 0644), 0);
	char big[MAX_BYTES + 1];
	memset(big, 'x', sizeof(big));
	box_write_bytes(box, "big.pdf", big, sizeof(big));
}

static void what_is_wrong_is_refused_with_reason(void **state)
{
	(void)state;
	struct box box;
	box_open(&box);
	fill(&box);
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		scoped(document_finish) struct document d = {0};
		struct refusal refusal = {0};
		int rc = read_text(refused[i].text, strlen(refused[i].text), box.path, &d,
				   &refusal);
		if (rc != -E_INVALID && rc != -E_LIMIT)
			fail_msg("%s: %d", refused[i].text, rc);
		if (strcmp(refusal.code, refused[i].code) != 0 ||
		    strcmp(refusal.field, refused[i].field) != 0)
			fail_msg("%s: %s %s", refused[i].text, refusal.code, refusal.field);
		assert_true(strlen(refusal.sentence_zh) > 10);
		assert_true(strlen(refusal.sentence_en) > 10);
	}
	box_close(&box);
}

static void limits_hold(void **state)
{
	(void)state;
	scoped(buf_finish) struct buf text = {0};
	scoped(document_finish) struct document d = {0};
	struct refusal refusal;

	buf_text_add(&text, "{\"title\":\"");
	for (int i = 0; i <= LIMIT_TEXT_FIELD_BYTES; i++)
		buf_char(&text, 'x');
	buf_text_add(&text, "\"," MANIFEST_REST "}");
	assert_int_equal(read_text(text.data, text.len, NULL, &d, &refusal), -E_LIMIT);
	assert_string_equal(refusal.code, "too-large");

	buf_clear(&text);
	for (int i = 0; i < 100; i++)
		buf_text_add(&text, "{\"a\":");
	assert_int_equal(read_text(text.data, text.len, NULL, &d, &refusal), -E_LIMIT);
	assert_string_equal(refusal.code, "too-deep");

	buf_clear(&text);
	buf_text_add(&text, "{\"title\":\"t\",\"attachments\":[\"a\"");
	for (int i = 0; i < LIMIT_ATTACHMENTS; i++)
		buf_print(&text, ",\"a%d\"", i);
	buf_text_add(&text, "]," MANIFEST_REST "}");
	assert_int_equal(read_text(text.data, text.len, NULL, &d, &refusal), -E_LIMIT);
	assert_string_equal(refusal.code, "too-many");

	buf_clear(&text);
	buf_reserve(&text, LIMIT_MANIFEST_BYTES + 1);
	memset(text.data, ' ', LIMIT_MANIFEST_BYTES + 1);
	assert_int_equal(read_text(text.data, LIMIT_MANIFEST_BYTES + 1, NULL, &d, &refusal),
			 -E_LIMIT);
	assert_string_equal(refusal.code, "too-large");

	assert_int_equal(read_text("{\0}", 3, NULL, &d, &refusal), -E_INVALID);
}

/* --- files ----------------------------------------------------------------------------------- */

static void attachments_are_digested_where_they_lie(void **state)
{
	(void)state;
	struct box box;
	box_open(&box);
	box_write(&box, "a.pdf", "%PDF-1.4");
	box_write(&box, "\xb8\xbd\xbc\xfe.doc", "word"); /* 附件 in GBK, from an old system */
	scoped(document_finish) struct document d = {0};
	must_read(GOOD("\"attachments\":[\"a.pdf\",{\"name\":\"附件.doc\",\"mime\":\"text/x\"}]"),
		  box.path, &d);
	assert_int_equal(d.attachment_count, 2);
	assert_string_equal(d.attachments[0].mime, "application/pdf");
	assert_int_equal(d.attachments[0].bytes, 8);
	assert_true(digest_equal(d.attachments[0].sha256, sha256_of("%PDF-1.4", 8)));
	assert_string_equal(d.attachments[1].name, "附件.doc");
	assert_string_equal(d.attachments[1].mime, "text/x");
	assert_int_equal(access(d.attachments[1].path, R_OK), 0);
	box_close(&box);
}

static void a_body_file_is_read(void **state)
{
	(void)state;
	struct box box;
	box_open(&box);
	box_write(&box, "b.html", "<meta charset=gbk><p>\xcb\xae\xc0\xfb\xbe\xd6");
	box_write(&box, "b.txt", "\xef\xbb\xbf<p>文字\r\n");
	box_write(&box, "b", "<p>网页");
	static const struct {
		const char *name, *body;
		bool html;
	} cases[] = {
		{"b.html", "<meta charset=gbk><p>水利局", true},
		{"b.txt", "<p>文字\n", false},
		{"b", "<p>网页", true},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char text[1024];
		snprintf(text, sizeof(text), GOOD("\"body_file\":\"%s\""), cases[i].name);
		scoped(document_finish) struct document d = {0};
		must_read(text, box.path, &d);
		assert_string_equal(d.body, cases[i].body);
		assert_int_equal(d.body_is_html, cases[i].html);
	}
	box_close(&box);
}

/* --- the canonical form ---------------------------------------------------------------------- */

static void the_canonical_form_reads_back(void **state)
{
	(void)state;
	struct box box;
	box_open(&box);
	box_write(&box, "a.pdf", "%PDF-1.4");
	box_write(&box, "b.txt", "<p>文字");
	static const char *const texts[] = {
		english,
		GOOD("\"attachments\":[{\"name\":\"a.pdf\",\"mime\":\"x/y\"}],\"body_file\":\"b.txt\""),
		GOOD("\"id\":\"9\",\"review\":{\"result\":\"no\",\"reviewer\":\"a\",\"signer\":\"b\"}"),
		"{\"title\":\"t\"," MANIFEST_REST "}",
	};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		scoped(document_finish) struct document a = {0};
		scoped(document_finish) struct document b = {0};
		must_read(texts[i], box.path, &a);
		scoped(json_drop) json_t *canonical = manifest_canonical(&a);
		scoped(buf_finish) struct buf line = {0};
		json_line(canonical, &line);
		struct error err = {0};
		if (manifest_from_canonical(line.data, line.len, &b, &err) < 0)
			fail_msg("%s: %s", line.data, err.text);
		assert_true(digest_equal(a.content, b.content));
		assert_string_equal(a.key, b.key);
		assert_int_equal(a.review.passed, b.review.passed);
		assert_int_equal(a.body_is_html, b.body_is_html);
		assert_int_equal(a.attachment_count, b.attachment_count);
		scoped(json_drop) json_t *again = manifest_canonical(&b);
		assert_true(json_equal(canonical, again));
	}
	box_close(&box);
}

static void a_damaged_canonical_form_is_told(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"",
		"{}",
		GOOD("\"attachments\":[\"a.pdf\"]"),
		GOOD("\"attachments\":[{\"name\":\"a.pdf\",\"sha256\":\"00\",\"bytes\":1}]"),
	};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		scoped(document_finish) struct document d = {0};
		struct error err = {0};
		assert_int_equal(manifest_from_canonical(texts[i], strlen(texts[i]), &d, &err),
				 -E_CORRUPT);
		assert_true(err.text[0] != '\0');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_field_is_read),
		cmocka_unit_test(both_languages_are_the_same_document),
		cmocka_unit_test(what_is_left_out_is_empty),
		cmocka_unit_test(the_key_follows_number_then_id_then_content),
		cmocka_unit_test(content_is_text_and_not_review),
		cmocka_unit_test(gb18030_and_marks_are_read),
		cmocka_unit_test(disclosure_is_read_in_both_languages),
		cmocka_unit_test(a_review_that_did_not_pass_is_kept),
		cmocka_unit_test(what_is_wrong_is_refused_with_reason),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(attachments_are_digested_where_they_lie),
		cmocka_unit_test(a_body_file_is_read),
		cmocka_unit_test(the_canonical_form_reads_back),
		cmocka_unit_test(a_damaged_canonical_form_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
