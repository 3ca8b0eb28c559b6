SELECT sfid('0JE', i) AS Id, sfid('0JD', [0, 1, 1, 1, 1, 2, 3][i + 1]) AS MatchingRuleId, [1, 1, 2, 3, 4, 1, 1][i + 1] AS SortOrder,
  ['Email', 'FirstName', 'LastName', 'Phone', 'MobilePhone', 'Email', 'Website'][i + 1] AS Field,
  ['Exact', 'FirstName', 'LastName', 'Phone', 'Phone', 'Exact', 'Exact'][i + 1] AS MatchingMethod, 'NullNotAllowed' AS BlankValueBehavior
FROM range(7) AS counted(i)
