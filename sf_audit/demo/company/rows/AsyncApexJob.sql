SELECT sfid('707', i) AS Id, pick(i, 'job', ['BatchApex', 'ScheduledApex', 'Queueable', 'Future']) AS JobType, sfid('01p', 4 + i % 5) AS ApexClassId, 'Completed' AS Status,
  within(i, 'batches', 1, 40) AS JobItemsProcessed, within(i, 'batches', 1, 40) AS TotalJobItems, 0 AS NumberOfErrors,
  day((1 + i // 4)::INT)::TIMESTAMP + to_hours(2) AS CreatedDate, day((1 + i // 4)::INT)::TIMESTAMP + to_hours(3) AS CompletedDate
FROM range(700) AS counted(i)
