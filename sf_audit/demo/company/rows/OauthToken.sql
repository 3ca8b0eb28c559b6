SELECT sfid('0CQ', i) AS Id, sfid('005', [4, 3, 2][i + 1]) AS UserId, ['Northlight Bridge', 'Northlight Webshop', 'CRM Health Review'][i + 1] AS AppName, day((60 + i)::INT)::TIMESTAMP AS CreatedDate,
  day(1)::TIMESTAMP + to_hours(3) AS LastUsedDate, 60 * (i + 1) AS UseCount
FROM range(3) AS counted(i)
