#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/macros.h"
#include "base/mem.h"

static void allocated_memory_is_zero_and_never_null(void **state)
{
	(void)state;
	static const size_t sizes[] = {0, 1, 7, 4096, 1u << 20};
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		scoped(mem_free_at) unsigned char *bytes = mem_alloc(sizes[i]);
		assert_non_null(bytes);
		for (size_t at = 0; at < sizes[i]; at++)
			assert_int_equal(bytes[at], 0);
	}
}

static void resizing_keeps_the_content(void **state)
{
	(void)state;
	char *text = mem_copy_text("dossier");
	text = mem_resize(text, 1u << 16);
	assert_string_equal(text, "dossier");
	mem_free(text);
	mem_free(mem_resize(NULL, 0));
}

static void copy_of_null_is_null(void **state)
{
	(void)state;
	assert_null(mem_copy_text(NULL));
	mem_free(NULL);
}

static void overflow_ends_the_process(void **state)
{
	(void)state;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		signal(SIGABRT, SIG_DFL);
		(void)!freopen("/dev/null", "w", stderr);
		mem_free(mem_alloc_array(SIZE_MAX / 2, 3));
		_exit(0);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(allocated_memory_is_zero_and_never_null),
		cmocka_unit_test(resizing_keeps_the_content),
		cmocka_unit_test(copy_of_null_is_null),
		cmocka_unit_test(overflow_ends_the_process),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
