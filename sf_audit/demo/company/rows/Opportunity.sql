WITH drawn AS (
  SELECT i, contact_of(i) AS contact, account_of(contact_of(i)) AS account,
    pick(i, 'stage', ['Prospecting', 'Qualification', 'Needs Analysis', 'Value Proposition', 'Id. Decision Makers', 'Perception Analysis', 'Proposal/Price Quote', 'Proposal/Price Quote', 'Negotiation/Review', 'Negotiation/Review', 'Closed Won', 'Closed Won', 'Closed Won', 'Closed Won', 'Closed Won', 'Closed Lost', 'Closed Lost', 'Closed Lost']) AS stage,
    within(i, 'deal age', 3, 260) AS age
  FROM range(size_of('Opportunity')) AS counted(i)
), staged AS (
  SELECT *, stage LIKE 'Closed%' AS shut, list_position(['Prospecting', 'Qualification', 'Needs Analysis', 'Value Proposition', 'Id. Decision Makers', 'Perception Analysis', 'Proposal/Price Quote', 'Negotiation/Review'], stage) AS step,
    CASE WHEN stage LIKE 'Closed%' THEN day(within(i, 'deal closed', 1, age - 1)) ELSE day(0 - within(i, 'deal closes', 7, 190)) END AS closes
  FROM drawn
)
SELECT
  sfid('006', i) AS Id,
  sfid('001', account) AS AccountId,
  company_name(account) || ': ' || pick(i, 'deal', ['Spring fleet', 'Autumn order', 'E-bike pilot', 'Cargo bikes', 'Frames', 'Workshop parts', 'Service plan', 'Demo fleet']) || ' ' || (year(getvariable('today')) + (i % 2)::INT)::VARCHAR AS Name,
  CASE WHEN chance(i, 'deal says') < 150 THEN 'Wants delivery before Easter; competitor offers “free fitting”.' END AS Description,
  stage AS StageName,
  within(i, 'worth', 4, 400) * 475 AS Amount,
  CASE WHEN stage = 'Closed Won' THEN 100 WHEN shut THEN 0 ELSE step * 10 + 5 END AS Probability,
  closes AS CloseDate,
  pick(i, 'deal type', ['New Business', 'Existing Business', 'Existing Business', 'Replacement', 'Service Renewal']) AS Type,
  CASE WHEN NOT shut THEN pick(i, 'next', ['Send revised quote', 'Call purchasing', 'Demo ride on site', 'Agree delivery dates', 'Meet the workshop manager', 'Collect sizes of riders']) END AS NextStep,
  pick(i, 'deal source', getvariable('sources')) AS LeadSource,
  shut AS IsClosed,
  stage = 'Closed Won' AS IsWon,
  CASE WHEN stage = 'Closed Won' THEN 'Closed' WHEN shut THEN 'Omitted' WHEN step >= 8 THEN 'Forecast' WHEN step = 7 THEN 'BestCase' ELSE 'Pipeline' END AS ForecastCategory,
  CASE WHEN stage = 'Closed Won' THEN 'Closed' WHEN shut THEN 'Omitted' WHEN step >= 8 THEN 'Commit' WHEN step = 7 THEN 'Best Case' ELSE 'Pipeline' END AS ForecastCategoryName,
  CASE WHEN chance(i, 'deal campaign') < 300 THEN sfid('701', any_of(i, 'deal campaign', 'Campaign')) END AS CampaignId,
  i % 4 = 0 AS HasOpportunityLineItem,
  CASE WHEN i % 4 = 0 THEN sfid('01s', 0) END AS Pricebook2Id,
  seller(account, 'account owner') AS OwnerId,
  moment(i, 'deal created', age) AS CreatedDate,
  seller(account, 'account owner') AS CreatedById,
  CASE WHEN shut THEN closes::TIMESTAMP + to_hours(15) ELSE moment(i, 'deal modified', within(i, 'deal touched', 1, least(age, 25))) END AS LastModifiedDate,
  seller(account, 'account owner') AS LastModifiedById,
  CASE WHEN shut THEN closes ELSE day(within(i, 'deal active', 1, least(age, 20))) END AS LastActivityDate,
  CASE WHEN shut THEN closes::TIMESTAMP + to_hours(15) ELSE moment(i, 'deal staged', within(i, 'deal staged', 1, least(age, 40))) END AS LastStageChangeDate,
  quarter(closes) AS FiscalQuarter,
  year(closes) AS FiscalYear,
  year(closes)::VARCHAR || ' ' || quarter(closes)::VARCHAR AS Fiscal,
  sfid('003', contact) AS ContactId,
  CASE WHEN stage = 'Closed Lost' THEN pick(i, 'lost', ['Price', 'Delivery Time', 'Competitor', 'No Budget', 'Product Fit', 'No Decision']) END AS Loss_Reason__c,
  CASE WHEN chance(i, 'competitor') < 300 THEN pick(i, 'competitor name', ['Velomax', 'Kettler & Sohn', 'Giro d''Oro', 'Prairie Cycles']) END AS Competitor__c,
  within(i, 'frames', 1, 120) AS Frame_Count__c,
  CASE WHEN chance(i, 'demo') < 350 THEN day(within(i, 'demo day', 1, age)) END AS Demo_Ride_Date__c,
  CASE WHEN chance(i, 'margin') < 200 THEN 'ok' END AS Margin_Check__c
FROM staged
