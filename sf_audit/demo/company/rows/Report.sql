SELECT sfid('00O', i) AS Id, 'Sales Reports' AS FolderName, pick(i, 'report', ['Pipeline by stage', 'Cases by age', 'Leads by source', 'Plans ending soon', 'Lost deals']) || ' ' || (i + 1)::VARCHAR AS Name,
  'Report_' || (i + 1)::VARCHAR AS DeveloperName, 'Used in the weekly meeting.' AS Description, day(within(i, 'run', 1, 40)) AS LastRunDate, 'Summary' AS Format, sfid('00l', 0) AS OwnerId,
  day(within(i, 'run', 1, 40)) AS LastViewedDate, day(within(i, 'run', 1, 40)) AS LastReferencedDate
FROM range(40) AS counted(i)
