SELECT sfid('0J0', i) AS Id, PermissionSet.Id AS ParentId, sfid('0H4', i) AS SetupEntityId, 'ConnectedApplication' AS SetupEntityType, day(300)::TIMESTAMP AS SystemModstamp
FROM range(3) AS counted(i) JOIN PermissionSet ON PermissionSet.Name = ['ERP_Integration', 'Webshop_Integration', 'SF_Audit_Reader'][i + 1] ORDER BY i
