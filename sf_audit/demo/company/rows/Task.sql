WITH drawn AS (
  SELECT i, chance(i, 'task state') < 650 AS done, any_of(i, 'task deal', 'Opportunity') AS deal, any_of(i, 'task contact', 'Contact') AS contact, i % 5 < 3 AS sells
  FROM range(size_of('Task')) AS counted(i)
), dated AS (
  SELECT *, CASE WHEN done THEN day(within(i, 'task done', 1, 170)) ELSE day(0 - within(i, 'task due', 5, 40)) END AS due,
    CASE WHEN sells THEN contact_of(deal) ELSE contact END AS who
  FROM drawn
)
SELECT
  sfid('00T', i) AS Id,
  sfid('003', who) AS WhoId,
  CASE WHEN sells THEN sfid('006', deal) ELSE sfid('001', account_of(who)) END AS WhatId,
  pick(i, 'task subject', ['Call', 'Email', 'Send Quote', 'Send Letter', 'Other']) AS Subject,
  due AS ActivityDate,
  CASE WHEN done THEN 'Completed' ELSE pick(i, 'task status', ['Not Started', 'Not Started', 'In Progress', 'Waiting on someone else']) END AS Status,
  pick(i, 'task priority', ['High', 'Normal', 'Normal', 'Normal', 'Low']) AS Priority,
  pick(i, 'task priority', ['High', 'Normal', 'Normal', 'Normal', 'Low']) = 'High' AS IsHighPriority,
  seller(account_of(who), 'account owner') AS OwnerId,
  CASE WHEN chance(i, 'task text') < 300 THEN 'Follow up on the quote; see e-mail of last week.' END AS Description,
  sfid('001', account_of(who)) AS AccountId,
  done AS IsClosed,
  'Task' AS TaskSubtype,
  CASE WHEN done THEN due::TIMESTAMP + to_hours(16) END AS CompletedDateTime,
  CASE WHEN done THEN (due - 2)::TIMESTAMP + to_hours(9) ELSE moment(i, 'task created', within(i, 'task age', 1, 20)) END AS CreatedDate,
  CASE WHEN done THEN due::TIMESTAMP + to_hours(16) ELSE moment(i, 'task created', 1) END AS LastModifiedDate
FROM dated
