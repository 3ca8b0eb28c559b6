WITH drawn AS (
  SELECT i, any_of(i, 'case contact', 'Contact') AS contact, account_of(any_of(i, 'case contact', 'Contact')) AS account,
    pick(i, 'case status', ['New', 'Working', 'Working', 'Escalated', 'Closed', 'Closed', 'Closed', 'Closed', 'Closed']) AS status
  FROM range(size_of('Case')) AS counted(i)
), aged AS (
  SELECT *, CASE WHEN status = 'Closed' THEN within(i, 'case age', 4, 180) ELSE within(i, 'case fresh', 1, 48) END AS age FROM drawn
)
SELECT
  sfid('500', i) AS Id,
  lpad((i + 1026)::VARCHAR, 8, '0') AS CaseNumber,
  sfid('003', contact) AS ContactId,
  sfid('001', account) AS AccountId,
  pick(i, 'case type', ['Mechanical', 'Electrical', 'Delivery', 'Warranty', 'Other']) AS Type,
  status AS Status,
  pick(i, 'case reason', ['Breakdown', 'Delivery', 'Feedback', 'Fitting', 'Invoice', 'Performance', 'Spare Parts', 'Other']) AS Reason,
  pick(i, 'case origin', ['Phone', 'Email', 'Email', 'Web']) AS Origin,
  pick(i, 'case subject', ['Squeaking bottom bracket', 'Battery does not charge', 'Parcel one wheel short', 'Frame cracked at weld', 'Wrong invoice address', 'Derailleur hanger bent', 'Display shows E-041', 'Paint chipped on arrival']) || ' (' || within(i, 'case units', 1, 9)::VARCHAR || ')' AS Subject,
  pick(i, 'case priority', ['High', 'Medium', 'Medium', 'Low']) AS Priority,
  'Customer writes: "' || pick(i, 'case words', ['please call back', 'we need it by Friday', 'third time this month', 'photos attached']) || '".' || chr(10) || 'Logged by the service desk.' AS Description,
  status = 'Closed' AS IsClosed,
  CASE WHEN status = 'Closed' THEN moment(i, 'case closed', within(i, 'case closed', 1, age - 1)) END AS ClosedDate,
  status = 'Escalated' AS IsEscalated,
  CASE WHEN status = 'New' AND age <= 10 AND chance(i, 'case queue') < 400 THEN getvariable('case_queue') ELSE agent(i, 'case owner') END AS OwnerId,
  moment(i, 'case created', age) AS CreatedDate,
  agent(i, 'case owner') AS CreatedById,
  moment(i, 'case closed', within(i, 'case closed', 1, CASE WHEN status = 'Escalated' THEN least(age - 1, 5) ELSE age - 1 END)) AS LastModifiedDate,
  'NB' || within(i, 'serial', 1000000, 9999999)::VARCHAR AS Serial_Number__c,
  chance(i, 'warranty') < 500 AS Warranty__c,
  CASE WHEN status = 'Closed' THEN pick(i, 'resolution', ['Repaired', 'Replaced', 'Refunded', 'Explained', 'No Fault Found']) END AS Resolution_Code__c,
  CASE WHEN status = 'Closed' THEN 'Seen at unit ' || within(i, 'unit', 1, 12)::VARCHAR END AS Root_Cause_Text__c
FROM aged
