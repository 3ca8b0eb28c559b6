SELECT sfid('0CP', i) AS Id, ['Bypass_Validation', 'Export_Dealers'][i + 1] AS DeveloperName, 'en_US' AS Language, ['Bypass Validation', 'Export Dealers'][i + 1] AS MasterLabel,
  ['Rules of deals and cases let the holder pass.', 'Shows the button that exports dealers.'][i + 1] AS Description
FROM range(2) AS counted(i)
