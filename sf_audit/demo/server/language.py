"""Error messages in the language of the running user; codes and bracketed column lists stay English.

That messages are translated was seen on a Japanese org; the Japanese here follows that one message
and is otherwise ours.
"""

from __future__ import annotations

import re

_JAPANESE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), wording)
    for pattern, wording in (
        (r"Session expired or invalid", "セッションの有効期限が切れたか、無効です"),
        (r"The requested resource does not exist", "要求されたリソースは存在しません"),
        (r"TotalRequests Limit exceeded\.", "TotalRequests の制限を超えました。"),
        (r"invalid query locator", "無効なクエリロケータです"),
        (
            r"(\w+): a filter on a reified column is required (\[.*\])",
            r"\1: 列を絞り込む場合、条件は必須です \2",
        ),
        (
            r"(.*ERROR at Row:\d+:Column:\d+\n)No such column '(.*?)' on entity '(.*?)'\..*",
            r"\1エンティティ '\3' に列 '\2' はありません。",
        ),
        (r"(.*)sObject type '(.*?)' is not supported\..*", r"\1sObject 種別 '\2' はサポートされていません。"),
        (
            r"(\w+) does not support queryMore\(\), use LIMIT .*",
            r"\1 は queryMore() をサポートしていません。LIMIT を使用してください",
        ),
        (
            r"Entity '(.*?)' is not supported by the Bulk API\.",
            r"エンティティ '\1' は Bulk API でサポートされていません。",
        ),
        (r"(.*)unexpected token: (.*)", r"\1予期しないトークン: \2"),
    )
)


def localised(message: str, language: str) -> str:
    """The message as this user reads it; one without a translation stays English, as on the platform."""
    if language != "ja":
        return message
    for pattern, wording in _JAPANESE:
        if pattern.fullmatch(message):
            return pattern.sub(wording, message, count=1)
    return message
