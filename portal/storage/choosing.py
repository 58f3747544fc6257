"""Where customers' files lie, as the settings say."""

from portal.kernel.bucket import read_bucket
from portal.settings import Settings, SettingsError
from portal.storage.folder import FolderStore
from portal.storage.store import FileStore


def choose_store(settings: Settings) -> FileStore:
    """The folder, or the bucket that `PORTAL_UPLOADS_URL` names; nobody is asked whether it answers.

    Raises:
        SettingsError: when the library that speaks S3 is not installed, or cannot make sense of the variables.
    """
    if not settings.uploads_url:
        return FolderStore(settings.uploads_dir)
    try:
        # Only here: nothing of the library is loaded into a process that does not use it.
        from portal.storage.bucket import BucketStore
    except ImportError as error:
        problem = f"PORTAL_UPLOADS_URL: needs the extra s3, see the README ({error.name} is not installed)"
        raise SettingsError([problem]) from None
    try:
        return BucketStore(read_bucket(settings.uploads_url))
    except ValueError as error:
        raise SettingsError([f"PORTAL_UPLOADS_URL: the AWS_… variables are wrong ({error})"]) from None
