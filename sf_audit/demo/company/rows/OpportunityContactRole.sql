SELECT
  sfid('00K', i) AS Id,
  sfid('006', i) AS OpportunityId,
  sfid('003', contact_of(i)) AS ContactId,
  pick(i, 'role', ['Decision Maker', 'Decision Maker', 'Economic Buyer', 'Evaluator', 'Influencer']) AS Role,
  true AS IsPrimary,
  moment(i, 'role created', within(i, 'role age', 1, 3)) AS CreatedDate
FROM range(size_of('Opportunity')) AS counted(i)
