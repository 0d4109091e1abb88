#include "web/problem.h"

#include "base/json.h"
#include "base/text.h"

static const char *title_of(int status)
{
	static const struct {
		int status;
		const char *title;
	} titles[] = {
		{400, "请求有误 Bad Request"},
		{401, "需要令牌 Unauthorized"},
		{403, "无权操作 Forbidden"},
		{404, "未找到 Not Found"},
		{405, "方法不对 Method Not Allowed"},
		{409, "不能这样决定 Conflict"},
		{413, "内容过大 Content Too Large"},
		{415, "类型不对 Unsupported Media Type"},
		{422, "清单有误 Unprocessable Content"},
		{500, "内部错误 Internal Server Error"},
		{501, "本版本没有 Not Implemented"},
		{503, "请稍后再试 Service Unavailable"},
	};
	for (size_t i = 0; i < ARRAY_LEN(titles); i++)
		if (titles[i].status == status)
			return titles[i].title;
	return "错误 Error";
}

void problem_print(const struct problem *problem, struct buf *out)
{
	scoped(buf_finish) struct buf detail = {0};
	scoped(json_drop) json_t *json = json_object();
	buf_print(&detail, "%s%s%s", problem->zh, problem->en != NULL ? " " : "",
		  problem->en != NULL ? problem->en : "");
	json_put_text(json, "type", "about:blank");
	json_put_text(json, "title", title_of(problem->status));
	json_object_set_new(json, "status", json_integer(problem->status));
	json_put_text(json, "detail", buf_text(&detail));
	json_put_text(json, "code", problem->code);
	if (!text_empty(problem->field))
		json_put_text(json, "field", problem->field);
	json_put_text(json, "sentence_zh", problem->zh);
	json_put_text(json, "sentence_en", problem->en);
	json_line(json, out);
	buf_char(out, '\n');
}

void problem_answer(struct exchange *exchange, const struct problem *problem)
{
	scoped(buf_finish) struct buf body = {0};
	scoped(buf_finish) struct buf headers = {0};
	problem_print(problem, &body);
	buf_print(&headers, "Cache-Control: no-store\nX-Content-Type-Options: nosniff\n%s",
		  problem->headers != NULL ? problem->headers : "");
	exchange_answer(exchange, problem->status, PROBLEM_TYPE, buf_text(&headers), body.data,
			body.len);
}
