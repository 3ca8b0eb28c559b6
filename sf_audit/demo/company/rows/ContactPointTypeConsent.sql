SELECT
  sfid('0Z9', i) AS Id,
  seller(i, 'individual owner') AS OwnerId,
  'Newsletter ' || (i + 1)::VARCHAR AS Name,
  sfid('0PK', i) AS PartyId,
  'Email' AS ContactPointType,
  CASE WHEN i % 4 = 3 THEN 'OptOut' ELSE 'OptIn' END AS PrivacyConsentStatus,
  moment(i, 'consent given', within(i, 'consent given on', 5, 280)) AS CaptureDate,
  'Web form' AS CaptureSource,
  moment(i, 'consent created', 4) AS CreatedDate
FROM range(30) AS counted(i)
