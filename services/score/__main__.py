"""Start score: `python -m services.score`."""

import os

from chassis.host import main
from services.score.app import build_app
from services.score.settings import ScoreSettings

if __name__ == "__main__":
    main(build_app, ScoreSettings, os.environ)
