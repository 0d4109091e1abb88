#include "rig.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"

#define WORDS 32

static const char configuration[] =
	"bureau = { name = \"盐城市水利局\"; domain = \"ledger.example.org\"; };\n"
	"paths = { state = \"state\"; socket = \"socket\"; holidays = [ \"holidays\" ]; };\n"
	"categories = ( { id = \"plan\"; name = \"规划计划\"; } );\n"
	"channels = ( { name = \"website\"; type = \"site\"; directory = \"site\"; } );\n"
	"rules = ( { id = \"ten-day\"; kind = \"publish\"; basis = \"盐水政〔2009〕9号\";\n"
	"  match = { public_interest = true; }; term = \"10 days\"; roll = \"forward\";\n"
	"  channels = [ \"website\" ]; },\n"
	"  { id = \"statutory\"; kind = \"publish\"; basis = \"条例第二十六条\";\n"
	"  match = { disclosure = \"active\"; }; term = \"20 workdays\"; roll = \"none\";\n"
	"  channels = [ \"website\" ]; } );\n";

int rig_setup(void **state)
{
	struct rig *rig = mem_alloc(sizeof(*rig));
	conf_folder_open(&rig->folder);
	conf_folder_write(
		&rig->folder, "holidays/2009.json",
		"{\"year\": 2009, \"papers\": [\"https://www.gov.cn/2009\"], \"days\": ["
		"{\"date\": \"2009-01-01\", \"name\": \"元旦\", \"isOffDay\": true},"
		"{\"date\": \"2009-10-01\", \"name\": \"国庆节\", \"isOffDay\": true},"
		"{\"date\": \"2009-10-10\", \"name\": \"国庆节\", \"isOffDay\": false}]}");
	strncpy(rig->conf, conf_folder_write(&rig->folder, "gongshi.conf", configuration),
		sizeof(rig->conf) - 1);
	snprintf(rig->socket, sizeof(rig->socket), "%s/socket", rig->folder.path);
	rig->listener = -1;
	*state = rig;
	return 0;
}

int rig_teardown(void **state)
{
	struct rig *rig = *state;
	rig_stand_down(rig);
	free(rig->out);
	free(rig->err);
	conf_folder_close(&rig->folder);
	mem_free(rig);
	return 0;
}

const char *rig_file(struct rig *rig, const char *name, const char *text)
{
	return conf_folder_write(&rig->folder, name, text);
}

enum ctl_end rig_run(struct rig *rig, const char *input, ...)
{
	char *words[WORDS] = {mem_copy_text("gongshictl")};
	int count = 1;
	va_list args;
	va_start(args, input);
	for (const char *word; (word = va_arg(args, const char *)) != NULL;) {
		assert(count < WORDS);
		words[count++] = mem_copy_text(word);
	}
	va_end(args);

	FILE *in = tmpfile();
	assert(in != NULL);
	fputs(input, in);
	rewind(in);
	free(rig->out);
	free(rig->err);
	size_t out_len, err_len;
	struct ctl_streams streams = {
		.in = fileno(in),
		.out = open_memstream(&rig->out, &out_len),
		.err = open_memstream(&rig->err, &err_len),
	};
	lseek(streams.in, 0, SEEK_SET);
	enum ctl_end end = ctl_run(&streams, count, words);
	fclose(streams.out);
	fclose(streams.err);
	fclose(in);
	for (int i = 0; i < count; i++)
		mem_free(words[i]);
	return end;
}

/* --- the stand-in --- */

static size_t length_of_body(const struct buf *request)
{
	const char *header = strcasestr(buf_text(request), "\r\nContent-Length:");
	return header != NULL ? strtoul(header + 17, NULL, 10) : 0;
}

static void read_request(int fd, struct buf *request)
{
	char chunk[4096];
	for (;;) {
		const char *end = strstr(buf_text(request), "\r\n\r\n");
		if (end != NULL &&
		    request->len >= (size_t)(end + 4 - request->data) + length_of_body(request))
			return;
		ssize_t got = read(fd, chunk, sizeof(chunk));
		if (got <= 0)
			return;
		buf_add(request, chunk, (size_t)got);
	}
}

static void answer(const struct rig *rig, int fd, const struct buf *request)
{
	const struct stand_in_answer *row = rig->answers;
	while (row->start != NULL &&
	       strncmp(buf_text(request), row->start, strlen(row->start)) != 0)
		row++;
	const char *body = row->start != NULL ? row->body : "{\"title\":\"no such route\"}";
	struct buf text = {0};
	buf_print(&text, "HTTP/1.1 %d X\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
		  row->start != NULL ? row->status : 404, strlen(body), body);
	ssize_t put = write(fd, text.data, text.len);
	assert(put == (ssize_t)text.len);
	buf_finish(&text);
}

static void *serve(void *ctx)
{
	struct rig *rig = ctx;
	for (;;) {
		int fd = accept(rig->listener, NULL, NULL);
		if (fd < 0)
			return NULL;
		struct buf request = {0};
		read_request(fd, &request);
		buf_add(&rig->asked, buf_text(&request), request.len);
		answer(rig, fd, &request);
		buf_finish(&request);
		close(fd);
	}
}

void rig_stand_in(struct rig *rig, const struct stand_in_answer *answers)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	rig_stand_down(rig);
	rig->answers = answers;
	snprintf(address.sun_path, sizeof(address.sun_path), "%.100s", rig->socket);
	rig->listener = socket(AF_UNIX, SOCK_STREAM, 0);
	int rc = bind(rig->listener, (struct sockaddr *)&address, sizeof(address));
	assert(rc == 0);
	rc = listen(rig->listener, 10);
	assert(rc == 0);
	rc = pthread_create(&rig->thread, NULL, serve, rig);
	assert(rc == 0);
}

void rig_stand_down(struct rig *rig)
{
	if (rig->listener < 0)
		return;
	shutdown(rig->listener, SHUT_RDWR);
	pthread_join(rig->thread, NULL);
	close(rig->listener);
	unlink(rig->socket);
	rig->listener = -1;
	buf_finish(&rig->asked);
}
