"""Brings the schema, the administrator and the folder of the music up to date; may be run again at any time."""
import hashlib
import hmac
import os
import secrets

from pony.orm import db_session
from supysonic.config import IniConfig
from supysonic.db import Folder, Meta, User, init_database
from supysonic.managers.folder import FolderManager
from supysonic.managers.user import UserManager

APPLIED = "recipe_commons_admin_pass"


def salted(password, salt):
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), 100_000)
    return f"{salt}:{digest.hex()}"


def keep_administrator(name, password):
    """A password changed in the web interface stays until the secret is another one."""
    applied = Meta.get(key=APPLIED)
    if applied is not None:
        salt = applied.value.split(":")[0]
        if hmac.compare_digest(applied.value, salted(password, salt)):
            return
    user = User.get(name=name)
    if user is None:
        UserManager.add(name, password, admin=True)
        print(f'created the administrator "{name}"')
    else:
        UserManager.change_password2(user, password)
        print(f'the secret admin_pass is new: replaced the password of "{name}"')
    value = salted(password, secrets.token_hex(8))
    if applied is None:
        Meta(key=APPLIED, value=value)
    else:
        applied.value = value


init_database(IniConfig.from_common_locations().BASE["database_uri"])
with db_session:
    with open("/run/secrets/admin_pass", encoding="utf-8") as file:
        keep_administrator(os.environ["ADMIN_USER"], file.read().rstrip("\n"))
    if not Folder.exists(root=True):
        FolderManager.add("Music", "/music")
        print('created the folder "Music"')
