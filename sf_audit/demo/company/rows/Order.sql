WITH drawn AS (
  SELECT i, any_of(i, 'order account', 'Account') AS account, within(i, 'order day', 6, 200) AS back FROM range(30) AS counted(i)
)
SELECT
  sfid('801', i) AS Id,
  seller(account, 'account owner') AS OwnerId,
  sfid('001', account) AS AccountId,
  day(back) AS EffectiveDate,
  'Activated' AS Status,
  day(back - 2)::TIMESTAMP + to_hours(11) AS ActivatedDate,
  seller(account, 'account owner') AS ActivatedById,
  lpad((i + 100)::VARCHAR, 8, '0') AS OrderNumber,
  within(i, 'order worth', 2, 90) * 450 AS TotalAmount,
  moment(i, 'order created', back + 3) AS CreatedDate
FROM drawn
