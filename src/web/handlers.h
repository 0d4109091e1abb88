/* Inside the web room: one function a route; each answers its request exactly once. */
#ifndef WEB_HANDLERS_H
#define WEB_HANDLERS_H

struct request;

/* api_submit.c */
void post_document(struct request *request);
/* api_documents.c */
void get_documents(struct request *request);
void get_document(struct request *request);
void get_explain(struct request *request);
void get_schedule(struct request *request);
void get_timeline(struct request *request);
/* api_decisions.c */
void post_decision(struct request *request);
void post_ack(struct request *request);
/* api_alerts.c */
void get_alerts(struct request *request);
/* api_ledger.c */
void get_proof(struct request *request);
void get_checkpoint(struct request *request);
void get_key(struct request *request);
void get_tile(struct request *request);
void get_entries(struct request *request);
/* api_status.c */
void get_status(struct request *request);
void get_rules(struct request *request);
void get_report(struct request *request);
void get_health(struct request *request);
void get_ready(struct request *request);
void get_description(struct request *request);
/* metrics.c */
void get_metrics(struct request *request);
/* feed.c */
void get_feed(struct request *request);
/* calendar.c */
void get_deadlines(struct request *request);
/* pages.c */
void get_board(struct request *request);
void get_dossier_page(struct request *request);
void get_style(struct request *request);

/* site.c: a served public site, not in the table. */
struct web_site;
struct exchange;
void site_handle(const struct web_site *site, struct exchange *exchange);

#endif
