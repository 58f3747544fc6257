"""The entry of a WSGI server's worker process."""

import signal

from portal.app import create_wsgi
from portal.settings import read_settings
from portal.web import logs
from portal.web.handing_over import HandingOver

logs.configure()
application = HandingOver(create_wsgi(read_settings()))
# What `portal serve --hand-over` sends before it stops.
signal.signal(signal.SIGUSR1, application.begin)
