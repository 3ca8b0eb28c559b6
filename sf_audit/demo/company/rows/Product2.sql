SELECT
  sfid('01t', i) AS Id,
  pick(i, 'model', ['Northlight', 'Polaris', 'Aurora', 'Borealis', 'Kompass', 'Fjord']) || ' ' || (i * 10 + 100)::VARCHAR || ' ' || pick(i, 'family', ['Road', 'Gravel', 'Mountain', 'City', 'Electric', 'Frames', 'Parts', 'Service']) AS Name,
  'NB-' || lpad((i * 10 + 100)::VARCHAR, 5, '0') AS ProductCode,
  'NB-' || lpad((i * 10 + 100)::VARCHAR, 5, '0') || '-S' AS StockKeepingUnit,
  'Catalogue page ' || (i + 4)::VARCHAR AS Description,
  true AS IsActive,
  pick(i, 'family', ['Road', 'Gravel', 'Mountain', 'City', 'Electric', 'Frames', 'Parts', 'Service']) AS Family,
  'Each' AS QuantityUnitOfMeasure,
  moment(i, 'product created', 400 + i % 200) AS CreatedDate
FROM range(size_of('Product2')) AS counted(i)
