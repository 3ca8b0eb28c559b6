SELECT sfid('0H4', i) AS Id, ['Northlight Bridge', 'Northlight Webshop', 'CRM Health Review'][i + 1] AS Name, true AS OptionsAllowAdminApprovedUsersOnly, true AS OptionsHasSessionLevelPolicy, 24 AS RefreshTokenValidityPeriod
FROM range(3) AS counted(i)
