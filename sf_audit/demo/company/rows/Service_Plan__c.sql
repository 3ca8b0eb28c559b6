SELECT
  sfid('a00', i) AS Id,
  seller(account, 'account owner') AS OwnerId,
  'SP-' || lpad((i + 1)::VARCHAR, 6, '0') AS Name,
  sfid('001', account) AS Account__c,
  CASE WHEN i % 6 = 0 THEN 'Expired' WHEN i % 6 = 1 THEN 'Draft' ELSE 'Active' END AS Status__c,
  day(within(i, 'plan start', 30, 170)) AS Start_Date__c,
  CASE WHEN i % 6 = 0 THEN day(within(i, 'plan end', 1, 20)) ELSE day(0 - within(i, 'plan end', 30, 600)) END AS End_Date__c,
  within(i, 'fee', 4, 60) * 12.50 AS Monthly_Fee__c,
  within(i, 'bicycles', 2, 90) AS Bicycles__c,
  CASE WHEN i % 9 = 0 THEN 'Two free fittings a year.' || chr(10) || 'Pick-up on Tuesdays.' END AS Terms__c,
  moment(i, 'plan created', 171 + i % 9) AS CreatedDate
FROM (SELECT i, any_of(i, 'plan account', 'Account') AS account FROM range(size_of('Service_Plan__c')) AS counted(i))
