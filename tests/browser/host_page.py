"""A site of somebody else that holds the chat as a widget."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HOST = "A page about something else"
INSIDE = "Ask the office instead"


def host(chat: str = "", style: str = "") -> str:
    """A page of it; `chat` is the address of the chat's server, nothing for the same one."""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{HOST}</title><link rel="icon" href="data:,"><style>{style}</style>
<script src="{chat}/chat/skills-chat.js" defer></script></head>
<body><main><h1>{HOST}</h1><p class="own">A sentence of its own.</p><skills-chat><p>{INSIDE}</p></skills-chat></main></body></html>"""


class Site:
    """A server of pages and nothing else, on a free port, for as long as the `with` lasts."""

    def __init__(self) -> None:
        self.page, self.headers = "", {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **site.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(site.page.encode())

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def __enter__(self) -> Site:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def origin(self) -> str:
        # Another site than the chat's, not only another port of it.
        return f"http://localhost:{self._server.server_port}"

    def shows(self, page: str, **headers: str) -> str:
        """The address under which the page is shown from now on."""
        self.page, self.headers = page, {name.replace("_", "-"): value for name, value in headers.items()}
        return f"{self.origin}/page"
