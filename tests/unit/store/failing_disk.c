#include "failing_disk.h"

#include <assert.h>
#include <sqlite3.h>
#include <stddef.h>

/* SQLite's own files, but with another table of functions: one for each that it uses. */
struct wrapped {
	sqlite3_io_methods methods;
	const sqlite3_io_methods *real;
};

static enum disk_failure failing;
static sqlite3_vfs disk;
static struct wrapped wrapped[8];

static const sqlite3_io_methods *real_of(const sqlite3_file *file)
{
	return ((const struct wrapped *)file->pMethods)->real; /* methods is the first member */
}

static int disk_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 offset)
{
	if (failing == DISK_FULL)
		return SQLITE_FULL;
	if (failing == DISK_WRITE)
		return SQLITE_IOERR_WRITE;
	return real_of(file)->xWrite(file, bytes, len, offset);
}

static int disk_sync(sqlite3_file *file, int flags)
{
	return failing == DISK_SYNC ? SQLITE_IOERR_FSYNC : real_of(file)->xSync(file, flags);
}

static const sqlite3_io_methods *wrap(const sqlite3_io_methods *real)
{
	struct wrapped *w = wrapped;
	while (w->real != NULL && w->real != real)
		w++;
	assert(w < wrapped + sizeof(wrapped) / sizeof(wrapped[0]));
	w->real = real;
	w->methods = *real;
	w->methods.xWrite = disk_write;
	w->methods.xSync = disk_sync;
	return &w->methods;
}

static int disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
		     int *out_flags)
{
	sqlite3_vfs *real = vfs->pAppData;
	int rc = real->xOpen(real, name, file, flags, out_flags);
	if (rc == SQLITE_OK && file->pMethods != NULL)
		file->pMethods = wrap(file->pMethods);
	return rc;
}

void failing_disk_install(void)
{
	sqlite3_vfs *real = sqlite3_vfs_find(NULL);
	disk = *real;
	disk.zName = "failing";
	disk.pAppData = real;
	disk.xOpen = disk_open;
	disk.pNext = NULL;
	sqlite3_vfs_register(&disk, 1);
}

void failing_disk_fail(enum disk_failure failure)
{
	failing = failure;
}
