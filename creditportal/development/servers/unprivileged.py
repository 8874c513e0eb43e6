"""PostgreSQL and Elasticsearch refuse to run as root: find another user and make room for it."""

import os
import pwd
import shutil
import stat
from pathlib import Path

from creditportal.development.servers.process import ServerFailed


def service_user(*names: str) -> str:
    """Return the first of the users that exists, or nothing if we are not root."""
    if os.geteuid() != 0:
        return ""
    for name in (*names, "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise ServerFailed("This user is root and there is no user nobody to whom the server could be given.")


def may_enter(folder: Path, user: pwd.struct_passwd) -> bool:
    """Return whether a user's rights let it go through a folder."""
    found = folder.stat()
    if found.st_uid == user.pw_uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == user.pw_gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def closed_folder(path: Path, user: str) -> Path | None:
    """Return the folder above `path` that keeps a user out, if there is one."""
    if not user:
        return None
    entry = pwd.getpwnam(user)
    above = (folder for folder in path.absolute().parents if folder.exists())
    return next((folder for folder in above if not may_enter(folder, entry)), None)


def make_room(folder: Path, user: str) -> None:
    """Make a folder that only the server's user can read.

    :raises ServerFailed: if a folder above keeps that user out.
    """
    barrier = closed_folder(folder, user)
    if barrier is not None:
        raise ServerFailed(
            f"As root the server runs as {user}, who may not enter {barrier}: "
            f"choose a folder outside it, for instance DATA_DIR=/var/tmp/creditportal."
        )
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    hand_over(folder, user)


def hand_over(path: Path, user: str) -> None:
    """Give a file or folder to the server's user."""
    if user:
        shutil.chown(path, user, pwd.getpwnam(user).pw_gid)
