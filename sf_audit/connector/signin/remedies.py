"""What to do about each answer of the token endpoint, most telling first.

The sentences come from the setup pages of Salesforce ("OAuth 2.0 JWT Bearer Flow", "OAuth 2.0 Client Credentials
Flow", "Manage OAuth Access Policies"); where a description is not known, the code alone decides.
"""

from __future__ import annotations

from sf_audit.salesforce.permissions import USE_ANY_API_AUTH, label
from sf_audit.salesforce.versions import SOAP_LOGIN_LAST

_APPROVE = (
    "In the app's OAuth policies set Permitted Users to “Admin approved users are pre-authorized” and give the auditor "
    "user the permission set that the app names."
)
_AUDIENCE = "Leave out the audience, or set it to the org's My Domain URL; External Client Apps take no other."
_CLOCK = "Set this machine's clock: a JWT assertion is valid for three minutes."
_USER = "Look at the auditor user: active, not frozen, not locked, password not expired."
_ADDRESS = "Look at the login IP ranges of the user's profile, and at IP relaxation in the app's OAuth policies."
_CERTIFICATE = "Upload the certificate of this private key to the app, and name the user by its full user name."
_INSTALL = (
    f"Install the app in this org, or allow the user “{label('CanApproveUninstalledApps')}”; sign in at its My Domain."
)
_RUN_AS = "In the app's OAuth policies enable the client credentials flow and name the user that it runs as."
_MY_DOMAIN = "Client credentials need the org's My Domain: login.salesforce.com and test.salesforce.com do not work."
_SECRET = "Look at the app's consumer key and secret; after a rotation store the new one with `sf-audit login`."  # noqa: S105
_FLOW = "Enable this flow in the app: JWT bearer or client credentials, in its OAuth settings."
_RATE = "The user signed in too often: wait an hour."

#: (code or "", words in the description or "") → hint. The first row that fits.
_REMEDIES = (
    ("", "approved this consumer", _APPROVE),
    ("", "not admin approved", _APPROVE),
    ("", "audience", _AUDIENCE),
    ("", "rate exceeded", _RATE),
    ("", "ip restricted", _ADDRESS),
    ("", "ip not allowed", _ADDRESS),
    ("", "inactive", _USER),
    ("", "locked", _USER),
    ("", "frozen", _USER),
    ("", "no client credentials user", _RUN_AS),
    ("", "not supported on this domain", _MY_DOMAIN),
    ("", "must be installed", _INSTALL),
    ("", "not installed", _INSTALL),
    ("", "expired", _CLOCK),
    ("", "invalid assertion", _CERTIFICATE),
    ("invalid_client", "", _SECRET),
    ("invalid_client_id", "", _SECRET),
    ("invalid_app_access", "", _APPROVE),
    ("app_not_found", "", f"{_INSTALL} {_AUDIENCE}"),
    ("unsupported_grant_type", "", _FLOW),
    ("unauthorized_client", "", _FLOW),
    ("inactive_user", "", _USER),
    ("inactive_org", "", "The org is locked or closed: its administrator has to open it."),
    ("rate_limit_exceeded", "", _RATE),
    ("OAUTH_APP_BLOCKED", "", "An administrator has blocked the app: Setup, Connected Apps OAuth Usage."),
    ("OAUTH_APPROVAL_ERROR_GENERIC", "", _INSTALL),
    ("invalid_grant", "", f"{_USER} {_ADDRESS} {_CERTIFICATE}"),
)

#: SOAP login says no in codes of its own ("login()", "SOAP API End-of-Life Policy"): one that is switched off answers
#: INVALID_OPERATION, a version that is retired UNSUPPORTED_API_VERSION.
_LOGIN_FAULTS = {
    "INVALID_LOGIN": "Look at user name, password and security token; the user may be locked out.",
    "LOGIN_MUST_USE_SECURITY_TOKEN": "Reset the security token in the user's settings, and store it.",
    "INVALID_OPERATION_WITH_EXPIRED_PASSWORD": "Sign in once in a browser and set a new password.",
    "INSUFFICIENT_ACCESS": f"The user needs “{USE_ANY_API_AUTH}”; better, sign in by JWT or client credentials.",
    "INVALID_OPERATION": (
        "SOAP login is off in this org, as in every new one: sign in by JWT or client credentials. An administrator "
        "could switch it on (Setup, User Interface, Enable SOAP API login())."
    ),
    "UNSUPPORTED_API_VERSION": (
        f"This org no longer has login() of version {SOAP_LOGIN_LAST}: sign in by JWT or client credentials."
    ),
    "LOGIN_DURING_RESTRICTED_TIME": "Look at the login hours of the user's profile.",
    "LOGIN_DURING_RESTRICTED_DOMAIN": _ADDRESS,
    "PASSWORD_LOCKOUT": _USER,
}


def remedy(code: str, description: str = "") -> str:
    """The hint for an OAuth error."""
    folded = description.lower()
    fitting = (hint for error, words, hint in _REMEDIES if error in ("", code) and words in folded)
    return next(fitting, "Run `sf-audit doctor`, and look at the Login History of the auditor user.")


def login_remedy(code: str) -> str:
    """The hint for a fault of SOAP login."""
    return _LOGIN_FAULTS.get(code, "Sign in by JWT or client credentials instead.")
