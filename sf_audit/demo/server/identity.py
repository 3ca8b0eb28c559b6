"""Who is signed in, said three ways: userinfo, the identity URL, and the resource map's `identity`.

"Identity URLs" and "UserInfo Endpoint" in Salesforce Help; key sets are those of real responses.
"""

from __future__ import annotations

import time

from starlette.responses import Response

from sf_audit.demo.server.call import Call, JsonResponse
from sf_audit.demo.server.ids import eighteen
from sf_audit.demo.server.refusals import Refusal, not_found
from sf_audit.demo.server.rows import row_of

_SOAP = {"enterprise": "c", "metadata": "m", "partner": "u"}
_REST = {
    "rest": "",
    "sobjects": "sobjects/",
    "search": "search/",
    "query": "query/",
    "recent": "recent/",
    "tooling_rest": "tooling/",
    "feeds": "chatter/feeds",
    "groups": "chatter/groups",
    "users": "chatter/users",
    "feed_items": "chatter/feed-items",
    "feed_elements": "chatter/feed-elements",
}


def identity_url(call: Call) -> str:
    """Where the identity of the signed-in user is."""
    return f"{call.base_url}/id/{eighteen(call.org.organization_id)}/{eighteen(call.org.user_id)}"


def identity(call: Call) -> Response:
    """`GET /id/{organization}/{user}`; the token may be in the query, as older clients send it."""
    token = call.token or call.query.get("oauth_token", "")
    if not call.state.sessions.seconds_left(token):
        return Response("Bad_OAuth_Token", status_code=403, media_type="text/html")
    if call.params["user"][:15] != call.org.user_id[:15]:
        raise not_found()
    return JsonResponse({**_person(call), "urls": _urls(call), **_standing(call)})


def userinfo(call: Call) -> Response:
    """`GET /services/oauth2/userinfo`: the OpenID Connect view of the same person."""
    if not call.state.sessions.seconds_left(call.token):
        return Response("Bad_OAuth_Token", status_code=403, media_type="text/html")
    person = _person(call)
    return JsonResponse(
        {
            "sub": identity_url(call),
            "user_id": person["user_id"],
            "organization_id": person["organization_id"],
            "preferred_username": person["username"],
            "nickname": person["nick_name"],
            "name": person["display_name"],
            "email": person["email"],
            "email_verified": True,
            "given_name": person["first_name"],
            "family_name": person["last_name"],
            "zoneinfo": person["timezone"],
            "photos": person["photos"],
            "profile": f"{call.base_url}/{person['user_id']}",
            "picture": f"{call.base_url}/profilephoto/F",
            "address": {},
            "urls": _urls(call),
            **_standing(call),
            "updated_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(call.state.started.timestamp())),
        }
    )


def _person(call: Call) -> dict[str, object]:
    try:
        user = row_of(call, "User", call.org.user_id)
    except Refusal:
        user = {}
    return {
        "id": identity_url(call),
        "asserted_user": True,
        "user_id": eighteen(call.org.user_id),
        "organization_id": eighteen(call.org.organization_id),
        "username": call.org.username,
        "nick_name": user.get("CommunityNickname") or call.org.username.partition("@")[0],
        "display_name": user.get("Name") or call.org.username,
        "email": user.get("Email") or call.org.username,
        "email_verified": True,
        "first_name": user.get("FirstName"),
        "last_name": user.get("LastName"),
        "timezone": user.get("TimeZoneSidKey") or "Europe/London",
        "photos": {
            "picture": f"{call.base_url}/profilephoto/F",
            "thumbnail": f"{call.base_url}/profilephoto/T",
        },
        "addr_street": user.get("Street"),
        "addr_city": user.get("City"),
        "addr_state": user.get("State"),
        "addr_country": user.get("Country"),
        "addr_zip": user.get("PostalCode"),
        "mobile_phone": None,
        "mobile_phone_verified": False,
        "is_lightning_login_user": False,
        "status": {"created_date": None, "body": None},
    }


def _standing(call: Call) -> dict[str, object]:
    return {
        "active": True,
        "user_type": "STANDARD",
        "language": "ja" if call.settings.language == "ja" else "en_US",
        "locale": "en_US",
        "utcOffset": 0,
        "last_modified_date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(call.state.started.timestamp())),
        "is_app_installed": True,
    }


def _urls(call: Call) -> dict[str, str]:
    short = call.org.organization_id[:15]
    urls = {name: f"{call.base_url}/services/Soap/{letter}/{{version}}/{short}" for name, letter in _SOAP.items()}
    urls |= {name: f"{call.base_url}/services/data/v{{version}}/{path}" for name, path in _REST.items()}
    urls["tooling_soap"] = f"{call.base_url}/services/Soap/T/{{version}}/{short}"
    urls["profile"] = f"{call.base_url}/{eighteen(call.org.user_id)}"
    urls["custom_domain"] = call.base_url
    return urls
