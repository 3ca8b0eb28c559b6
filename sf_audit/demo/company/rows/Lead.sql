WITH drawn AS (
  SELECT i, i + 50000000 AS who, chance(i, 'lead state') AS state,
    CASE WHEN chance(i, 'lead state') < 150 THEN within(i, 'lead fresh', 1, 20) ELSE within(i, 'lead age', 5, 400) END AS age
  FROM range(size_of('Lead')) AS counted(i)
)
SELECT
  sfid('00Q', i) AS Id,
  person_first(i * 3 + 1) AS FirstName,
  person_last(i * 3 + 1) AS LastName,
  person_first(i * 3 + 1) || ' ' || person_last(i * 3 + 1) AS Name,
  pick(who, 'title', getvariable('titles')) AS Title,
  company_name(i + 221010) AS Company,
  mailbox(i * 3 + 1) || '@' || trim(latin(company_name(i + 221010)), '-') || '.com' AS Email,
  telephone(who, 'lead phone', country(who)) AS Phone,
  street(who, 'lead') AS Street,
  pick(who, 'city', country(who).cities) AS City,
  country(who).name AS Country,
  pick(i, 'lead source', getvariable('sources')) AS LeadSource,
  CASE WHEN state < 150 THEN 'Open - Not Contacted' WHEN state < 600 THEN 'Working - Contacted' WHEN state < 800 THEN 'Closed - Converted' ELSE 'Closed - Not Converted' END AS Status,
  pick(i, 'lead industry', getvariable('industries')) AS Industry,
  pick(i, 'lead rating', ['Hot', 'Warm', 'Cold']) AS Rating,
  CASE WHEN chance(i, 'lead queue') < 80 AND state < 600 THEN getvariable('lead_queue') ELSE seller(i, 'lead owner') END AS OwnerId,
  state BETWEEN 600 AND 799 AS IsConverted,
  CASE WHEN state BETWEEN 600 AND 799 THEN day(within(i, 'converted', 1, age)) END AS ConvertedDate,
  CASE WHEN state BETWEEN 600 AND 799 THEN sfid('001', account_of(any_of(i, 'converted contact', 'Contact'))) END AS ConvertedAccountId,
  CASE WHEN state BETWEEN 600 AND 799 THEN sfid('003', any_of(i, 'converted contact', 'Contact')) END AS ConvertedContactId,
  moment(i, 'lead created', age) AS CreatedDate,
  seller(i, 'lead owner') AS CreatedById,
  moment(i, 'lead modified', within(i, 'lead touched', 1, least(age, 60))) AS LastModifiedDate,
  day(within(i, 'lead active', 1, least(age, 60))) AS LastActivityDate,
  CASE WHEN pick(i, 'lead source', getvariable('sources')) = 'Web' THEN pick(i, 'utm source', ['google', 'newsletter', 'linkedin']) END AS UTM_Source__c,
  CASE WHEN pick(i, 'lead source', getvariable('sources')) = 'Web' THEN pick(i, 'utm campaign', ['spring', 'cargo', 'service']) END AS UTM_Campaign__c,
  pick(i, 'interest', ['Fleet', 'Dealer', 'Service', 'Single Bicycle']) AS Interest__c,
  within(i, 'lead staff', 2, 300) AS NumberOfEmployees
FROM drawn
