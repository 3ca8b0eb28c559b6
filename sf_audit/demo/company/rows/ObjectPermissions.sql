WITH owned AS (
  SELECT held.Id AS parent, coalesce(Profile.Name, held.Name) AS holder FROM PermissionSet AS held LEFT JOIN Profile ON Profile.Id = held.ProfileId
), things AS (
  SELECT unnest(['Account', 'Contact', 'Lead', 'Opportunity', 'Case', 'Campaign', 'Product2', 'Pricebook2', 'Service_Plan__c']) AS thing
), levels AS (
  SELECT parent, holder, thing,
    CASE WHEN holder IN ('System Administrator', 'Northlight Operations') THEN 4
      WHEN holder = 'Northlight Support Site' THEN 0
      WHEN thing IN ('Product2', 'Pricebook2') AND holder LIKE 'Northlight %' THEN 1
      WHEN holder LIKE 'Northlight Sales%' THEN CASE WHEN thing IN ('Campaign', 'Case') THEN 1 ELSE 3 END
      WHEN holder = 'Northlight Service' THEN CASE WHEN thing IN ('Case', 'Contact', 'Service_Plan__c') THEN 3 ELSE 1 END
      WHEN holder = 'Northlight Marketing' THEN CASE WHEN thing IN ('Lead', 'Campaign') THEN 3 ELSE 1 END
      WHEN holder = 'Northlight Finance' OR holder = 'SF_Audit_Reader' THEN 1
      WHEN holder = 'Webshop_Integration' AND thing IN ('Lead', 'Service_Plan__c') THEN 3
      WHEN holder = 'ERP_Integration' AND thing = 'Account' THEN 3 ELSE 0 END AS level
  FROM owned, things
)
SELECT sfid('110', row_number() OVER (ORDER BY parent, thing) - 1) AS Id, parent AS ParentId, thing AS SobjectType, true AS PermissionsRead,
  level >= 3 AS PermissionsCreate, level >= 3 AS PermissionsEdit, level >= 4 AS PermissionsDelete,
  holder IN ('System Administrator', 'SF_Audit_Reader') AS PermissionsViewAllRecords, holder = 'System Administrator' AS PermissionsModifyAllRecords
FROM levels WHERE level > 0 ORDER BY parent, thing
