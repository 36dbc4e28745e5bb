"""Run enrich: python -m services.enrich."""

import os

from chassis.host import main
from services.enrich.app import build_app
from services.enrich.settings import EnrichSettings

if __name__ == "__main__":
    main(build_app, EnrichSettings, os.environ)
