"""What the sign-in tests share: one org, one key, one moment."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat

from sf_audit.connector.http.stream import TransferLimits
from sf_audit.connector.http.transport import Wire
from sf_audit.connector.signin.credentials import JwtBearer, LegacyPassword

ACME = "https://acme.my.salesforce.com"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
IDENTITY = "https://login.salesforce.com/id/00D000000000001EAA/005000000000001AAA"
GRANTED = {"access_token": "00Dxx!canary-token", "instance_url": ACME, "id": IDENTITY, "token_type": "Bearer"}


def wire(**changed: Any) -> Wire:
    usual: dict[str, Any] = {"sleep": lambda seconds: None, "now": lambda: NOW, "pace": TransferLimits()}
    return Wire(**(usual | changed))


def pem(key: Any, passphrase: bytes = b"") -> bytes:
    encryption = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    return bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption))


def written(path: Path, content: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(content)
    path.chmod(mode)
    return path


def by_jwt(key_file: Path, **changed: str) -> JwtBearer:
    return JwtBearer("acme", "consumer-key", "auditor@acme.example", key_file, **changed)


LOGGED_IN = (
    '<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>'
    "<loginResponse><result><serverUrl>https://acme.my.salesforce.com/services/Soap/u/64.0/00D000000000001</serverUrl>"
    "<sessionId>canary-token</sessionId></result></loginResponse></soapenv:Body></soapenv:Envelope>"
)
FAULT = (
    '<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:sf="urn:fault.partner.soap.sforce.com"><soapenv:Body><soapenv:Fault><faultcode>sf:{0}</faultcode>'
    "<detail><sf:LoginFault><sf:exceptionCode>{0}</sf:exceptionCode><sf:exceptionMessage>canary-value"
    "</sf:exceptionMessage></sf:LoginFault></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>"
)
BY_PASSWORD = LegacyPassword("acme", "a@b.example", "canary-pass<&>", "canary-sec<&>")
