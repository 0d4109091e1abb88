/* The words of a search, the same for every backend. */
#ifndef STORE_WORDS_H
#define STORE_WORDS_H

#define SEARCH_WORDS 8 /* more are not looked at */

struct words {
	char *text;
	char *word[SEARCH_WORDS];
	int count;
};

/* At white space, also U+3000, as Chinese keyboards give it.  NULL has no words. */
void words_split(struct words *words, const char *search);
void words_finish(struct words *words);

#endif
