#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/macros.h"
#include "net/notify.h"

static int manager_at(const char *path)
{
	struct sockaddr_un name = {.sun_family = AF_UNIX};
	memcpy(name.sun_path, path, strlen(path));
	if (path[0] == '@')
		name.sun_path[0] = '\0';
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	socklen_t len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
	assert_int_equal(bind(fd, (struct sockaddr *)&name, len), 0);
	setenv("NOTIFY_SOCKET", path, 1);
	return fd;
}

static const char *told(int fd, char *out, size_t room)
{
	ssize_t len = recv(fd, out, room - 1, MSG_DONTWAIT);
	assert_true(len >= 0);
	out[len] = '\0';
	return out;
}

static void check_all(const char *path)
{
	char text[256];
	int fd = manager_at(path);
	notify_ready("serving\n3 sites");
	assert_string_equal(told(fd, text, sizeof(text)), "READY=1\nSTATUS=serving 3 sites");
	notify_status("busy");
	assert_string_equal(told(fd, text, sizeof(text)), "STATUS=busy");
	notify_alive();
	assert_string_equal(told(fd, text, sizeof(text)), "WATCHDOG=1");
	notify_reloading();
	assert_int_equal(strncmp(told(fd, text, sizeof(text)), "RELOADING=1\nMONOTONIC_USEC=", 27),
			 0);
	notify_stopping();
	assert_string_equal(told(fd, text, sizeof(text)), "STOPPING=1");
	close(fd);
}

static void test_socket_file(void **state UNUSED)
{
	char path[] = "/tmp/gongshi-notify-XXXXXX";
	assert_non_null(mkdtemp(path));
	char name[64];
	snprintf(name, sizeof(name), "%s/notify", path);
	check_all(name);
	unlink(name);
	rmdir(path);
}

static void test_abstract_socket(void **state UNUSED)
{
	char name[64];
	snprintf(name, sizeof(name), "@gongshi-notify-%ld", (long)getpid());
	check_all(name);
}

static void test_nobody_listens(void **state UNUSED)
{
	unsetenv("NOTIFY_SOCKET");
	notify_ready("x");
	setenv("NOTIFY_SOCKET", "/nonexistent/notify", 1);
	notify_alive();
	setenv("NOTIFY_SOCKET", "relative", 1);
	notify_stopping();
}

static void test_watchdog(void **state UNUSED)
{
	char pid[32];
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
	assert_int_equal(notify_watchdog_ms(), 0);
	setenv("WATCHDOG_USEC", "30000000", 1);
	assert_int_equal(notify_watchdog_ms(), 15000);
	setenv("WATCHDOG_PID", "1", 1); /* meant for somebody else */
	assert_int_equal(notify_watchdog_ms(), 0);
	snprintf(pid, sizeof(pid), "%ld", (long)getpid());
	setenv("WATCHDOG_PID", pid, 1);
	assert_int_equal(notify_watchdog_ms(), 15000);
	setenv("WATCHDOG_USEC", "soon", 1);
	assert_int_equal(notify_watchdog_ms(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_socket_file),
		cmocka_unit_test(test_abstract_socket),
		cmocka_unit_test(test_nobody_listens),
		cmocka_unit_test(test_watchdog),
	};
	return cmocka_run_group_tests_name("net/notify", tests, NULL, NULL);
}
