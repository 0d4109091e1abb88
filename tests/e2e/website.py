"""A website stand-in that speaks WordPress's REST interface (posts, media) and shows the posts as
public pages.  `faults` is asked at every create: its answer says what goes wrong."""
import html
import http.server
import json
import socket
import socketserver
import threading
import time
import urllib.parse


class Website:
    def __init__(self, faults=None, settle_s=0.0):
        self.posts, self.media = {}, {}
        self.next_id, self.lock = 1, threading.Lock()
        self.faults = faults or (lambda slug: None)
        self.settle_s = settle_s
        self.creates = []        # (slug, fault)
        self.page_requests = []  # public addresses that were asked for
        self.closing = threading.Event()
        site = self

        class Handler(_Handler):
            website = site

        class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True
            request_queue_size = 256

            def handle_error(self, request, client_address):
                pass  # a client that gives up is part of the test

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()

    # --- the CMS ---------------------------------------------------------------------------

    def create(self, fields):
        with self.lock:
            slug, number = fields["slug"], 1
            taken = {post["slug"] for post in self.posts.values()}
            wanted = slug
            while slug in taken:
                number += 1
                slug = f"{wanted}-{number}"
            post = {"id": self.next_id, "slug": slug, "status": fields.get("status", "draft"),
                    "link": f"{self.url}/{slug}/", "title": fields["title"],
                    "content": fields["content"]}
            self.posts[self.next_id] = post
            self.next_id += 1
            return post

    def live(self):
        with self.lock:
            return [post for post in self.posts.values() if post["status"] == "publish"]

    def page(self, slug):
        with self.lock:
            for post in self.posts.values():
                if post["slug"] == slug and post["status"] == "publish":
                    return self.render(post)
        return None

    def render(self, post):
        return f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<title>{html.escape(post["title"])} - 盐城市水利局</title>
<meta name="SiteName" content="盐城市水利局"><meta name="ArticleTitle" content="{html.escape(post["title"])}">
</head><body><ul><li><a href="/">首页</a></li><li><a href="/list">政务公开</a></li></ul>
<h1>{html.escape(post["title"])}</h1><div class="entry">{post["content"]}</div>
<footer>盐城市水利局主办</footer></body></html>"""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    website = None

    def log_message(self, *arguments):
        pass

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def answer(self, status, content, kind="application/json", headers=()):
        data = content if isinstance(content, bytes) else \
            content.encode() if isinstance(content, str) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def cut(self):
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        self.connection.close()

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        site = self.website
        if url.path == "/wp-json/wp/v2/posts":
            slug = urllib.parse.parse_qs(url.query).get("slug", [""])[0]
            with site.lock:
                found = [post for post in site.posts.values() if post["slug"] == slug]
            self.answer(200, found)
        elif url.path.startswith("/media/"):
            data = site.media.get(urllib.parse.unquote(url.path[len("/media/"):]))
            self.answer(200 if data is not None else 404, data or b"",
                        "application/octet-stream")
        else:
            site.page_requests.append(url.path)
            page = site.page(url.path.strip("/"))
            self.answer(200 if page else 404, page or "<h1>404 页面不存在</h1>",
                        "text/html; charset=utf-8")

    def do_POST(self):
        url = urllib.parse.urlsplit(self.path)
        site, data = self.website, self.body()
        if url.path == "/wp-json/wp/v2/posts":
            self.create(json.loads(data))
        elif url.path == "/wp-json/wp/v2/media":
            name = self.headers["Content-Disposition"].split('filename="')[1].split('"')[0]
            name = name.encode("latin-1").decode("utf-8")
            site.media[name] = data
            self.answer(201, {"id": 1, "source_url":
                              f"{site.url}/media/{urllib.parse.quote(name)}"})
        elif url.path.startswith("/wp-json/wp/v2/posts/"):
            self.update(int(url.path.rsplit("/", 1)[1]), json.loads(data))
        else:
            self.answer(404, {"code": "rest_no_route"})

    def update(self, number, fields):
        with self.website.lock:
            post = self.website.posts.get(number)
            if post is not None:
                post.update({key: fields[key] for key in ("title", "content", "slug", "status")
                             if key in fields})
                post["link"] = f"{self.website.url}/{post['slug']}/"
        self.answer(200 if post else 404, post or {"code": "rest_post_invalid_id"})

    def do_DELETE(self):
        number = int(urllib.parse.urlsplit(self.path).path.rsplit("/", 1)[1])
        with self.website.lock:
            post = self.website.posts.get(number)
            if post is not None:
                post["status"] = "trash"
                post["slug"] += "__trashed"
        self.answer(200 if post else 404, post or {"code": "rest_post_invalid_id"})

    def create(self, fields):
        """What the fault says; every kind leaves the CMS in a known state."""
        site, slug = self.website, fields["slug"]
        fault = site.faults(slug)
        site.creates.append((slug, fault))
        if fault in ("500-before", "502-before"):
            self.answer(int(fault[:3]), "<h1>error</h1>", "text/html")
        elif fault == "503":
            self.answer(503, {"code": "wp_die"}, headers=[("Retry-After", "1")])
        elif fault == "429":
            self.answer(429, {"code": "too_many"}, headers=[("Retry-After", "1")])
        elif fault == "cut-before":
            self.cut()
        elif fault == "slow-after":  # the client gives up, then the work is done
            site.closing.wait(site.settle_s)
            site.create(fields)
            self.cut()
        else:
            post = site.create(fields)
            if fault == "500-after":
                self.answer(500, "<h1>error</h1>", "text/html")
            elif fault == "hang-after":
                site.closing.wait(20)
                self.cut()
            elif fault == "cut-after":
                self.cut()
            elif fault == "junk-after":
                self.answer(201, "<br><b>Warning</b>: something")
            else:
                self.answer(201, post)
