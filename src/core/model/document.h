/* An issued document (公文) as handed in: the manifest in C, all texts in one pool.
 * Field names follow contract.md section 4. */
#ifndef CORE_MODEL_DOCUMENT_H
#define CORE_MODEL_DOCUMENT_H

#include <jansson.h>
#include <stdbool.h>

#include "base/civil_date.h"
#include "base/pool.h"
#include "base/sha256.h"
#include "core/model/doc_number.h"

enum disclosure {
	DISCLOSURE_ACTIVE,     /* 主动公开 */
	DISCLOSURE_ON_REQUEST, /* 依申请公开 */
	DISCLOSURE_NONE,       /* 不予公开 */
};
const char *disclosure_name(enum disclosure disclosure); /* "active", "on-request", "none" */
const char *disclosure_label(enum disclosure disclosure); /* 主动公开 ... */
MUST_CHECK int disclosure_parse(const char *text, enum disclosure *out); /* both languages */

enum audience { AUDIENCE_PUBLIC, AUDIENCE_INTERNAL };
const char *audience_name(enum audience audience);

/* 保密审查.  Source: OGI Regulations (2019) art. 17; Secrecy Law (2024) art. 35. */
struct review {
	bool passed;
	const char *reviewer; /* NULL without a record */
	const char *signer;
	struct civil_date on;
};

struct attachment {
	const char *name; /* file name, no folder */
	const char *mime; /* from the name's ending; never NULL */
	struct digest sha256;
	int64_t bytes;
	const char *path; /* where its bytes are now; NULL when only known by digest */
};

struct document {
	struct pool pool; /* owns every text below */
	const char *key;  /* identity: issuer + normal number, or "id:"..., or "sha256:"... */
	struct digest content; /* of everything that makes a revision: metadata, body, attachments */

	struct doc_number number; /* original NULL when none */
	const char *title, *issuer;
	const char *department; /* id of the configuration */
	const char *category;	/* id */
	struct civil_date issued_on, received_on; /* 成文日期, 收到日期 (unset: day of arrival) */
	struct civil_date valid_until, not_before; /* 有效期, 公开不早于; usually unset */
	enum disclosure disclosure;
	bool public_interest;	   /* 涉及公众利益 */
	enum audience audience;
	const char *exempt_reason; /* 不予公开理由 */
	struct review review;
	const char *summary;	/* NULL */
	const char *body;	/* never NULL */
	bool body_is_html;
	const struct attachment *attachments;
	int attachment_count;
	const char *index_number;  /* 索引号 */
	const char *subjects;	   /* 主题分类, comma separated, NULL */
	const char *keywords;	   /* 关键词, comma separated, NULL */
	const char *supersedes, *revises;
	json_t *notice; /* 公示内容 as given, owned; NULL when none */
};

/* Empties it: pool and notice. */
void document_finish(struct document *document);

#endif
