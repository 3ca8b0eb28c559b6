SELECT
  sfid('701', i) AS Id,
  pick(i, 'campaign', ['Demo Ride Day', 'Eurobike', 'Spring Catalogue', 'Dealer Webinar', 'Cargo Bike Roadshow']) || ' ' || getvariable('places')[1 + (i % 80)::INT] || ' ' || (i // 80 + 1)::VARCHAR AS Name,
  pick(i, 'campaign type', ['Demo Ride Day', 'Trade Show', 'Email', 'Webinar', 'Conference']) AS Type,
  CASE WHEN i % 3 = 0 THEN 'In Progress' ELSE 'Completed' END AS Status,
  i % 3 = 0 AS IsActive,
  day(within(i, 'campaign start', 20, 170)) AS StartDate,
  CASE WHEN i % 3 = 0 THEN day(0 - within(i, 'campaign ends', 10, 60)) ELSE day(within(i, 'campaign ended', 2, 19)) END AS EndDate,
  within(i, 'budget', 2, 40) * 1000 AS BudgetedCost,
  within(i, 'cost', 2, 40) * 950 AS ActualCost,
  within(i, 'sent', 100, 4000) AS NumberSent,
  pick(i, 'campaign owner', getvariable('marketers')) AS OwnerId,
  moment(i, 'campaign created', 171 + i % 9) AS CreatedDate
FROM range(size_of('Campaign')) AS counted(i)
