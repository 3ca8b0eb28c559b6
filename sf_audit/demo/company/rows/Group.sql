SELECT sfid('00G', i) AS Id, ['Service Desk', 'New Leads', 'Deal Desk', 'Dublin Office', 'All Internal Users'][i + 1] AS Name,
  ['Service_Desk', 'New_Leads', 'Deal_Desk', 'Dublin_Office', 'AllInternalUsers'][i + 1] AS DeveloperName,
  ['Queue', 'Queue', 'Regular', 'Regular', 'Organization'][i + 1] AS Type, CASE WHEN i < 2 THEN ['service', 'leads'][i + 1] || '@northlight-bikes.com' END AS Email,
  true AS DoesIncludeBosses, sfid('00D', 0) AS OwnerId
FROM range(5) AS counted(i)
