#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <libxml/parser.h>
#include <string.h>

#include "web_house.h"

/* The text of the nth element of a name, depth first; "" when there is none. */
static void find(xmlNodePtr node, const char *name, int *left, char out[256])
{
	for (; node != NULL && *left >= 0; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		if (strcmp((const char *)node->name, name) == 0 && (*left)-- == 0) {
			xmlChar *text = xmlNodeGetContent(node);
			snprintf(out, 256, "%s", (const char *)text);
			xmlFree(text);
			return;
		}
		find(node->children, name, left, out);
	}
}

static const char *element(const struct web_house *house, const char *name, int nth)
{
	static char text[256];
	text[0] = '\0';
	xmlDocPtr document = xmlReadMemory(house->body, (int)house->body_bytes, "feed", NULL,
					   XML_PARSE_NONET);
	assert_non_null(document);
	find(xmlDocGetRootElement(document), name, &nth, text);
	xmlFreeDoc(document);
	return text;
}

static void nothing_is_public_yet(void **state)
{
	(void)state;
	struct web_house house;
	web_house_open(&house, WEB_HOUSE_TOKENS);
	web_house_hand_in(&house, 1, false); /* waits for its review */
	assert_int_equal(web_house_ask(&house, DOOR_TCP, "GET", "/feed.atom", "", NULL), 200);
	assert_string_equal(web_house_header(&house, "Content-Type"),
			    "application/atom+xml; charset=utf-8");
	assert_string_equal(element(&house, "entry", 0), "");
	assert_string_equal(element(&house, "updated", 0), "2009-03-09T09:00:00+08:00");
	assert_true(strncmp(element(&house, "id", 0), "urn:uuid:", 9) == 0);
	assert_int_equal(strlen(element(&house, "id", 0)), 9 + 36);
	assert_false(web_house_says(&house, "关于第1号事项"));
	web_house_close(&house);
}

static void what_was_seen_is_told(void **state)
{
	(void)state;
	struct web_house house;
	web_house_open(&house, WEB_HOUSE_TOKENS);
	web_house_hand_in(&house, 1, true);
	web_house_hand_in(&house, 2, false);
	web_house_hand_in(&house, 3, true);
	web_house_ask(&house, DOOR_TCP, "GET", "/feed.atom", "", NULL);
	assert_string_equal(element(&house, "title", 1), "关于第3号事项的通知");
	assert_string_equal(element(&house, "title", 2), "关于第1号事项的通知");
	assert_string_equal(element(&house, "title", 3), "");
	assert_string_equal(element(&house, "id", 2),
			    "https://www.example.gov.cn/gongshi-1-r1-website");
	assert_string_equal(element(&house, "summary", 1), "盐水政〔2009〕1号");
	assert_string_equal(element(&house, "name", 1), "盐城市水利局");
	assert_true(web_house_says(&house, "term=\"official-document\" label=\"水利公文\""));

	/* The same for a reader of another department; gone when it is withdrawn. */
	web_house_as(&house, "planner-token", "GET", "/feed.atom", NULL);
	assert_string_equal(element(&house, "title", 2), "关于第1号事项的通知");
	assert_int_equal(web_house_ask(&house, DOOR_UNIX, "POST", "/v1/documents/1/withdraw", "",
				       "{\"by\":\"li\",\"approved_by\":\"wang\","
				       "\"reason\":\"内容有误\"}"),
			 200);
	web_house_get(&house, "/feed.atom");
	assert_string_equal(element(&house, "title", 1), "关于第3号事项的通知");
	assert_string_equal(element(&house, "title", 2), "");
	web_house_close(&house);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_public_yet),
		cmocka_unit_test(what_was_seen_is_told),
	};
	int rc = cmocka_run_group_tests_name("web/feed", tests, web_house_clock, NULL);
	xmlCleanupParser();
	return rc;
}
