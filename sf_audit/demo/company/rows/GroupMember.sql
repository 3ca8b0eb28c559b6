SELECT sfid('011', row_number() OVER (ORDER BY place, Id) - 1) AS Id, sfid('00G', place) AS GroupId, Id AS UserOrGroupId, day(300)::TIMESTAMP AS SystemModstamp
FROM (
  SELECT 0 AS place, Id FROM User WHERE IsActive AND Department = 'Service'
  UNION ALL SELECT 1, Id FROM User WHERE IsActive AND Title = 'Sales Development Representative'
  UNION ALL SELECT 2, Id FROM User WHERE IsActive AND Department IN ('Finance', 'Sales Operations')
  UNION ALL SELECT 3, Id FROM User WHERE IsActive AND Country = 'Ireland' AND UserType = 'Standard'
) AS members
