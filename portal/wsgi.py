"""The entry of a WSGI server's worker process."""

import signal

from portal.kernel.starting import without_collecting

with without_collecting():
    from portal.app import create_wsgi
    from portal.settings import read_settings
    from portal.web import logs, metrics
    from portal.web.handing_over import HandingOver

# Outside of the block: a first start renders every text for the index, which leaves garbage in circles.
logs.configure()
_settings = read_settings()
metrics.share(_settings.instance_dir)
application = HandingOver(create_wsgi(_settings))
# What `portal serve --hand-over` sends before it stops.
signal.signal(signal.SIGUSR1, application.begin)
