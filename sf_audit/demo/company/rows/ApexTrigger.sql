SELECT sfid('01q', i) AS Id, ['Account', 'Lead', 'Opportunity', 'Case'][i + 1] || 'Trigger' AS Name, ['Account', 'Lead', 'Opportunity', 'Case'][i + 1] AS TableEnumOrId,
  true AS UsageBeforeInsert, true AS UsageBeforeUpdate, 64.0 AS ApiVersion, 'Active' AS Status, true AS IsValid, within(i, 'trigger crc', 100000, 9999999) AS BodyCrc, 240 AS LengthWithoutComments
FROM range(4) AS counted(i)
