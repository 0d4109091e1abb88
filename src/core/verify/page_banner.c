#include <stddef.h>
#include <string.h>

#include "base/macros.h"
#include "core/verify/page_kind.h"

/* `max_bytes`: a longer line is a sentence or a title that may say such a thing. */
static const struct {
	const char *text;
	size_t max_bytes;
	bool alone; /* the line says nothing else and stands above the title: else it is a button */
} banners[] = {
	/* clang-format off */
	{"草稿", 45, false},        {"待审核", 60, false},         {"正在审核", 90, false},
	{"未审核", 45, false},      {"审核中", 15, true},          {"预览", 12, true},
	{"仅供预览", 120, false},   {"预览模式", 90, false},       {"预览页", 90, false},
	{"预览版", 45, false},      {"内容预览", 45, false},       {"文章预览", 45, false},
	{"页面预览", 45, false},    {"正在预览", 90, false},       {"效果预览", 45, false},
	{"预览状态", 45, false},    {"尚未正式发布", 120, false},  {"未正式发布", 120, false},
	{"尚未发布", 90, false},    {"未发布", 45, false},         {"previewmode", 90, false},
	{"preview", 12, true},      {"draft", 12, true},           {"thisisapreview", 120, false},
	{"unpublished", 45, false}, {"draftpreview", 45, false},
	/* clang-format on */
};

/* In the page's own title one word tells. */
static const char *const head_banners[] = {"草稿", "预览", "待审核", "未发布", "preview", "draft"};

static bool is_in_document(const struct look *look, const char *text)
{
	struct buf word = {.data = (char *)text, .len = strlen(text)};
	return look_contains(&look->title, &word) || look_contains(&look->body.text, &word);
}

static bool is_banner(const struct look *look, size_t which, size_t title_at)
{
	const char *text = banners[which].text;
	const struct folded *page = &look->page;
	const char *at = page->text.data;
	const char *stop = at + page->text.len;
	for (; (at = memmem(at, (size_t)(stop - at), text, strlen(text))) != NULL; at++) {
		size_t place = (size_t)(at - page->text.data);
		size_t line_len = fold_line_end(page, place) - fold_line_start(page, place);
		if (line_len <= banners[which].max_bytes &&
		    !(banners[which].alone && place > title_at))
			return look_shows(look, text) && !is_in_document(look, text);
	}
	return false;
}

const char *page_banner(const struct look *look)
{
	if (look->seen->url != NULL && strstr(look->seen->url, "preview=true") != NULL)
		return "preview=true";
	for (size_t i = 0; i < ARRAY_LEN(head_banners); i++)
		if (look_count(&look->head, head_banners[i]) > 0 &&
		    !is_in_document(look, head_banners[i]))
			return head_banners[i];
	if (look->page.text.len == 0)
		return NULL;
	const char *title = look->title.len > 0 ? strstr(look->page.text.data, look->title.data)
						: NULL;
	size_t title_at = title != NULL ? (size_t)(title - look->page.text.data) : 0;
	for (size_t i = 0; i < ARRAY_LEN(banners); i++)
		if (is_banner(look, i, title_at))
			return banners[i].text;
	return NULL;
}
