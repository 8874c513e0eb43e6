"""How a command has its second person prove to be there."""

import sys
from argparse import ArgumentParser
from datetime import datetime
from getpass import getpass

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from enterprises.logins.models import SecondPersonCode
from enterprises.logins.second_person import check_password, use_code
from enterprises.shared.refusals import Refused

_OR_CODE = "，或用 --code 给出本人在工作台取得的一次性验证码"


def add_code_argument(parser: ArgumentParser) -> None:
    """Take the code that the second person got at the desk."""
    parser.add_argument("--code", metavar="CODE", help="该人员本人在工作台取得的一次性验证码；不填则在终端输入其密码")


def require_presence(
    user: User, *, purpose: SecondPersonCode.Purpose, object_id: int, code: str | None, at: datetime
) -> None:
    """Take the person's code, or their password at the terminal.

    :raises CommandError: neither is right, or there is no terminal to type a password at.
    """
    try:
        if code:
            use_code(code, user=user, purpose=purpose, object_id=object_id, at=at)
            return
        check_password(typed_password(user, instead=_OR_CODE), user=user, at=at)
    except Refused as refusal:
        raise CommandError(refusal.sentence, returncode=2) from refusal


def require_password(user: User, *, at: datetime) -> None:
    """Take the person's password at the terminal.

    :raises CommandError: it is wrong, or there is no terminal.
    """
    try:
        check_password(typed_password(user), user=user, at=at)
    except Refused as refusal:
        raise CommandError(refusal.sentence, returncode=2) from refusal


def typed_password(user: User, *, instead: str = "") -> str:
    """Read a password from the terminal without echo; `instead` is what the command takes in its place.

    :raises CommandError: there is none.
    """
    if not sys.stdin.isatty():
        raise CommandError(f"须由{user.get_username()}本人在终端输入密码{instead}。", returncode=2)
    return getpass(f"{user.get_username()} 的密码：")
