SELECT sfid('0JD', i) AS Id, ['Contact', 'Contact', 'Lead', 'Account'][i + 1] AS SobjectType, 'None' AS SobjectSubtype,
  ['Contacts_With_One_Address', 'Contacts_With_One_Telephone', 'Leads_With_One_Address', 'Accounts_With_One_Web_Site'][i + 1] AS DeveloperName,
  'en_US' AS Language,
  ['Contacts with one address', 'Contacts with one name and telephone', 'Leads with one address', 'Accounts with one web site'][i + 1] AS MasterLabel,
  [NULL, '1 AND 2 AND (3 OR 4)', NULL, NULL][i + 1] AS BooleanFilter,
  ['ExactMatchEngine', 'FuzzyMatchEngine', 'ExactMatchEngine', 'ExactMatchEngine'][i + 1] AS MatchEngine,
  ['Active', 'Active', 'Inactive', 'Active'][i + 1] AS RuleStatus
FROM range(4) AS counted(i)
