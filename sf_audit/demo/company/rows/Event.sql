WITH drawn AS (
  SELECT i, any_of(i, 'event contact', 'Contact') AS contact, within(i, 'event day', -30, 170) AS back FROM range(size_of('Event')) AS counted(i)
)
SELECT
  sfid('00U', i) AS Id,
  sfid('003', contact) AS WhoId,
  sfid('001', account_of(contact)) AS WhatId,
  sfid('001', account_of(contact)) AS AccountId,
  pick(i, 'event subject', ['Meeting', 'Meeting', 'Call', 'Other']) AS Subject,
  pick(i, 'event place', ['On site', 'Video call', 'Showroom Dublin', 'Eurobike hall 8']) AS Location,
  day(back)::TIMESTAMP + to_hours(10) AS ActivityDateTime,
  day(back) AS ActivityDate,
  day(back) AS EndDate,
  pick(i, 'event notes', ['Wants an offer for ten frames.', 'Went through the open orders; all delivered.', 'Showed the new cargo bike; decides in May.']) AS Description,
  60 AS DurationInMinutes,
  day(back)::TIMESTAMP + to_hours(10) AS StartDateTime,
  day(back)::TIMESTAMP + to_hours(11) AS EndDateTime,
  'Busy' AS ShowAs,
  'Event' AS EventSubtype,
  seller(account_of(contact), 'account owner') AS OwnerId,
  moment(i, 'event created', greatest(back, 0) + 4) AS CreatedDate
FROM drawn
