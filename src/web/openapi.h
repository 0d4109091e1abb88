/* Inside the web room: the schemas that the description names. */
#ifndef WEB_OPENAPI_H
#define WEB_OPENAPI_H

#include <jansson.h>

json_t *openapi_schemas(void); /* new reference */

#endif
