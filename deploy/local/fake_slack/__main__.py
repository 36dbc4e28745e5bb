"""Runs the fake Slack: `python -m deploy.local.fake_slack --port 8071`."""

import argparse
import sys
from pathlib import Path

from deploy.local.fake_slack.serving import DEFAULT_CHANNELS, DEFAULT_TOKEN, Options, build_app
from deploy.local.loopback import LoopbackServer


def main() -> None:
    """Serve until Ctrl-C."""
    given = _parser().parse_args()
    options = Options(
        channels=dict(given.channel) if given.channel else DEFAULT_CHANNELS,
        token=given.token,
        any_channel=given.any_channel,
        pacing=given.pacing,
        journal=given.journal,
        seed=given.seed,
    )
    try:
        server = LoopbackServer(build_app(options), given.port, given.host)
    except OSError as error:
        sys.exit(f"fake Slack cannot listen on {given.host}:{given.port}: {error.strerror}")
    sys.stdout.write(f"fake Slack: read it at {server.url}/ , API at {server.url}/api/\n")
    sys.stdout.flush()
    server.run()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fake_slack", description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="0 picks a free one")
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 only inside a container")
    parser.add_argument("--token", default=DEFAULT_TOKEN, help="the only token it accepts")
    parser.add_argument(
        "--channel", action="append", type=_channel, metavar="ID=NAME", help="may be repeated"
    )
    parser.add_argument("--any-channel", action="store_true", help="make channels when used")
    parser.add_argument("--pacing", action="store_true", help="enforce Slack's rate limits")
    parser.add_argument("--journal", type=Path, metavar="PATH", help="keep messages in this file")
    parser.add_argument("--seed", type=int, default=0, help="for faults with a probability")
    return parser


def _channel(given: str) -> tuple[str, str]:
    channel, _, name = given.partition("=")
    if not channel:
        raise argparse.ArgumentTypeError("write it as C0123456=name")
    return channel, name or channel


if __name__ == "__main__":
    main()
