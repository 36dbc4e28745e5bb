"""Runs the mail sink: `python -m deploy.local.mail_sink --smtp-port 8025 --http-port 8026`."""

import argparse
import sys
from pathlib import Path

from deploy.local.mail_sink.serving import Options, Tls, build_parts, smtp_server


def main() -> None:
    """Serve until Ctrl-C."""
    parser = _parser()
    given = parser.parse_args()
    if (given.tls_cert is None) != (given.tls_key is None):
        parser.error("--tls-cert and --tls-key belong together")
    if given.require_tls and given.tls_cert is None:
        parser.error("--require-tls needs --tls-cert and --tls-key")
    tls = Tls(given.tls_cert, given.tls_key, given.require_tls) if given.tls_cert else None
    options = Options(given.folder, given.smtp_port, given.http_port, given.host, tls)
    try:
        handler, web = build_parts(options)
        with smtp_server(options, handler) as port:
            sys.stdout.write(f"mail sink: SMTP on port {port}, read the mails at {web.url}/\n")
            sys.stdout.flush()
            web.run()
    except OSError as error:
        sys.exit(f"mail sink cannot start: {error}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mail_sink", description=__doc__)
    parser.add_argument("--smtp-port", type=int, required=True, help="0 picks a free one")
    parser.add_argument("--http-port", type=int, required=True, help="0 picks a free one")
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 only inside a container")
    parser.add_argument("--folder", type=Path, default=Path(".local/mails"), metavar="PATH")
    parser.add_argument("--tls-cert", type=Path, metavar="PATH", help="offer STARTTLS with it")
    parser.add_argument("--tls-key", type=Path, metavar="PATH")
    parser.add_argument("--require-tls", action="store_true", help="refuse mail without TLS")
    return parser


if __name__ == "__main__":
    main()
