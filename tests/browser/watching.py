"""What pages do besides showing themselves: nothing may fail in them, and nothing may leave for another host."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

# htmx writes down each request that it gives up for a newer one. A request that failed is "htmx:sendError" beside.
_GIVEN_UP = ("htmx:afterRequest", "htmx:sendAbort")


class Watch:
    """Listens to everything in one visitor's browser; `findings` says what should not have happened."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.findings: list[str] = []
        self._home = urlsplit(home).netloc
        # Pages that are an answer with an error, such as a form with a mistake: browsers write these down as well.
        self._refused: set[str] = set()
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.findings.append(f"script: {error.error}"))
        context.on("request", self._see_request)
        context.on("response", self._see_response)

    def _hear(self, message: ConsoleMessage) -> None:
        address = message.location["url"]
        if message.text.startswith(_GIVEN_UP) or address in self._refused:
            return
        if message.type in {"error", "warning"}:
            self.findings.append(f"console: {message.text} ({address})")

    def _see_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc != self._home:
            self.findings.append(f"request to another host: {request.url}")

    def _see_response(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.status >= 400:
            self._refused.add(response.url)
