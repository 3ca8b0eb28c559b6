WITH listed AS (SELECT unnest(['Salesforce', 'Salesforce Integration', 'Guest User License']) AS Name, unnest(['SFDC', 'PID_Integration', 'PID_Guest_User']) AS License, unnest([80, 5, 25]) AS total, unnest(range(3)) AS i)
SELECT sfid('100', i) AS Id, License AS LicenseDefinitionKey, total AS TotalLicenses, 'Active' AS Status, Name, Name AS MasterLabel,
  (SELECT count(*) FROM User JOIN Profile ON Profile.Id = User.ProfileId WHERE User.IsActive AND Profile.UserLicenseId = sfid('100', i)) AS UsedLicenses,
  day(1)::TIMESTAMP AS UsedLicensesLastUpdated
FROM listed
