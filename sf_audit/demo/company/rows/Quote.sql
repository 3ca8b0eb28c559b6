WITH quoted AS (
  SELECT *, row_number() OVER (ORDER BY Id) - 1 AS i FROM Opportunity WHERE HasOpportunityLineItem
)
SELECT
  sfid('0Q0', i) AS Id,
  OwnerId,
  'Quote for ' || Name AS Name,
  Id AS OpportunityId,
  lpad((i + 1)::VARCHAR, 8, '0') AS QuoteNumber,
  i % 5 <> 4 AS IsSyncing,
  'Presented' AS Status,
  CASE WHEN IsClosed THEN CloseDate ELSE day(0 - within(i, 'quote holds', 10, 60)) END AS ExpirationDate,
  Amount AS GrandTotal,
  CreatedDate
FROM quoted
