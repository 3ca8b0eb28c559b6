SELECT sfid('03g', i) AS Id, sfid('00G', i) AS QueueId, ['Case', 'Lead'][i + 1] AS SobjectType FROM range(2) AS counted(i)
