SELECT sfid('012', i) AS Id, ['Dealer', 'Fleet Customer'][i + 1] AS Name, ['Dealer', 'Fleet_Customer'][i + 1] AS DeveloperName,
  ['Shops that sell on.', 'Companies that ride.'][i + 1] AS Description, 'Account' AS SobjectType, true AS IsActive
FROM range(2) AS counted(i)
