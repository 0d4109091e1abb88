#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

static void an_empty_buf_has_text(void **state)
{
	(void)state;
	struct buf buf = {0};
	assert_string_equal(buf_text(&buf), "");
	char *taken = buf_take(&buf);
	assert_string_equal(taken, "");
	mem_free(taken);
	buf_clear(&buf);
	buf_finish(&buf);
}

static void bytes_are_added_and_nul_ended(void **state)
{
	(void)state;
	scoped(buf_finish) struct buf buf = {0};
	buf_add(&buf, NULL, 0);
	assert_string_equal(buf_text(&buf), "");
	buf_add(&buf, "ab\0c", 4);
	buf_char(&buf, 'd');
	buf_text_add(&buf, "ef");
	buf_text_add(&buf, NULL);
	assert_int_equal(buf.len, 7);
	assert_memory_equal(buf.data, "ab\0cdef", 8);
}

static void growth_keeps_everything(void **state)
{
	(void)state;
	scoped(buf_finish) struct buf buf = {0};
	for (int i = 0; i < 100000; i++)
		buf_char(&buf, (char)('a' + i % 26));
	assert_int_equal(buf.len, 100000);
	assert_int_equal(strlen(buf_text(&buf)), 100000);
	for (int i = 0; i < 100000; i++)
		assert_int_equal(buf.data[i], 'a' + i % 26);
}

/* Around the first room of 64 bytes a length off by one would cut the last character. */
static void printing_fits_at_every_length(void **state)
{
	(void)state;
	for (int start = 0; start < 70; start++) {
		for (int len = 0; len < 140; len++) {
			scoped(buf_finish) struct buf buf = {0};
			for (int i = 0; i < start; i++)
				buf_char(&buf, '.');
			buf_print(&buf, "%0*d", len + 1, 7);
			assert_int_equal(buf.len, start + len + 1);
			assert_int_equal(buf.data[buf.len - 1], '7');
			assert_int_equal(buf.data[buf.len], '\0');
		}
	}
}

static void clearing_keeps_the_room_and_taking_gives_it_away(void **state)
{
	(void)state;
	struct buf buf = {0};
	buf_print(&buf, "notice %d", 7);
	size_t room = buf.room;
	buf_clear(&buf);
	assert_string_equal(buf_text(&buf), "");
	assert_int_equal(buf.room, room);
	buf_reserve(&buf, 1000);
	assert_true(buf.room > 1000);
	buf_text_add(&buf, "taken");
	char *taken = buf_take(&buf);
	assert_string_equal(taken, "taken");
	assert_null(buf.data);
	assert_int_equal(buf.len, 0);
	mem_free(taken);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_buf_has_text),
		cmocka_unit_test(bytes_are_added_and_nul_ended),
		cmocka_unit_test(growth_keeps_everything),
		cmocka_unit_test(printing_fits_at_every_length),
		cmocka_unit_test(clearing_keeps_the_room_and_taking_gives_it_away),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
