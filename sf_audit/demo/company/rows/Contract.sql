WITH drawn AS (
  SELECT i, any_of(i, 'contract account', 'Account') AS account, within(i, 'contract start', 40, 300) AS begun, i % 6 <> 5 AS active FROM range(60) AS counted(i)
)
SELECT
  sfid('800', i) AS Id,
  sfid('001', account) AS AccountId,
  seller(account, 'account owner') AS OwnerId,
  lpad((i + 100)::VARCHAR, 8, '0') AS ContractNumber,
  CASE WHEN active THEN 'Activated' ELSE 'Draft' END AS Status,
  CASE WHEN active THEN 'Activated' ELSE 'Draft' END AS StatusCode,
  day(begun) AS StartDate,
  12 * (1 + i % 3) AS ContractTerm,
  (day(begun) + to_months((12 * (1 + i % 3))::INT) - INTERVAL 1 DAY)::DATE AS EndDate,
  CASE WHEN active THEN day(begun)::TIMESTAMP + to_hours(9) END AS ActivatedDate,
  moment(i, 'contract created', begun + 5) AS CreatedDate
FROM drawn
