WITH drawn AS (
  SELECT i, deal, line, any_of(i, 'line product', 'Product2') AS product, within(i, 'quantity', 1, 12) AS quantity
  FROM (SELECT deal * 2 + line AS i, deal * 4 AS deal, line FROM range((size_of('Opportunity') + 3) // 4) AS deals(deal), range(2) AS lines(line))
)
SELECT sfid('00k', i) AS Id, sfid('006', deal) AS OpportunityId, line + 1 AS SortOrder, entry.Id AS PricebookEntryId, entry.Product2Id AS Product2Id,
  entry.ProductCode AS ProductCode, 'Line ' || (line + 1)::VARCHAR || ': ' || entry.Name AS Name, quantity AS Quantity,
  entry.UnitPrice AS UnitPrice, entry.UnitPrice AS ListPrice, entry.UnitPrice * quantity AS TotalPrice, moment(i, 'line created', within(i, 'line age', 1, 3)) AS CreatedDate
FROM drawn JOIN PricebookEntry AS entry ON entry.Id = sfid('01u', product * 3)
ORDER BY i
