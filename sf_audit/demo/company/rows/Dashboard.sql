SELECT sfid('01Z', i) AS Id, 'Sales Dashboards' AS FolderName, ['Pipeline', 'Service desk', 'Forecast', 'Campaigns'][i + 1] AS Title, ['Pipeline', 'Service_desk', 'Forecast', 'Campaigns'][i + 1] AS DeveloperName,
  'For the Monday meeting.' AS Description, pick(i, 'runs', getvariable('marketers')) AS RunningUserId, 'SpecifiedUser' AS Type, day((2 + i)::INT) AS LastViewedDate, day((2 + i)::INT) AS LastReferencedDate
FROM range(4) AS counted(i)
