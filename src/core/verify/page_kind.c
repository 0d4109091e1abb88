#include "core/verify/page_kind.h"

#include <stddef.h>
#include <string.h>

#include "base/macros.h"
#include "core/verify/page_place.h"

#define WALL_BYTES 3000u /* own text of a challenge or an error page, at most */
#define NOTE_BYTES 1500u /* of a page that says that there is nothing */
#define LOGIN_BYTES 900u /* beside the form; more is a page whose head offers to log in */
#define SHORT_BYTES 150u /* less than this is no document: 50 characters */
#define LIST_LINKS 5u
#define ARTICLE_SENTENCES 3u
#define LIST_PERCENT 35u /* of the text stands in links */

/* All phrases are folded: no blanks, no quotation marks, lower case, simplified. */
/* clang-format off */
static const char *const challenge_phrases[] = {
	"安全验证", "人机验证", "滑动验证", "滑块验证", "访问验证", "完成验证", "请输入验证码",
	"浏览器验证", "访问被拦截", "请求被拦截", "已被拦截", "应用防火墙", "创宇盾", "加速乐",
	"网站卫士", "安全狗", "网站防火墙", "造成安全威胁", "不合法的参数", "非法请求",
	"访问过于频繁", "请求过于频繁", "操作过于频繁", "正在检测您的浏览器", "正在检查您的浏览器",
	"启用javascript", "开启javascript", "启用cookie", "enablejavascript", "justamoment",
	"accessdenied", "requestblocked", "checkingyourbrowser", "attentionrequired",
	"verifyyouarehuman", "ddosprotection", "incapsula", "captcha", "正在跳转请稍候",
	"请稍候正在验证",
};

static const char *const fault_phrases[] = {
	"badgateway", "gatewaytimeout", "serviceunavailable", "internalservererror", "系统繁忙",
	"服务器繁忙", "服务器错误", "服务器内部错误", "数据库连接", "databaseconnection",
	"系统维护", "网站维护", "正在维护", "系统升级", "网站升级", "系统正在升级", "稍后再试",
	"稍后访问", "稍后重试", "criticalerroronthiswebsite", "fatalerror",
	"temporarilyunavailable", "welcometonginx", "网站建设中",
};

static const char *const gone_phrases[] = {
	"页面不存在", "网页不存在", "文章不存在", "信息不存在", "内容不存在", "栏目不存在",
	"文件不存在", "稿件不存在", "资源不存在", "地址不存在", "链接不存在", "记录不存在",
	"页面未找到", "未找到页面", "未找到该", "未找到您", "页面找不到", "找不到页面",
	"找不到该页", "找不到您", "找不到网页", "找不到文件", "没有找到您", "没有找到该",
	"没有找到页面", "无法找到该", "无法找到您", "无法找到页面", "无法显示该页", "已被删除",
	"已经删除", "已删除", "被管理员删除", "已下线", "已下架", "已失效", "已撤销发布", "走丢了",
	"页面丢失", "不见了", "参数错误", "参数有误", "地址有误", "网址有误", "暂无内容",
	"暂无数据", "暂无信息", "暂无相关", "没有相关", "pagenotfound", "notfound", "error404",
	"404error", "404错误", "http404", "nolongeravailable", "cannotbefound", "cantbefound",
	"doesnotexist", "doesntexist",
};

static const char *const pending_phrases[] = {
	"正在审核", "等待审核", "待审核", "尚未发布", "未发布", "未通过审核",
};

static const char *const login_phrases[] = {
	"请登录", "请先登录", "登录后查看", "登录后访问", "统一身份认证", "统一认证平台",
	"需要登录", "没有登录", "未登录", "登录超时", "忘记密码", "pleaselogin", "pleasesignin",
	"lostyourpassword",
};
/* clang-format on */

/* In the page's own title.  What the document's title says tells nothing. */
static const char *phrase_in_head(const struct look *look, const char *const *phrases, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (look_count(&look->head, phrases[i]) > 0 &&
		    look_count(&look->title, phrases[i]) == 0)
			return phrases[i];
	return NULL;
}

static const char *phrase_shown(const struct look *look, const char *const *phrases, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (look_shows(look, phrases[i]) && look_count(&look->title, phrases[i]) == 0)
			return phrases[i];
	return NULL;
}

