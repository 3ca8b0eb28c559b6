SELECT sfid('066', i) AS Id, ['DealerStatement', 'WarrantyLabel'][i + 1] AS Name, 64.0 AS ApiVersion, ['Dealer Statement', 'Warranty Label'][i + 1] AS MasterLabel
FROM range(2) AS counted(i)
