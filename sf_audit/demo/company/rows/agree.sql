UPDATE Opportunity SET Amount = lines.total FROM (SELECT OpportunityId, sum(TotalPrice) AS total FROM OpportunityLineItem GROUP BY ALL) AS lines WHERE lines.OpportunityId = Opportunity.Id;
UPDATE Account SET LastActivityDate = greatest(LastActivityDate, acts.latest) FROM (
  SELECT AccountId, max(ActivityDate) AS latest FROM (SELECT AccountId, ActivityDate FROM Task WHERE IsClosed UNION ALL SELECT AccountId, ActivityDate FROM Event WHERE ActivityDate < getvariable('today')) GROUP BY ALL
) AS acts WHERE acts.AccountId = Account.Id;
