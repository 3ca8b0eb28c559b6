SELECT sfid('3dd', i) AS Id, sfid('300', i) AS DurableId, ['Lead_Routing', 'Case_Escalation', 'Service_Plan_Reminder', 'Account_Region'][i + 1] AS ApiName, ['Lead Routing', 'Case Escalation', 'Service Plan Reminder', 'Account Region'][i + 1] AS Label,
  ['Gives new leads to a seller of the region.', 'Escalates cases after two days.', 'Reminds customers a month before the plan ends.', 'Sets the region from the country.'][i + 1] AS Description,
  'AutoLaunchedFlow' AS ProcessType, ['RecordAfterSave', 'Scheduled', 'Scheduled', 'RecordBeforeSave'][i + 1] AS TriggerType, ['Lead', 'Case', 'Service Plan', 'Account'][i + 1] AS TriggerObjectOrEventLabel, ['Lead', 'Case', NULL, 'Account'][i + 1] AS TriggerObjectOrEventId, sfid('301', i) AS ActiveVersionId, sfid('301', i) AS LatestVersionId,
  'Aoife Byrne' AS LastModifiedBy, true AS IsActive, day((40 + i)::INT)::TIMESTAMP AS LastModifiedDate, 3 AS VersionNumber, 64 AS ApiVersion, 'unmanaged' AS ManageableState
FROM range(4) AS counted(i)
