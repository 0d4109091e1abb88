#include "ctl/commands.h"

/* clang-format off */
#define BY {"by", "P", .help = "经办人 who asks"}
#define APPROVED {"approved-by", "P", .help = "批准人，须为另一人 who approves, another person"}
#define REASON {"reason", "TEXT", .help = "理由 why"}
/* clang-format on */

static const struct option list_options[] = {
	{"phase", "P", .help = "open, due-soon, overdue, met, met-late, exempt"},
	{"department", "D", .help = "承办处室 by id"},
	{"due-before", "DATE", .help = "此日之前到期 due before that day"},
	{"search", "TEXT", .help = "标题、文号中的词 words of title, number or issuer"},
	{"limit", "N", .help = "最多几件 at most so many, 100 as a rule"},
	{"cursor", "C", .help = "从上次停下处继续 go on where the last list ended"},
	{0},
};
static const struct option review_options[] = {
	{"by", "P", .help = "审查人 the reviewer"},
	{"signed-by", "P", .help = "签发人 who signed the review"},
	REASON,
	{0},
};
static const struct option plain_options[] = {BY, REASON, {0}};
static const struct option loosening_options[] = {BY, APPROVED, REASON, {0}};
static const struct option release_options[] = {
	{"hold", "CODE", .help = "解除哪一项 which hold, as 'show' lists it"},
	BY,
	APPROVED,
	REASON,
	{0},
};
static const struct option exempt_options[] = {
	{"rule", "RULE", .help = "只免这条规则 only under this rule"},
	{"review-on", "DATE", .help = "复查日期 when it is looked at again"},
	BY,
	APPROVED,
	REASON,
	{0},
};
static const struct option extend_options[] = {
	{"to", "DATE", .help = "延至哪一天 the new due date"}, BY, APPROVED, REASON, {0},
};
static const struct option attest_options[] = {
	BY,
	{"witness", "P", .help = "见证人，须为另一人 who saw it too, another person"},
	{"evidence", "FILE",
	 .help = "照片等；台账记其摘要 a photograph or the like, kept by digest"},
	REASON,
	{0},
};
static const struct option retry_options[] = {
	{"channel", "NAME", .help = "只试这个渠道 only on this channel"},
	BY,
	REASON,
	{0},
};
static const struct option due_options[] = {
	{"rule", "RULE", .help = "按哪条规则 by which rule"},
	{"explain", NULL, .help = "逐日说明 day by day"},
	{0},
};
static const struct option report_options[] = {
	{"format", "F", .help = "text, json, csv, html, pdf"},
	{"verify", "FILE", .help = "核对旧报告 check an old report"},
	{0},
};
static const struct option export_options[] = {
	{"from", "N", .help = "首条 the first entry, 0 as a rule"},
	{"to", "N", .help = "末条 the last one, to the end as a rule"},
	{0},
};
static const struct option verify_options[] = {
	{"ledger", "FILE", .help = "导出的台账 an exported ledger, else the store itself"},
	{"key", "FILE", .help = "公钥 the key, as 'ledger key' prints it"},
	{"checkpoint", "FILE", .help = "检查点 a checkpoint to compare with; may be repeated",
	 .many = true},
	{0},
};
static const struct option proof_options[] = {
	{"key", "FILE", .help = "公钥 the key, as 'ledger key' prints it"},
	{0},
};
static const struct option simulate_options[] = {
	{"from", "D", .help = "起 first day"},
	{"to", "D", .help = "止 last day"},
	{0},
};

/* clang-format off */
const struct command commands[] = {
	/* name, operands, least, most, needs daemon, options, help, function */
	{"status", "", 0, 0, true, NULL, "概况 counts by phase, next wake-up, health", run_status},
	{"submit", "MANIFEST...", 1, -1, true, NULL, "交文 hand documents in: JSON, a folder, or -", run_submit},
	{"list", "", 0, 0, true, list_options, "案卷列表 dossiers", run_list},
	{"show", "ID", 1, 1, true, NULL, "一个案卷 everything about one; ID is the number or the 文号", run_show},
	{"explain", "ID", 1, 1, true, NULL, "期限怎么算的 each due date, day by day", run_explain},
	{"schedule", "ID", 1, 1, true, NULL, "接下来做什么 what will happen when", run_schedule},

	{"review", "ID", 1, 1, true, review_options, "登记保密审查 record the secrecy review", run_decision},
	{"hold", "ID", 1, 1, true, loosening_options, "暂缓 hold it back", run_decision},
	{"release", "ID", 1, 1, true, release_options, "解除暂缓 explain a hold away", run_decision},
	{"exempt", "ID", 1, 1, true, exempt_options, "不予公开 it need not be published", run_decision},
	{"extend", "ID RULE", 2, 2, true, extend_options, "延期 a later due date", run_decision},
	{"pause", "ID", 1, 1, true, loosening_options, "中止计时 stop the clock", run_decision},
	{"resume", "ID", 1, 1, true, plain_options, "恢复计时 start it again", run_decision},
	{"withdraw", "ID", 1, 1, true, loosening_options, "撤回 take it down", run_decision},
	{"revise", "ID MANIFEST", 2, 2, true, NULL, "交修订稿 hand in a new revision of this document", run_revise},
	{"attest", "ID CHANNEL", 2, 2, true, attest_options, "人工渠道见证 people saw it shown", run_decision},
	{"answer", "ID", 1, 1, true, plain_options, "已答复 the reply was given", run_decision},
	{"retry", "ID", 1, 1, true, retry_options, "马上再试 try to publish again at once", run_decision},
	{"ack", "ALERT", 1, 1, true, plain_options, "确认催办 acknowledge an alert", run_ack},

	{"due", "[DATE...]", 0, -1, false, due_options, "推算期限 due dates; without DATE from standard input", run_due},
	{"rules", "", 0, 0, false, NULL, "规则 the rules in force", run_rules},
	{"calendar check", "", 0, 0, false, NULL, "检查放假文件 faults in holiday files", run_calendar_check},
	{"calendar load", "FILE", 1, 1, false, NULL, "装入放假文件 put a holiday file in force", run_calendar_load},
	{"report", "[YEAR[-MM]]", 0, 1, true, report_options, "年报、月报 (not in this version yet)", run_report},

	{"ledger export", "", 0, 0, false, export_options, "导出台账 the entries, a line each", run_ledger_export},
	{"ledger key", "", 0, 0, false, NULL, "公钥 the public key", run_ledger_key},
	{"ledger checkpoint", "", 0, 0, false, NULL, "检查点 the newest signed checkpoint", run_ledger_checkpoint},
	{"ledger verify", "", 0, 0, false, verify_options, "核对台账 re-read every byte", run_ledger_verify},
	{"ledger prove", "ID", 1, 1, true, NULL, "出具证明 a proof that its entries are in the ledger", run_prove},
	{"ledger check-proof", "FILE", 1, 1, false, proof_options, "核对证明 check such a proof", run_check_proof},

	{"backup", "DIR", 1, 1, false, NULL, "备份 (not in this version yet)", run_absent},
	{"restore", "DIR", 1, 1, false, NULL, "恢复 (not in this version yet)", run_absent},
	{"simulate", "DIR", 1, 1, false, simulate_options, "推演 (not in this version yet)", run_absent},
	{0},
};
/* clang-format on */
