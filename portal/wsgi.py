"""The entry of a WSGI server's worker process."""

from portal.app import create_wsgi
from portal.settings import read_settings
from portal.web import logs, metrics

logs.configure()
_settings = read_settings()
metrics.share(_settings.instance_dir)
application = create_wsgi(_settings)
