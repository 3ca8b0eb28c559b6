"""Users that Salesforce makes for itself: nobody signs in as one, and freezing or deactivating one breaks a feature.

Each is known by its UserType, or by a user name that is reserved: `integration@<org id>.com`, the id in small letters
("The user IDs are reserved Salesforce user IDs, and you must not create users that use these IDs"). Profiles are no
sign: the page on CRM Analytics tells people to clone them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlatformUser:
    """One of them. `logins` stand before the org's id in its user name; `source` is the title of a page about it."""

    name: str
    source: str
    user_types: tuple[str, ...] = ()
    logins: tuple[str, ...] = ()

    def is_meant(self, user_type: str | None, username: str | None) -> bool:
        """Whether a user of the platform, with the user name in small letters, is this one."""
        return user_type in self.user_types or (username or "").startswith(self.logins)


PLATFORM_USERS: tuple[PlatformUser, ...] = (
    PlatformUser(
        "Automated Process",
        "Changes from Automated Process User/System User in Setup Audit Trail",
        user_types=("AutomatedProcess",),
        logins=("autoproc@", "automatedclean@"),
    ),
    PlatformUser(
        "Platform Integration User",
        "Platform Integration User",
        user_types=("CloudIntegrationUser",),
        logins=("cloud@", "commerce@"),
    ),
    PlatformUser(
        "Integration User and Security User of CRM Analytics",
        "Best Practices: Manage Integration and Security Users in CRM Analytics",
        logins=("integration@", "security@", "insightssecurity@"),
    ),
    PlatformUser(
        "Sales Insights Integration User",
        "Einstein Sales: the Integration User",
        logins=("insightsintegration@",),
    ),
    PlatformUser("Chatter Expert", "Chatter Expert User", logins=("chatty.",)),
)

USER_TYPES = tuple(sorted(user_type for user in PLATFORM_USERS for user_type in user.user_types))

_LOGINS = "|".join(login.replace(".", r"\.") for user in PLATFORM_USERS for login in user.logins)

#: RE2, for user names in small letters: one of the logins, and an org's id; a sandbox adds its own name.
RESERVED_USERNAME = rf"^(?:{_LOGINS})00d[0-9a-z]{{12}}(?:[0-9a-z]{{3}})?(?:\.|$)"
