SELECT sfid('08e', i) AS Id, sfid('08a', i) AS CronJobDetailId, 'WAITING' AS State, (getvariable('today') + 2)::TIMESTAMP + to_hours(2) AS NextFireTime, day(1)::TIMESTAMP + to_hours(2) AS PreviousFireTime,
  day(180)::TIMESTAMP AS StartTime, '0 0 2 * * ?' AS CronExpression, 'Europe/Dublin' AS TimeZoneSidKey, getvariable('builder') AS OwnerId, 180 AS TimesTriggered, day(180)::TIMESTAMP AS CreatedDate
FROM range(3) AS counted(i)
