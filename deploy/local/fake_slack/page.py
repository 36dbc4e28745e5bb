"""The page on which a person reads what the fake received."""

from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from deploy.local.fake_slack.message import Json
from deploy.local.fake_slack.mrkdwn import link, mrkdwn, plain
from deploy.local.fake_slack.workspace import Workspace

HERE = Path(__file__).parent
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


def page_routes(workspace: Workspace) -> list[Route]:
    """Return the page at / and its style sheet."""
    environment = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters |= {"mrkdwn": mrkdwn, "text_object": text_object, "clock": clock}
    environment.globals["link"] = link
    template = environment.get_template("page.html.jinja")

    async def show(request: Request) -> Response:
        refresh = request.query_params.get("refresh", "")
        html = template.render(
            channels=channels_of(workspace), refresh=refresh if refresh.isdecimal() else ""
        )
        return HTMLResponse(html, headers=SECURITY)

    async def style(request: Request) -> Response:
        return FileResponse(HERE / "page.css", media_type="text/css")

    return [Route("/", show), Route("/page.css", style)]


def channels_of(workspace: Workspace) -> list[Json]:
    """Return each channel with its root messages, newest first, and their threads."""
    return [
        {
            "id": channel,
            "name": name,
            "threads": [
                (message, workspace.replies(message))
                for message in reversed(workspace.messages(channel))
                if not message.is_reply
            ],
        }
        for channel, name in workspace.names.items()
    ]


def text_object(value: Json) -> Markup:
    """Render a plain_text or mrkdwn object."""
    text = str(value.get("text", ""))
    return mrkdwn(text) if value.get("type") == "mrkdwn" else plain(text)


def clock(seconds: float | str) -> str:
    """Show a Slack timestamp as a time of day in UTC."""
    return datetime.fromtimestamp(float(seconds), UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
