SELECT
  sfid('00v', i) AS Id,
  sfid('701', i % size_of('Campaign')) AS CampaignId,
  CASE WHEN i % 3 = 0 THEN sfid('00Q', (i * 7) % size_of('Lead')) END AS LeadId,
  CASE WHEN i % 3 <> 0 THEN sfid('003', (i * 7) % size_of('Contact')) END AS ContactId,
  CASE WHEN i % 5 = 0 THEN 'Attended' WHEN i % 5 = 1 THEN 'Responded' ELSE 'Sent' END AS Status,
  i % 5 < 2 AS HasResponded,
  CASE WHEN i % 5 < 2 THEN day(within(i, 'responded', 1, 150)) END AS FirstRespondedDate,
  moment(i, 'member created', within(i, 'member age', 151, 170)) AS CreatedDate
FROM range(size_of('CampaignMember')) AS counted(i)
