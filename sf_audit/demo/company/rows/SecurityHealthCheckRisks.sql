SELECT sfid('0hr', i) AS Id, 'Risk' || i::VARCHAR AS DurableId, 'SecurityHealthCheck' AS SecurityHealthCheckId, 'MEETS_STANDARD' AS RiskType,
  ['Minimum password length', 'Lock sessions to the domain', 'Maximum invalid login attempts', 'Force logout on session timeout', 'Enable clickjack protection', 'Number of expired certificates'][i + 1] AS Setting,
  ['PasswordPolicies', 'SessionSettings', 'PasswordPolicies', 'SessionSettings', 'SessionSettings', 'CertificateAndKeyManagement'][i + 1] AS SettingGroup,
  ['12', 'Enabled', '3', 'Enabled', 'Enabled', '0'][i + 1] AS OrgValue, ['8', 'Enabled', '3', 'Enabled', 'Enabled', '0'][i + 1] AS StandardValue,
  ['MEDIUM_RISK', 'HIGH_RISK', 'MEDIUM_RISK', 'MEDIUM_RISK', 'HIGH_RISK', 'HIGH_RISK'][i + 1] AS SettingRiskCategory
FROM range(6) AS counted(i)
