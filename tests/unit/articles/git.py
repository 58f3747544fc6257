"""A git host and a checkout of it, both in folders of the test."""

import os
import subprocess
from pathlib import Path

WHO = {"NAME": "Ana", "EMAIL": "ana@premium.example"}


def git(folder: Path, *arguments: str) -> str:
    """Run git as somebody whose settings are nobody's."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {f"GIT_{role}_{name}": value for role in ("AUTHOR", "COMMITTER") for name, value in WHO.items()}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    answer = subprocess.run(
        ("git", *arguments), cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    return answer.stdout.strip()


class GitHost:
    """A bare repository, the checkout of an editor who pushes to it, and the checkout that a server pulls into."""

    def __init__(self, root: Path, content: Path) -> None:
        self.bare, self.editor, self.server = root / "host.git", root / "editor", root / "server"
        git(root, "init", "--bare", "--initial-branch=main", str(self.bare))
        git(root, "clone", "--quiet", str(self.bare), str(self.editor))
        git(self.editor, "checkout", "--quiet", "-b", "main")
        content.replace(self.editor / "content")
        self.push("Begin")
        git(root, "clone", "--quiet", str(self.bare), str(self.server))

    def push(self, message: str) -> str:
        """Commit everything the editor changed and push it; gives the commit."""
        git(self.editor, "add", "--all")
        git(self.editor, "commit", "--quiet", "--message", message)
        git(self.editor, "push", "--quiet", "--set-upstream", "origin", "main")
        return git(self.editor, "rev-parse", "HEAD")
