"""The key of the instance folder is made once; after that, processes start without writing."""

import errno
from pathlib import Path

from portal.settings import Settings
from portal.web.secret_key import obtain_secret


def test_key_is_read_where_nothing_can_be_written(tmp_path, monkeypatch):
    settings = Settings(_env_file=None, instance_dir=tmp_path)
    made = obtain_secret(settings)

    def refuse(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_text", refuse)

    assert len(made) == 64
    assert obtain_secret(settings) == made
