SELECT
  sfid('0PK', i) AS Id,
  seller(i, 'individual owner') AS OwnerId,
  person_last(i) AS LastName,
  person_first(i) AS FirstName,
  person_first(i) || ' ' || person_last(i) AS Name,
  moment(i, 'individual created', 300) AS CreatedDate
FROM range(30) AS counted(i)
