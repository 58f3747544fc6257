"""What a portal makes of its content takes eight seconds of a processor, so the tests make it once."""

import atexit
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from portal.settings import Settings

CONTENT = Path(__file__).resolve().parents[1] / "content"
MADE = ("index", "rendered")
"""Folders of an instance folder that hold nothing but what follows from the content, named by its digest."""


def put_into(instance_dir: Path) -> Path:
    """Lay into an instance folder what a portal would make of the real content; gives the folder."""
    for name in MADE:
        if not (instance_dir / name).exists():
            shutil.copytree(_make() / name, instance_dir / name)
    return instance_dir


@cache
def _make() -> Path:
    """An instance folder with everything made, which lasts as long as this process."""
    from portal.app import create_app
    from portal.search.current import current_search
    from tests.building import tear_down

    folder = Path(mkdtemp(prefix="portal-made-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    app = create_app(Settings(_env_file=None, content_dir=CONTENT, instance_dir=folder))
    with app.app_context():
        current_search.get().refresh()
    tear_down(app)
    return folder
