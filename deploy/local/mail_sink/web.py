"""The HTTP side: a page to read the mails on, and the control API."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from deploy.local.mail_sink.faults import MailFault, MailFaults
from deploy.local.mail_sink.mailbox import Mail, Mailbox

HERE = Path(__file__).parent
PAGE_SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-src 'self'",
    "Referrer-Policy": "no-referrer",
}
# What a mail's HTML may do when a browser shows it: look, and nothing else.
PART_SECURITY = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
}


def build_web(mailbox: Mailbox, faults: MailFaults) -> Starlette:
    """Wire the pages and the control API."""
    web = _Web(mailbox, faults)
    routes = [
        Route("/", web.page),
        Route("/page.css", web.style),
        Route("/mails/{number:int}.html", web.html_part),
        Route("/mails/{number:int}.eml", web.source),
        Route("/control/mails", web.list_mails, methods=["GET"]),
        Route("/control/faults", web.list_faults, methods=["GET"]),
        Route("/control/faults", web.add_fault, methods=["POST"]),
        Route("/control/faults", web.clear_faults, methods=["DELETE"]),
        Route("/control/reset", web.reset, methods=["POST"]),
    ]
    return Starlette(routes=routes, exception_handlers={ValidationError: _unreadable})


def _unreadable(request: Request, error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, 422)


class _Web:
    def __init__(self, mailbox: Mailbox, faults: MailFaults) -> None:
        self._mailbox = mailbox
        self._faults = faults
        environment = Environment(
            loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined
        )
        self._template = environment.get_template("page.html.jinja")

    async def page(self, request: Request) -> Response:
        refresh = request.query_params.get("refresh", "")
        html = self._template.render(
            mails=self._mailbox.mails()[::-1], refresh=refresh if refresh.isdecimal() else ""
        )
        return HTMLResponse(html, headers=PAGE_SECURITY)

    async def style(self, request: Request) -> Response:
        return Response((HERE / "page.css").read_text("utf-8"), media_type="text/css")

    async def html_part(self, request: Request) -> Response:
        html = self._mail(request).html
        if html is None:
            raise HTTPException(404, "this mail has no HTML part")
        return HTMLResponse(html, headers=PART_SECURITY)

    async def source(self, request: Request) -> Response:
        raw = self._mailbox.path(self._mail(request).number, "eml").read_bytes()
        return PlainTextResponse(raw, headers=PART_SECURITY)

    async def list_mails(self, request: Request) -> Response:
        mails = [mail.model_dump(mode="json") for mail in self._mailbox.mails()]
        return JSONResponse({"mails": mails})

    async def list_faults(self, request: Request) -> Response:
        waiting = [fault.model_dump(mode="json") for fault in self._faults.waiting()]
        return JSONResponse({"faults": waiting})

    async def add_fault(self, request: Request) -> Response:
        self._faults.add(MailFault.model_validate_json(await request.body()))
        return await self.list_faults(request)

    async def clear_faults(self, request: Request) -> Response:
        self._faults.clear()
        return await self.list_faults(request)

    async def reset(self, request: Request) -> Response:
        self._faults.clear()
        self._mailbox.reset()
        return JSONResponse({"ok": True})

    def _mail(self, request: Request) -> Mail:
        number = request.path_params["number"]
        for mail in self._mailbox.mails():
            if mail.number == number:
                return mail
        raise HTTPException(404, f"there is no mail {number}")
