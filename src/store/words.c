#include "store/words.h"

#include <string.h>

#include "base/mem.h"

#define WIDE_BLANK "\xe3\x80\x80" /* U+3000 */

void words_split(struct words *words, const char *search)
{
	*words = (struct words){.text = mem_copy_text(search != NULL ? search : "")};
	char *wide;
	while ((wide = strstr(words->text, WIDE_BLANK)) != NULL)
		memset(wide, ' ', sizeof(WIDE_BLANK) - 1);

	char *rest = NULL;
	for (char *word = strtok_r(words->text, " \t\r\n", &rest);
	     word != NULL && words->count < SEARCH_WORDS; word = strtok_r(NULL, " \t\r\n", &rest))
		words->word[words->count++] = word;
}

void words_finish(struct words *words)
{
	mem_free(words->text);
	*words = (struct words){0};
}
