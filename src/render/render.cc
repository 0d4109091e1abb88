/* The one C++ file: kainjow's mustache behind a door in C.  No exception leaves it. */
#include <dirent.h>
#include <exception>
#include <fstream>
#include <kainjow/mustache.hpp>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

extern "C" {
#include "base/text.h"
#include "render/render.h"
}

namespace mustache = kainjow::mustache;

namespace
{

const char suffix[] = ".mustache";
const size_t limit_template_bytes = 1u << 20;

struct page {
	std::string text; /* marked, see mark_variables */
	std::set<std::string> partials;
	std::unique_ptr<mustache::mustache> parsed;
	std::unique_ptr<mustache::data> as_partial; /* the text, as the library asks for it */
};

/* What went wrong in this file, as an exception within it. */
struct fault {
	enum error_code code;
	std::string sentence;
};

[[noreturn]] void raise_fault(enum error_code code, const std::string &sentence)
{
	throw fault{code, sentence};
}

std::string trimmed(const std::string &text)
{
	const char blanks[] = " \t\r\n";
	size_t from = text.find_first_not_of(blanks);
	if (from == std::string::npos)
		return "";
	return text.substr(from, text.find_last_not_of(blanks) + 1 - from);
}

/* The library asks the context for a name without saying whether it will print the value or open a
 * section with it.  So each tag that prints gets a `$` before its name: {{title}} becomes
 * {{$title}}, and the context knows. */
const char print_mark = '$';

struct tag {
	size_t from, end; /* with its braces */
	bool triple;
	std::string word; /* between the braces, trimmed */
};

bool next_tag(const std::string &text, size_t from, tag &out)
{
	out.from = text.find("{{", from);
	if (out.from == std::string::npos)
		return false;
	out.triple = text.compare(out.from, 3, "{{{") == 0;
	const char *close = out.triple ? "}}}" : "}}";
	size_t inner = out.from + (out.triple ? 3 : 2);
	size_t end = text.find(close, inner);
	if (end == std::string::npos)
		raise_fault(E_INVALID, "a {{ tag does not end");
	out.word = trimmed(text.substr(inner, end - inner));
	out.end = end + (out.triple ? 3 : 2);
	return true;
}

std::string marked_tag(const tag &found, std::set<std::string> &partials)
{
	const std::string &word = found.word;
	if (word.empty())
		raise_fault(E_INVALID, "an empty {{}} tag");
	if (found.triple)
		return "{{{" + (print_mark + word) + "}}}";
	switch (word[0]) {
	case '=':
		raise_fault(E_INVALID, "{{=...=}} is not supported here");
	case '>':
		partials.insert(trimmed(word.substr(1)));
		break;
	case '&':
		return "{{&" + (print_mark + trimmed(word.substr(1))) + "}}";
	case '#':
	case '^':
	case '/':
	case '!':
		break;
	default:
		return "{{" + (print_mark + word) + "}}";
	}
	return "{{" + word + "}}";
}

std::string mark_variables(const std::string &text, std::set<std::string> &partials)
{
	std::string out;
	size_t done = 0;
	for (tag found; next_tag(text, done, found); done = found.end)
		out += text.substr(done, found.from - done) + marked_tag(found, partials);
	return out + text.substr(done);
}

/* Looks names up, keeps those it did not find, and serves the set's partials. */
class strict_context : public mustache::context<std::string>
{
      public:
	strict_context(const mustache::data *values, const std::map<std::string, page> &pages)
	    : context(values), pages_(pages), no_(false), nothing_("")
	{
	}

	const mustache::data *get(const std::string &name) const override
	{
		bool prints = name[0] == print_mark;
		std::string bare = prints ? name.substr(1) : name;
		const mustache::data *found = context::get(bare);
		if (found == nullptr)
			faults_.insert("unknown name " + bare);
		else if (!prints)
			return is_blank(*found) ? &no_ : found;
		else if (found->is_invalid())
			return &nothing_;
		else if (!found->is_string())
			faults_.insert(bare + " is no text and cannot be printed");
		return found;
	}

	const mustache::data *get_partial(const std::string &name) const override
	{
		auto entry = pages_.find(name);
		return entry != pages_.end() ? entry->second.as_partial.get() : nullptr;
	}

	std::string faults() const
	{
		std::string list;
		for (const std::string &one : faults_)
			list += (list.empty() ? "" : "; ") + one;
		return list;
	}

      private:
	static bool is_blank(const mustache::data &value)
	{
		return value.is_invalid() || (value.is_string() && value.string_value().empty());
	}

	const std::map<std::string, page> &pages_;
	mutable std::set<std::string> faults_;
	mustache::data no_, nothing_;
};

/* null becomes `invalid`, which nothing else produces. */
mustache::data data_of(const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT: {
		mustache::data out;
		const char *key;
		json_t *member;
		json_object_foreach(const_cast<json_t *>(value), key, member)
			out[key] = data_of(member);
		return out;
	}
	case JSON_ARRAY: {
		mustache::list items;
		items.reserve(json_array_size(value));
		for (size_t i = 0; i < json_array_size(value); i++)
			items.push_back(data_of(json_array_get(value, i)));
		return mustache::data(items);
	}
	case JSON_STRING:
		return mustache::data(
			std::string(json_string_value(value), json_string_length(value)));
	case JSON_INTEGER:
		return mustache::data(std::to_string(json_integer_value(value)));
	case JSON_REAL: {
		std::ostringstream text;
		text.imbue(std::locale::classic());
		text.precision(15);
		text << json_real_value(value);
		return mustache::data(text.str());
	}
	case JSON_TRUE:
		return mustache::data(true);
	case JSON_FALSE:
		return mustache::data(false);
	case JSON_NULL:
		break;
	}
	return mustache::data(mustache::data::type::invalid);
}

