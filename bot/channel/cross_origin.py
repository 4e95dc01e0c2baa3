"""Which pages may talk to the chat: this server's own, and those of the sites that the operator allows.

A page elsewhere holds its session in its script and sends it in the body or as a bearer token. Cookies are never for it:
the only one belongs to the page without a script, and whatever comes from elsewhere loses it here.
"""

from __future__ import annotations

from collections.abc import Iterable

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channel.http import refused

PREFIX = "/chat/"
FILES = (".css", ".js", ".png", ".svg")
# Forms of the page without a script: they begin or go on with a conversation by cookie, so that only this page has them.
OWN_FORMS = ("/chat/say", "/chat/opinion")
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "content-type, authorization",
    "Access-Control-Max-Age": "600",
}
USUAL_PORTS = {"http": ":80", "https": ":443"}


class CrossOrigin:
    """The rule for everything under /chat/; `allowed` holds origins as browsers name them ("https://host:port")."""

    def __init__(self, allowed: Iterable[str]) -> None:
        self._allowed = frozenset(allowed)

    def register(self, app: Sanic) -> None:
        """Put the rule before and after every handler of the app; called before other middleware that replies."""
        # Rasa always installs sanic-cors: it would answer preflights before us, and offer cookies to whoever asks.
        if hasattr(app.ctx, "sanic_cors"):
            app.ctx.sanic_cors.resources = []
            app.ctx.sanic_cors.options = {"automatic_options": False}
        app.register_middleware(self.before, "request")
        app.register_middleware(self.after, "response")

    async def before(self, request: Request) -> HTTPResponse | None:
        """The answer to a preflight, a refusal of a page that is not allowed, or None: the handler goes on."""
        if not request.path.startswith(PREFIX):
            return None
        if request.method == "OPTIONS" and "access-control-request-method" in request.headers:
            return HTTPResponse(status=204, headers=PREFLIGHT) if self._may_read(request) else _refusal()
        if is_own(request):
            return None
        if request.method not in ("GET", "HEAD") and not (self._may_read(request) and _path(request) not in OWN_FORMS):
            return _refusal()
        request.headers.pop("cookie", None)
        return None

    async def after(self, request: Request, response: HTTPResponse) -> None:
        """Says who may read the response."""
        if not request.path.startswith(PREFIX):
            return
        open_to_others = self._allowed and request.path.endswith(FILES)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if open_to_others else "same-origin"
        if self._allowed:
            # For everybody: else a cache gives what it kept from one page to another.
            response.headers["Vary"] = ", ".join(filter(None, [response.headers.get("vary"), "Origin"]))
        if self._may_read(request):
            response.headers["Access-Control-Allow-Origin"] = request.headers["origin"]

    def _may_read(self, request: Request) -> bool:
        return request.headers.get("origin") in self._allowed


def is_own(request: Request) -> bool:
    """Whether a page of this very server, or no page at all, sent the request.

    Browsers say so themselves (Sec-Fetch-Site), whatever stands between; a page cannot write that header. An older
    browser, or one without TLS, is believed where its Origin is the host it asked for; a proxy has to hand on Host. Of
    X-Forwarded-Host nothing is believed. The scheme is not compared: behind a proxy it is not known here. Programs and
    text browsers send neither; nobody's cookie travels with a foreign page's request in a browser that old, since the
    cookie is for this site only (SameSite).
    """
    site = request.headers.get("sec-fetch-site")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    if not origin:
        return True
    scheme, _, host = origin.lower().partition("://")
    usual = USUAL_PORTS.get(scheme, "")
    return bool(host) and host.removesuffix(usual) == request.headers.get("host", "").lower().removesuffix(usual)


def _path(request: Request) -> str:
    # Sanic routes a path with a slash at its end as one without.
    return request.path.rstrip("/")


def _refusal() -> HTTPResponse:
    return refused("origin_not_allowed", 403)
