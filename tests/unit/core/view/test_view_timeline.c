#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/law_sample.h"
#include "base/json.h"
#include "core/view/view.h"
#include "unit/core/dossier_sample.h"

static const char *const findings[] = {"tags-missing", "back-dating", NULL};

static void facts_are_told_in_plain_chinese(void **state)
{
	const struct {
		struct fact fact;
		const char *text;
	} cases[] = {
		{{.kind = FACT_DOCUMENT_RECEIVED, .source = "spool",
		  .doc_number = "盐水政〔2009〕9号", .title = "关于防汛的通知",
		  .issued_on = {2009, 3, 2}, .department = "hydrology"},
		 "收到文件（文件夹）：盐水政〔2009〕9号《关于防汛的通知》，成文日期 2009-03-02，承办 水文处"},
		{{.kind = FACT_DOCUMENT_REVISED, .source = "http", .revision = 2, .title = "通知",
		  .textless = true},
		 "收到修订稿（第 2 稿），旧稿及其记录保留（网络接口）：《通知》；没有正文，也没有附件"},
		{{.kind = FACT_REVIEW_RECORDED, .result = "passed", .reviewer = "zhang",
		  .signer = "wang"},
		 "保密审查通过，审查人 张伟，签发人 王敏"},
		{{.kind = FACT_OBLIGATION_OPENED, .rule = "ten-day", .basis = "盐水政〔2009〕9号",
		  .due_on = {2009, 3, 12}},
		 "应在 2009-03-12 前公开（依据 盐水政〔2009〕9号，10日）"},
		{{.kind = FACT_OBLIGATION_OPENED, .rule = "gone", .due_on = {2027, 1, 4},
		  .provisional = true},
		 "应在 2027-01-04 前公开（依据 gone，暂定）"},
		{{.kind = FACT_OBLIGATION_REPLANNED, .was = {2019, 5, 15}, .due_on = {2019, 5, 16},
		  .reason = "放假通知调整"},
		 "公开期限由 2019-05-15 改为 2019-05-16：放假通知调整"},
		{{.kind = FACT_OBLIGATION_MET, .due_on = {2009, 3, 12},
		  .due_at = moment("2009-03-13 00:00"), .met_at = moment("2009-03-05 10:20")},
		 "已按期公开，期限 2009-03-12，公众于 2009-03-05 10:20 起可见"},
		{{.kind = FACT_DECISION_HOLD, .by = "gongshi", .hold = "privacy",
		  .reason = "正文有身份证号"},
		 "自动暂缓公开（个人信息）：正文有身份证号"},
		{{.kind = FACT_DECISION_RELEASE, .by = "zhang", .approved_by = "li",
		  .hold = "privacy", .reason = "已隐去"},
		 "张伟 申请、李芳 批准解除暂缓（个人信息）：已隐去"},
		{{.kind = FACT_PUBLICATION_INTENDED, .channel = "website", .operation = "create",
		  .attempt = 2},
		 "开始发送到网站（第 2 次）"},
		{{.kind = FACT_PUBLICATION_ACCEPTED, .channel = "website", .operation = "create"},
		 "已发送到网站，等待核验"},
		{{.kind = FACT_PUBLICATION_FAILED, .channel = "website", .operation = "create",
		  .reason = "连接被拒绝", .retry_at = moment("2009-03-02 09:00")},
		 "发送到网站未成功：连接被拒绝。将于 2009-03-02 09:00 后重试"},
		{{.kind = FACT_PAGE_PRESENT, .channel = "website"},
		 "在公开网页上读到全文，内容一致"},
		{{.kind = FACT_PAGE_PRESENT, .channel = "website", .findings = findings},
		 "在公开网页上读到全文，内容一致。另有提示：tags-missing、back-dating"},
		{{.kind = FACT_PAGE_DIFFERS, .channel = "website", .reason = "缺少第三段"},
		 "公开网页与原文不一致：缺少第三段"},
		{{.kind = FACT_ALERT_OWED, .rung = 4, .person = "zhou", .order = true},
		 "到第 4 级催办时间，应通知 周静（督办单）"},
		{{.kind = FACT_ALERT_DELIVERED, .person = "zhang", .notifier = "mail"},
		 "已通知 张伟（邮件）"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		scoped(json_drop) json_t *json = view_timeline_entry(&cases[i].fact, *state);
		assert_string_equal(json_member_text(json, "text"), cases[i].text);
	}
}

/* A bare fact of any kind, even of a name that this version does not know, is told without fault;
 * each kind that we know has its sentence. */
static void every_kind_has_a_sentence(void **state)
{
	for (enum fact_kind kind = FACT_NONE; kind < FACT_KIND_COUNT; kind++) {
		const struct fact fact = {.kind = kind,
					  .seq = 7,
					  .at = moment("2009-03-02 09:00"),
					  .actor = "gongshi"};
		scoped(json_drop) json_t *json = view_timeline_entry(&fact, *state);
		assert_int_equal(json_member_int(json, "seq", 0), 7);
		assert_string_equal(json_member_text(json, "at"), "2009-03-02T09:00:00+08:00");
		assert_string_equal(json_member_text(json, "event"), fact_name(kind));
		assert_string_equal(json_member_text(json, "actor"), "gongshi");
		assert_string_equal(json_member_text(json, "actor_name"), "本系统");
		if (kind != FACT_NONE)
			assert_true(json_member_text(json, "text")[0] != '\0');
	}
}

static int setup(void **state)
{
	*state = law_sample();
	return 0;
}

static int teardown(void **state)
{
	law_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(facts_are_told_in_plain_chinese),
		cmocka_unit_test(every_kind_has_a_sentence),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
