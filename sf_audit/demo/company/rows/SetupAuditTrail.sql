SELECT sfid('0Ym', i) AS Id, pick(i, 'change', ['changedLayout', 'createdReportFolder', 'changedPicklist', 'changedListView']) AS Action,
  'Customize ' || pick(i, 'section', ['Accounts', 'Opportunities', 'Cases', 'Leads']) AS Section, moment(i, 'changed', 1 + i) AS CreatedDate,
  getvariable('builder') AS CreatedById, 'Changed a layout or list; request NB-' || (2000 + i)::VARCHAR AS Display
FROM range(175) AS counted(i)
