#include "channel_bench.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/macros.h"
#include "base/mem.h"
#include "base/text.h"

const char *channel_bench_source(char out[512], const char *path)
{
	const char *top = getenv("top_srcdir");
	snprintf(out, 512, "%s/%s", top != NULL ? top : ".", path);
	return out;
}

static void fill_document(struct document *document)
{
	struct pool *pool = &document->pool;
	document->key = "sample";
	document->number.original = pool_text(pool, "盐水政〔2009〕9号");
	document->number.normal = document->number.original;
	document->title = pool_text(pool, "关于印发《政务公开\"十日内\"办法》的通知");
	document->issuer = "盐城市水利局";
	document->department = "hydrology";
	document->category = "official-document";
	document->issued_on = (struct civil_date){2009, 3, 5};
	document->body = pool_text(pool, "各科室、局属各单位：\n"
					 "　　现将《办法》印发给你们，请 <认真> 贯彻 & 执行。\n"
					 "　　一、发文后10日内公开。\n"
					 "　　　　　　　　　　　　盐城市水利局\n"
					 "　　　　　　　　　　　　2009年3月5日\n");
	document->index_number = "014319450/2009-00009";
	document->subjects = "水利、水务";
	document->keywords = "政务公开,水利";
}

int channel_bench_setup(void **state)
{
	struct channel_bench *bench = mem_alloc(sizeof(*bench));
	struct error err = {0};
	int rc = loop_open(&bench->loop, &err);
	assert(rc == 0);
	rc = client_open(&bench->client, bench->loop, &err);
	assert(rc == 0);
	(void)rc;
	conf_folder_open(&bench->folder);
	fill_document(&bench->document);
	bench->request = (struct channel_request){
		.key = "gongshi-9-r1-website",
		.document_id = 9,
		.revision = 1,
		.document = &bench->document,
		.department_name = "水文处",
		.category_name = "水利公文",
		.bureau = "盐城市水利局",
		.offset_s = 28800,
	};
	rc = instant_parse("2009-03-09T15:30:40+08:00", &bench->request.published_at);
	assert(rc == 0);
	*state = bench;
	return 0;
}

void channel_bench_close(struct channel_bench *bench)
{
	channel_free(bench->channel);
	bench->channel = NULL;
	if (bench->config != NULL)
		config_close(bench->config);
	bench->config = NULL;
}

int channel_bench_teardown(void **state)
{
	struct channel_bench *bench = *state;
	channel_bench_close(bench);
	client_close(bench->client);
	loop_close(bench->loop);
	buf_finish(&bench->report.lines);
	document_finish(&bench->document);
	conf_folder_close(&bench->folder);
	mem_free(bench);
	return 0;
}

struct channel *channel_bench_configure(struct channel_bench *bench, const char *settings)
{
	channel_bench_close(bench);
	buf_clear(&bench->report.lines);
	bench->report.count = 0;
	scoped(buf_finish) struct buf text = {0};
	buf_print(&text, "channel = { %s };\n", settings);
	const char *path = conf_folder_write(&bench->folder, "gongshi.conf", buf_text(&text));
	int rc = config_open(path, &bench->config, &bench->report);
	if (rc < 0)
		return NULL;
	return channel_configure(config_member(config_root(bench->config), "channel"),
				 &bench->report);
}

void channel_bench_start(struct channel_bench *bench)
{
	static char presets[512], templates[512];
	static const char *preset_folders[2], *template_folders[2];
	preset_folders[0] = channel_bench_source(presets, "presets");
	template_folders[0] = channel_bench_source(templates, "templates");
	struct channel_world world = {
		.loop = bench->loop,
		.client = bench->client,
		.bureau = "盐城市水利局",
		.site_domain = "www.example.gov.cn",
		.site_id_code = "3209000001",
		.preset_folders = preset_folders,
		.template_folders = template_folders,
		.offset_s = 28800,
	};
	struct error err = {0};
	if (channel_start(bench->channel, &world, &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
}

void channel_bench_open(struct channel_bench *bench, const char *settings)
{
	bench->channel = channel_bench_configure(bench, settings);
	if (bench->channel == NULL) {
		fprintf(stderr, "%s\n", buf_text(&bench->report.lines));
		abort();
	}
	channel_bench_start(bench);
}

void channel_bench_attach(struct channel_bench *bench, const char *name, const char *text)
{
	struct document *document = &bench->document;
	struct pool *pool = &document->pool;
	int count = document->attachment_count;
	struct attachment *all = pool_alloc(pool, (size_t)(count + 1) * sizeof(*all));
	if (count > 0)
		memcpy(all, document->attachments, (size_t)count * sizeof(*all));
	scoped(buf_finish) struct buf stored = {0};
	buf_print(&stored, "incoming/%s", name);
	all[count] = (struct attachment){
		.name = pool_text(pool, name),
		.mime = text_ends(name, ".pdf") ? "application/pdf" : "application/octet-stream",
		.sha256 = sha256_of(text, strlen(text)),
		.bytes = (int64_t)strlen(text),
		.path = pool_text(pool, conf_folder_write(&bench->folder, buf_text(&stored), text)),
	};
	document->attachments = all;
	document->attachment_count = count + 1;
}

static void copy(char *to, size_t room, const char *text)
{
	snprintf(to, room, "%s", text != NULL ? text : "");
}

static void on_done(void *ctx, const struct channel_result *result)
{
	struct channel_bench *bench = ctx;
	assert(result->reason != NULL);
	bench->end = result->end;
	bench->permanent = result->permanent;
	bench->changed_key = result->changed_key;
	bench->retry_after_s = result->retry_after_s;
	bench->status = result->status;
	copy(bench->remote_id, sizeof(bench->remote_id), result->remote_id);
	copy(bench->url, sizeof(bench->url), result->url);
	copy(bench->reason, sizeof(bench->reason), result->reason);
	bench->done++;
	if (--bench->waiting == 0)
		loop_stop(bench->loop);
}

void channel_bench_begin(struct channel_bench *bench, enum channel_operation operation)
{
	bench->request.operation = operation;
	bench->waiting++;
	channel_run(bench->channel, &bench->request, on_done, bench);
}

void channel_bench_wait(struct channel_bench *bench)
{
	if (bench->waiting > 0)
		loop_run(bench->loop);
}

void channel_bench_run(struct channel_bench *bench, enum channel_operation operation)
{
	channel_bench_begin(bench, operation);
	channel_bench_wait(bench);
}

static void stop_loop(void *ctx)
{
	loop_stop(ctx);
}

void channel_bench_pause(struct channel_bench *bench, uint64_t ms)
{
	struct timer *timer = timer_open(bench->loop, stop_loop, bench->loop);
	timer_arm(timer, ms);
	loop_run(bench->loop);
	timer_close(timer);
}
