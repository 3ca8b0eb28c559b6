SELECT sfid('01u', i) AS Id, sfid('01s', i % 3) AS Pricebook2Id, product.Id AS Product2Id, product.Name AS Name,
  product.ProductCode AS ProductCode, within(i // 3, 'price', 20, 900) * 5 AS UnitPrice, true AS IsActive, false AS UseStandardPrice, product.CreatedDate AS CreatedDate
FROM range(size_of('Product2') * 3) AS counted(i) JOIN Product2 AS product ON product.Id = sfid('01t', i // 3)
ORDER BY i
