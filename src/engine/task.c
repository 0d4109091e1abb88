#include "engine/engine_inside.h"

#include "base/mem.h"
#include "source/source.h"

void task_free(struct task *task)
{
	if (task == NULL)
		return;
	if (task->document != NULL) {
		document_finish(task->document);
		mem_free(task->document);
	}
	json_decref(task->data);
	mem_free(task->items);
	pool_finish(&task->pool);
	mem_free(task);
}

struct task *task_about(const struct engine *engine, const struct dossier *dossier,
			const struct publication *publication, struct instant now)
{
	struct task *task = mem_alloc(sizeof(*task));
	task->document_id = dossier->id;
	task->channel = pool_text(&task->pool, publication->channel);
	task->key = pool_text(&task->pool, publication->key);
	task->revision = publication->revision;
	task->remote_id = pool_text(&task->pool, publication->remote_id);
	task->url = pool_text(&task->pool, publication->url);
	task->started_at = now;
	task->accepted_at = publication->accepted_at;
	task->first_seen_at = publication->first_seen_at;
	const struct department *department = law_department(engine->law, dossier->department);
	const struct category *category = law_category(engine->law, dossier->category);
	task->department_name = pool_text(
		&task->pool, department != NULL ? department->name : dossier->department);
	task->category_name =
		pool_text(&task->pool, category != NULL ? category->name : dossier->category);
	return task;
}

/* The paths of attachments are those of the store's objects now. */
static int attach_paths(struct engine *engine, struct document *document, struct error *err)
{
	struct attachment *copy = pool_alloc(&document->pool, (size_t)document->attachment_count *
								      sizeof(*copy) + 1);
	for (int i = 0; i < document->attachment_count; i++) {
		scoped(buf_finish) struct buf path = {0};
		copy[i] = document->attachments[i];
		int rc = store_object_path(engine->options.store, copy[i].sha256, &path, err);
		if (rc < 0)
			return error_wrap(err, rc, "attachment %s", copy[i].name);
		copy[i].path = pool_text(&document->pool, buf_text(&path));
	}
	document->attachments = copy;
	return 0;
}

int task_content(struct engine *engine, struct task *task, struct error *err)
{
	scoped(buf_finish) struct buf manifest = {0};
	int rc = store_content(engine->options.store, task->document_id, task->revision, "manifest",
			       &manifest, err);
	if (rc < 0)
		return error_wrap(err, rc, "content of document %lld revision %d",
				  (long long)task->document_id, task->revision);
	task->document = mem_alloc(sizeof(*task->document));
	rc = manifest_from_canonical(manifest.data, manifest.len, task->document, err);
	if (rc == 0)
		rc = attach_paths(engine, task->document, err);
	return rc;
}
