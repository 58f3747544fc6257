"""A real IMAP server for tests: Debian's dovecot on free ports of this machine, in a folder that is thrown away."""

import grp
import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tests.programs import require_program

USER, PASSWORD = "support", "Pässwort 1%@/#"
"""A password that has to be percent-encoded, and that LOGIN cannot take."""
_STARTS_WITHIN_S = 10
_COMMON = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
auth_failure_delay = 0
auth_mechanisms = plain login
{plain} = {yes_plain}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {ssl_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""
# What 2.4 names anew; everything else is the same in both.
_OLD = """
ssl = {ssl}
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
mail_location = maildir:{folder}/mail
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail
}}
"""
_NEW = """
ssl = {ssl}
ssl_server_cert_file = {folder}/cert.pem
ssl_server_key_file = {folder}/key.pem
mail_driver = maildir
mail_path = {folder}/mail
passdb passwd-file {{
  passwd_file_path = {folder}/users
  default_password_scheme = plain
}}
userdb static {{
  fields {{
    uid = {uid}
    gid = {gid}
    home = {folder}/mail
  }}
}}
"""


class Dovecot:
    """The server; ``start`` and ``stop`` may be called again and again."""

    def __init__(self, folder):
        self.folder = folder
        self.port, self.ssl_port = free_port(), free_port()
        self._program = require_program("dovecot")
        self._process = None
        make_certificate(folder)
        self.certificate = folder / "cert.pem"

    def start(self, *, ssl="yes"):
        (self.folder / "dovecot.conf").write_text(self._configure(ssl))
        command = [self._program, "-F", "-c", self.folder / "dovecot.conf"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + _STARTS_WITHIN_S
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        log = self.folder / "log"
        raise AssertionError(f"dovecot does not start: {log.read_text()[-2000:] if log.exists() else 'no log'}")

    def stop(self):
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=10)
            self._process = None

    def empty(self):
        """Take all messages and folders away."""
        for path in (self.folder / "mail").iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def address(self, *, scheme="imaps", folder="", query="", password=PASSWORD):
        """The setting that leads here."""
        port = self.ssl_port if scheme == "imaps" else self.port
        return f"{scheme}://{USER}:{quote(password, safe='')}@127.0.0.1:{port}/{quote(folder)}{query}"

    @contextmanager
    def as_reader(self):
        """A mail program that is signed in."""
        program = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        program.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
        try:
            yield program
        finally:
            program.logout()

    def deliver(self, *messages, folder="INBOX"):
        """Put messages into a folder, which is made where it is missing."""
        with self.as_reader() as program:
            if folder != "INBOX":
                program.create(folder)
            for message in messages:
                assert program.append(folder, "", None, message)[0] == "OK"

    def count(self, folder):
        """How many messages lie in a folder; 0 where there is none."""
        with self.as_reader() as program:
            typ, answer = program.status(folder, "(MESSAGES)")
        return int(answer[0].rpartition(b"MESSAGES ")[2].rstrip(b")")) if typ == "OK" else 0

    def _configure(self, ssl):
        version = subprocess.run([self._program, "--version"], capture_output=True, text=True, check=True).stdout
        number = version.split()[0]
        is_new = tuple(map(int, number.split(".")[:2])) >= (2, 4)
        is_root = os.geteuid() == 0
        owner = pwd.getpwnam("mail") if is_root else pwd.getpwuid(os.geteuid())
        mail = self.folder / "mail"
        mail.mkdir(exist_ok=True)
        os.chown(mail, owner.pw_uid, owner.pw_gid)
        (self.folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
        head = f"dovecot_config_version = {number}\ndovecot_storage_version = {number}\n" if is_new else ""
        return (head + _COMMON + (_NEW if is_new else _OLD)).format(
            folder=self.folder,
            internal="dovecot" if is_root else owner.pw_name,
            login="dovenull" if is_root else owner.pw_name,
            group="dovecot" if is_root else _group(owner),
            port=self.port,
            ssl_port=self.ssl_port,
            plain="auth_allow_cleartext" if is_new else "disable_plaintext_auth",
            yes_plain="yes" if is_new else "no",
            ssl=ssl,
            uid=owner.pw_uid,
            gid=owner.pw_gid,
        )


@contextmanager
def run_dovecot():
    """A server that runs, in a folder that its own accounts may enter."""
    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
    folder.chmod(0o755)
    server = Dovecot(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def make_certificate(folder):
    """A certificate that nobody knows, for this machine's own address."""
    command = [require_program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command += ["-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command += ["-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    subprocess.run(command, check=True, capture_output=True)


def free_port():
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _group(owner):
    return grp.getgrgid(owner.pw_gid).gr_name
