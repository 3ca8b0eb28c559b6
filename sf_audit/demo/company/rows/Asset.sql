WITH drawn AS (
  SELECT i, any_of(i, 'asset contact', 'Contact') AS contact, within(i, 'asset bought', 30, 900) AS back FROM range(60) AS counted(i)
)
SELECT
  sfid('02i', i) AS Id,
  seller(account_of(contact), 'account owner') AS OwnerId,
  sfid('001', account_of(contact)) AS AccountId,
  sfid('003', contact) AS ContactId,
  sfid('01t', i % size_of('Product2')) AS Product2Id,
  pick(i, 'asset', ['Cargo bike', 'Fleet bike', 'Demo bike', 'Workshop stand']) || ' ' || (i + 1)::VARCHAR AS Name,
  'NB-' || lpad((i * 37 + 4711)::VARCHAR, 6, '0') AS SerialNumber,
  day(back) AS PurchaseDate,
  day(back - 14) AS InstallDate,
  'Installed' AS Status,
  1 AS Quantity,
  moment(i, 'asset created', back) AS CreatedDate
FROM drawn
