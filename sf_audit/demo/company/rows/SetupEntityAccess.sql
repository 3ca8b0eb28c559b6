WITH given AS (
  SELECT 0 AS place, 'ConnectedApplication' AS type, '0H4' AS prefix, ['ERP_Integration', 'Webshop_Integration', 'SF_Audit_Reader'] AS holders, [0, 1, 2] AS things
  UNION ALL SELECT 100, 'ApexClass', '01p', ['ERP_Integration', 'Webshop_Integration', 'Service_Console', 'Sales_Console'], [5, 6, 3, 2]
  UNION ALL SELECT 200, 'ApexPage', '066', ['Sales_Console', 'Service_Console'], [0, 1]
  UNION ALL SELECT 300, 'NamedCredential', '0XA', ['ERP_Integration', 'Webshop_Integration'], [0, 1]
  UNION ALL SELECT 400, 'CustomPermission', '0CP', ['Bulk_Corrections', 'Report_Builder'], [0, 1]
), each AS (
  SELECT place, type, prefix, generate_subscripts(holders, 1) - 1 AS i, unnest(holders) AS holder, unnest(things) AS thing FROM given
), granting AS (
  SELECT each.*, PermissionSet.Id AS ParentId, 0 AS step FROM each JOIN PermissionSet ON PermissionSet.Name = holder
  UNION ALL
  SELECT each.*, aggregate.Id, 1 FROM each JOIN PermissionSet AS member ON member.Name = holder
  JOIN PermissionSetGroupComponent AS part ON part.PermissionSetId = member.Id JOIN PermissionSet AS aggregate ON aggregate.PermissionSetGroupId = part.PermissionSetGroupId
)
SELECT sfid('0J0', place + row_number() OVER (PARTITION BY place ORDER BY step, i, ParentId) - 1) AS Id, ParentId, sfid(prefix, thing) AS SetupEntityId, type AS SetupEntityType, day(300)::TIMESTAMP AS SystemModstamp
FROM granting ORDER BY Id
