/* Resident memory: what only starting needed is given back.
 *
 * Binding some forty libraries reads megabytes of symbol tables and relocations that nobody looks at
 * again.  They are read-only parts of files: the kernel drops them here and reads them back from its
 * cache, page by page, should anybody ask. */
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include "daemon/daemon.h"

static int drop_constant_parts(struct dl_phdr_info *library, size_t size, void *page_bytes)
{
	(void)size;
	uintptr_t page = *(const uintptr_t *)page_bytes;
	for (int i = 0; i < library->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &library->dlpi_phdr[i];
		if (part->p_type != PT_LOAD || (part->p_flags & PF_W) != 0)
			continue;
		/* Whole pages inside the part: its edges may be shared with one that was written. */
		uintptr_t from = (library->dlpi_addr + part->p_vaddr + page - 1) / page * page;
		uintptr_t to = (library->dlpi_addr + part->p_vaddr + part->p_filesz) / page * page;
		if (to > from)
			madvise((void *)from, to - from, MADV_DONTNEED);
	}
	return 0;
}

void slim_down(void)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	malloc_trim(0);
	dl_iterate_phdr(drop_constant_parts, &page);
}
