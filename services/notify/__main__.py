"""`python -m services.notify`: run the worker."""

import os

from chassis.host import main
from services.notify.app import build_app
from services.notify.settings import NotifySettings

if __name__ == "__main__":
    main(build_app, NotifySettings, os.environ)
