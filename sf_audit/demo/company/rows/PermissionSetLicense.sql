SELECT sfid('0PL', i) AS Id, ['SalesConsoleUser', 'SalesforceCPQUser'][i + 1] AS DeveloperName, 'en_US' AS Language, ['Sales Console User', 'Quotes User'][i + 1] AS MasterLabel,
  ['SalesConsoleUserPsl', 'QuotesUserPsl'][i + 1] AS PermissionSetLicenseKey, [60, 40][i + 1] AS TotalLicenses, 'Active' AS Status,
  (SELECT count(*) FROM User WHERE IsActive AND Department = 'Sales') AS UsedLicenses
FROM range(2) AS counted(i)
