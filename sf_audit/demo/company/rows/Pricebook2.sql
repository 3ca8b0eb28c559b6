SELECT sfid('01s', i) AS Id, ['Standard Price Book', 'Dealer Price Book', 'North America Price Book'][i + 1] AS Name,
  true AS IsActive, i = 0 AS IsStandard, ['List prices in euro.', 'Dealers with a contract.', 'List prices in US dollars.'][i + 1] AS Description
FROM range(3) AS counted(i)
