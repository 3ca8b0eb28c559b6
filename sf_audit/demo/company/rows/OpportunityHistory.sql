WITH moved AS (
  SELECT deal.*, coalesce(times, 0) AS times FROM Opportunity AS deal LEFT JOIN pushed ON pushed.Id = deal.Id
), steps AS (
  SELECT *, row_number() OVER (ORDER BY Id, step) - 1 AS i FROM moved, range(6) AS counted(step) WHERE step <= times
)
SELECT
  sfid('008', i) AS Id,
  Id AS OpportunityId,
  CreatedById,
  CreatedDate + to_days((step * 15)::INT) AS CreatedDate,
  CreatedDate + to_days((step * 15)::INT) AS SystemModstamp,
  StageName,
  Amount,
  Probability,
  CloseDate - ((times - step) * 30)::INT AS CloseDate
FROM steps
