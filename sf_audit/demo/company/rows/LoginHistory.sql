WITH logins AS (
  SELECT person.Id AS who, person.Country AS lives, machine, past.turn AS turn, LastLoginDate - to_days((turn * 4 + CASE WHEN turn = 0 THEN 0 ELSE dice(turn, person.Id) % 3 END)::INT) AS seen
  FROM (SELECT *, Title ILIKE '%integration%' AS machine FROM User WHERE LastLoginDate IS NOT NULL) AS person, range(45) AS past(turn)
)
SELECT sfid('0Ya', row_number() OVER (ORDER BY seen, who) - 1) AS Id, who AS UserId, seen AS LoginTime,
  CASE WHEN machine THEN 'Remote Access 2.0' ELSE 'SAML Sfdc Initiated SSO' END AS LoginType,
  '198.51.100.' || (dice(turn, who) % 250)::VARCHAR AS SourceIp, 'northlight.my.salesforce.com' AS LoginUrl, 'TLS 1.3' AS TlsProtocol, 'TLS_AES_256_GCM_SHA384' AS CipherSuite,
  CASE WHEN machine THEN 'Java (Salesforce.com)' ELSE 'Chrome 140' END AS Browser, CASE WHEN machine THEN 'Unknown' ELSE 'Windows 11' END AS Platform,
  CASE WHEN turn > 0 AND chance(turn, who) < 20 THEN 'Invalid Password' ELSE 'Success' END AS Status,
  CASE WHEN machine THEN 'Northlight Bridge' ELSE 'Browser' END AS Application, 'N/A' AS ClientVersion,
  CASE WHEN machine THEN 'REST' END AS ApiType, CASE WHEN machine THEN '62.0' END AS ApiVersion,
  CASE lives WHEN 'Ireland' THEN 'IE' WHEN 'Germany' THEN 'DE' WHEN 'France' THEN 'FR' WHEN 'United States' THEN 'US' ELSE 'GB' END AS CountryIso
FROM logins WHERE seen >= day(180)::TIMESTAMP ORDER BY seen, who
