SELECT sfid('715', row_number() OVER (ORDER BY Id) - 1) AS Id, Id AS ApexClassOrTriggerId, 88 AS NumLinesCovered, 12 AS NumLinesUncovered
FROM (SELECT Id FROM ApexClass WHERE Name NOT LIKE '%Test' UNION ALL SELECT Id FROM ApexTrigger) AS code
