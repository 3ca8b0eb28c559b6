SELECT sfid('0Bm', i) AS Id, ['Contact', 'Lead'][i + 1] AS SobjectType, 'None' AS SobjectSubtype, ['Contacts_With_One_Address', 'Leads_With_One_Address'][i + 1] AS DeveloperName,
  'en_US' AS Language, ['Contacts with one address', 'Leads with one address'][i + 1] AS MasterLabel, [true, false][i + 1] AS IsActive
FROM range(2) AS counted(i)
