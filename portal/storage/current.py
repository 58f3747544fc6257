"""What views of higher rooms look up."""

from portal.storage.store import FileStore
from portal.web.provided import Provided

current_uploads: Provided[FileStore] = Provided("uploads")
