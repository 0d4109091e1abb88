/* Memory that is always there: no memory ends the process (systemd restarts it, replay restores
 * it), so callers have no failure path for it. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* Zero-filled.  Never NULL, also for 0 bytes. */
void *mem_alloc(size_t bytes);
void *mem_alloc_array(size_t count, size_t bytes_each); /* overflow ends the process */
void *mem_resize(void *old, size_t bytes);              /* the new part is not cleared */
char *mem_copy_text(const char *text);                  /* NULL stays NULL; free with mem_free */
void mem_free(void *p);

/* Destroyer for scoped(): takes the address of any pointer got from above. */
void mem_free_at(void *address_of_pointer);

#endif
