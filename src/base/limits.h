/* Bounds that keep one bad input from costing more than itself. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#define LIMIT_MANIFEST_BYTES (16u << 20)    /* contract, section 4 */
#define LIMIT_BODY_BYTES (16u << 20)        /* text of a document */
#define LIMIT_ATTACHMENT_BYTES (256u << 20) /* one attachment; a setting may lower it */
#define LIMIT_ATTACHMENTS 200               /* a document */
#define LIMIT_LEDGER_LINE_BYTES 65535u      /* contract, section 7 */
#define LIMIT_PAGE_BYTES (32u << 20)        /* a fetched public page */
#define LIMIT_NAME_BYTES 255                /* a file name */
#define LIMIT_TEXT_FIELD_BYTES 4096         /* title, number, reason and their like */

#endif