#define PHRASE_IN_HEAD(look, phrases) phrase_in_head(look, phrases, ARRAY_LEN(phrases))
#define PHRASE_SHOWN(look, phrases) phrase_shown(look, phrases, ARRAY_LEN(phrases))

/* What is not inside links: menus, lists and "related" boxes are all links. */
static size_t own_bytes(const struct look *look)
{
	size_t links = look->seen->link_text_bytes;
	size_t text = look->page.text.len;
	return text > links ? text - links : 0;
}

static bool is_title_in_link(const struct look *look)
{
	const struct seen_page *seen = look->seen;
	for (size_t i = 0; seen->link_texts != NULL && i < seen->link_count; i++) {
		scoped(buf_finish) struct buf link = {0};
		verify_fold(seen->link_texts[i], strlen(seen->link_texts[i]), &link);
		if (look_contains(&link, &look->title))
			return true;
	}
	return false;
}

bool page_is_list(const struct look *look)
{
	const struct seen_page *seen = look->seen;
	size_t text = look->page.from_len;
	if (look->headline || seen->link_count < LIST_LINKS || text == 0 ||
	    seen->link_text_bytes * 100 / text < LIST_PERCENT)
		return false;
	/* Another article beside a long menu has sentences; a list that names us has our title. */
	return is_title_in_link(look) || look_count(&look->page.text, "。") < ARTICLE_SENTENCES;
}

/* 404 as a word in the page's title, not as part of a number. */
static bool has_404(const struct buf *head)
{
	if (head->len < 3)
		return false;
	const char *at = head->data;
	while ((at = strstr(at, "404")) != NULL) {
		bool digit_before = at > head->data && at[-1] >= '0' && at[-1] <= '9';
		bool digit_after = at[3] >= '0' && at[3] <= '9';
		if (!digit_before && !digit_after)
			return true;
		at += 3;
	}
	return false;
}

static enum page_kind kind_of_wall(const struct look *look, const char **mark)
{
	size_t own = own_bytes(look);
	if ((*mark = PHRASE_IN_HEAD(look, challenge_phrases)) != NULL)
		return PAGE_CHALLENGE;
	if (own <= WALL_BYTES && (*mark = PHRASE_SHOWN(look, challenge_phrases)) != NULL)
		return PAGE_CHALLENGE;
	if ((*mark = PHRASE_IN_HEAD(look, fault_phrases)) != NULL)
		return PAGE_FAULT;
	if (own <= NOTE_BYTES && (*mark = PHRASE_SHOWN(look, fault_phrases)) != NULL)
		return PAGE_FAULT;
	*mark = "";
	return look->page.text.len == 0 ? PAGE_EMPTY : PAGE_OTHER;
}

static enum page_kind kind_of_note(const struct look *look, const char **mark)
{
	size_t own = own_bytes(look);
	if ((*mark = PHRASE_IN_HEAD(look, gone_phrases)) != NULL)
		return PAGE_GONE;
	*mark = "404";
	if (has_404(&look->head))
		return PAGE_GONE;
	if (own <= NOTE_BYTES) {
		if ((*mark = PHRASE_SHOWN(look, gone_phrases)) != NULL)
			return PAGE_GONE;
		if ((*mark = PHRASE_SHOWN(look, pending_phrases)) != NULL)
			return PAGE_PENDING;
	}
	if (own <= LOGIN_BYTES && (*mark = PHRASE_SHOWN(look, login_phrases)) != NULL)
		return PAGE_LOGIN;
	*mark = "";
	return look->seen->login || page_is_login_place(look->seen) ? PAGE_LOGIN : PAGE_OTHER;
}

enum page_kind page_kind(const struct look *look, const char **mark)
{
	enum page_kind kind = kind_of_wall(look, mark);
	if (kind == PAGE_OTHER)
		kind = kind_of_note(look, mark);
	if (kind != PAGE_OTHER)
		return kind;
	if (page_is_list(look))
		return PAGE_LIST;
	if (look->seen->refresh != NULL && own_bytes(look) <= NOTE_BYTES)
		return PAGE_MOVED;
	return own_bytes(look) <= SHORT_BYTES && !look->title_shown ? PAGE_SHORT : PAGE_OTHER;
}
