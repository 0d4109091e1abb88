/* A disk that fails when told to: between SQLite and the real files. */
#ifndef TESTS_UNIT_STORE_FAILING_DISK_H
#define TESTS_UNIT_STORE_FAILING_DISK_H

enum disk_failure {
	DISK_WORKS,
	DISK_FULL,  /* writing: no space left */
	DISK_WRITE, /* writing: an error */
	DISK_SYNC,
};

/* From now on every database of this process is opened on it. */
void failing_disk_install(void);
void failing_disk_fail(enum disk_failure failure);

#endif
