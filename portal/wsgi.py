"""The entry of a WSGI server's worker process."""

from portal.app import create_wsgi
from portal.settings import read_settings
from portal.web import logs

logs.configure()
application = create_wsgi(read_settings())
