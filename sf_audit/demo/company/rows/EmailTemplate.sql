SELECT
  sfid('00X', i) AS Id,
  pick(i, 'template', ['Quote', 'Order confirmation', 'Service reminder', 'Invitation']) || ' ' || (i + 1)::VARCHAR AS Name,
  'Template_' || (i + 1)::VARCHAR AS DeveloperName,
  pick(i, 'template owner', getvariable('marketers')) AS OwnerId,
  sfid('00l', 1) AS FolderId,
  'Sales Templates' AS FolderName,
  'none' AS TemplateStyle,
  true AS IsActive,
  'html' AS TemplateType,
  'Aloha' AS UiType,
  'Northlight Bikes' AS Subject,
  within(i, 'template sent', 3, 400) AS TimesUsed,
  day(within(i, 'template used', 1, 90))::TIMESTAMP + to_hours(9) AS LastUsedDate
FROM range(12) AS counted(i)
