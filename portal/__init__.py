"""A customer self-service portal: read, find, ask and follow, in five languages.

The map, from the top floor down; a room imports only from lower floors:

============================  ===============================================================================
``cli``, ``serving``,         the command line; the commands that run web server, worker and migrations; the public
``freezing``                  site as files
``app``, ``worker``,          put the rooms together: the WSGI application, the background loop, the check of
``checking``, ``companion``   the whole content folder, the worker beside a server
``rhythm``                    the loop of the background worker: what is due, what failed, signs of life
``services``                  the one place that chooses implementations from the settings
``desk``, ``insights``,       the support team's queue and cases; figures for staff; what is stored about an address,
``privacy``, ``operating``,   its copy and its deletion; how the portal is doing, for operators; all of it in one
``backup``                    file and back
``notify``, ``intake``,       mail that leaves; the guided wizard; a request's conversation on every page; the front
``chat``, ``home``,           page and the addresses for machines; the help button for other sites; programs of others
``widget``, ``connect``
``cases``, ``search``         a case is its events; the index and the questions put to it
``incidents``, ``articles``,  what is broken now; what editors wrote; files from outside, judged by their content and
``attachments``               cleaned
``masking``, ``identity``,    secrets in pasted text; who is asking; the support policy as data
``policy``
``web``                       the shell every page stands in: language, layout, page cache, errors
``db``                        engine, units of work, outbox table, migrations
``settings``, ``kernel``      the environment as one value; what needs the standard library only
============================  ===============================================================================
"""
