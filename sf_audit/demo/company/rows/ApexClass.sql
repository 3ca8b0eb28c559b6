SELECT sfid('01p', i) AS Id, ['AccountRegions', 'LeadRouting', 'OpportunityTotals', 'CaseDeadlines', 'ServicePlanRenewal', 'ErpPriceSync', 'WebshopOrders', 'ConsentLog', 'NightlyRollups', 'AccountRegionsTest', 'LeadRoutingTest', 'ServicePlanRenewalTest'][i + 1] AS Name,
  [62.0, 63.0, 64.0, 65.0][1 + (i % 4)::INT] AS ApiVersion, 'Active' AS Status, true AS IsValid, within(i, 'class crc', 100000, 9999999) AS BodyCrc, within(i, 'class size', 900, 9000) AS LengthWithoutComments,
  CASE WHEN i >= 9 THEN '@IsTest' || chr(10) ELSE '' END || 'public with sharing class Northlight { }' AS Body, day((300 + i)::INT)::TIMESTAMP AS CreatedDate
FROM range(12) AS counted(i)
