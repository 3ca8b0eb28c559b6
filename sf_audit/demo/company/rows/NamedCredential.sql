SELECT sfid('0XA', i) AS Id, ['ERP', 'Webshop'][i + 1] AS DeveloperName, 'en_US' AS Language, ['ERP', 'Webshop'][i + 1] AS MasterLabel,
  'https://' || ['erp', 'shop'][i + 1] || '.northlight.example' AS Endpoint
FROM range(2) AS counted(i)