std::string read_template(const std::string &path)
{
	std::ifstream file(path, std::ios::binary);
	std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
	if (!file.good() && !file.eof())
		raise_fault(E_IO, "cannot be read");
	if (text.size() > limit_template_bytes)
		raise_fault(E_LIMIT, "is larger than 1 MiB");
	if (!text_is_utf8(text.data(), text.size()))
		raise_fault(E_INVALID, "is not UTF-8");
	if (text.compare(0, 3, "\xef\xbb\xbf") == 0)
		raise_fault(E_INVALID, "begins with a BOM: save it as UTF-8 without BOM");
	return text;
}

page page_of(const std::string &path)
{
	try {
		page out;
		out.text = mark_variables(read_template(path), out.partials);
		out.parsed.reset(new mustache::mustache(out.text));
		if (!out.parsed->is_valid())
			raise_fault(E_INVALID, out.parsed->error_message());
		out.as_partial.reset(new mustache::data(out.text));
		return out;
	} catch (const fault &wrong) {
		raise_fault(wrong.code, path + ": " + wrong.sentence);
	} catch (const std::exception &wrong) {
		/* The library runs off the end of some broken templates. */
		raise_fault(E_INVALID, path + ": broken tag: " + wrong.what());
	}
}

void add_folder(std::map<std::string, page> &pages, const std::string &folder)
{
	std::unique_ptr<DIR, int (*)(DIR *)> dir(opendir(folder.c_str()), closedir);
	if (!dir)
		raise_fault(E_NOT_FOUND, folder + ": no such folder of templates");
	const size_t suffix_len = sizeof(suffix) - 1;
	while (const dirent *entry = readdir(dir.get())) {
		std::string name = entry->d_name;
		if (name[0] == '.' || name.size() <= suffix_len ||
		    name.compare(name.size() - suffix_len, suffix_len, suffix) != 0)
			continue;
		std::string key = name.substr(0, name.size() - suffix_len);
		pages[key] = page_of(folder + "/" + name);
	}
}

void check_partials(const std::map<std::string, page> &pages, const std::string &name,
		    std::set<std::string> &above)
{
	if (!above.insert(name).second)
		raise_fault(E_INVALID, "template " + name + " includes itself");
	for (const std::string &partial : pages.at(name).partials) {
		if (pages.count(partial) == 0)
			raise_fault(E_INVALID, "template " + name + ": no partial " + partial);
		check_partials(pages, partial, above);
	}
	above.erase(name);
}

std::string unescaped(const std::string &text)
{
	return text;
}

} // namespace

struct render_set {
	std::map<std::string, page> pages;
};

static std::string fill(const render_set &set, const std::string &name, const json_t *values,
			bool html)
{
	auto entry = set.pages.find(name);
	if (entry == set.pages.end())
		raise_fault(E_NOT_FOUND, "no such template");
	if (!json_is_object(values))
		raise_fault(E_INVALID, "the values are no JSON object");
	mustache::mustache copy(*entry->second.parsed); /* rendering writes to it */
	if (!html)
		copy.set_custom_escape(unescaped);
	const mustache::data data = data_of(values);
	strict_context context(&data, set.pages);
	std::string text = copy.render(context);
	if (!copy.is_valid())
		raise_fault(E_INVALID, copy.error_message());
	if (!context.faults().empty())
		raise_fault(E_INVALID, context.faults());
	return text;
}

extern "C" int render_open(const char *const *folders, struct render_set **out, struct error *err)
{
	try {
		std::unique_ptr<render_set> set(new render_set);
		for (; *folders != nullptr; folders++)
			add_folder(set->pages, *folders);
		for (const auto &entry : set->pages) {
			std::set<std::string> above;
			check_partials(set->pages, entry.first, above);
		}
		*out = set.release();
		return 0;
	} catch (const fault &wrong) {
		return error_set(err, wrong.code, "%s", wrong.sentence.c_str());
	} catch (const std::exception &wrong) {
		return error_set(err, E_INVALID, "templates: %s", wrong.what());
	}
}

extern "C" int render_fill(const struct render_set *set, const char *name, const json_t *values,
			   bool html, struct buf *out, struct error *err)
{
	try {
		std::string text = fill(*set, name, values, html);
		buf_add(out, text.data(), text.size());
		return 0;
	} catch (const fault &wrong) {
		return error_set(err, wrong.code, "template %s: %s", name, wrong.sentence.c_str());
	} catch (const std::exception &wrong) {
		return error_set(err, E_INVALID, "template %s: %s", name, wrong.what());
	}
}

extern "C" void render_close(struct render_set *set)
{
	delete set;
}
