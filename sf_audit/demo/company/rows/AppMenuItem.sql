SELECT sfid('0DS', i) AS Id, ['Northlight_Sales', 'Northlight_Service', 'Northlight_Marketing'][i + 1] AS Name, ['Northlight Sales', 'Northlight Service', 'Northlight Marketing'][i + 1] AS Label,
  'TabSet' AS Type, sfid('02u', i) AS ApplicationId, i AS SortOrder
FROM range(3) AS counted(i)
