SELECT sfid('00D', 0) AS Id, 'Northlight Bikes' AS Name, '14 Harbour Street' AS Street, 'Dublin' AS City, 'Ireland' AS Country, 'D02 NB14' AS PostalCode,
  '+353 1 555 0140' AS Phone, 'Aoife Byrne' AS PrimaryContact, 'en_IE' AS DefaultLocaleSidKey, 'Europe/Dublin' AS TimeZoneSidKey, 'en_US' AS LanguageLocaleKey,
  1 AS FiscalYearStartMonth, false AS UsesStartDateAsFiscalYearName, 'None' AS DefaultAccountAccess, 'ControlledByParent' AS DefaultContactAccess,
  'None' AS DefaultOpportunityAccess, 'None' AS DefaultLeadAccess, 'None' AS DefaultCaseAccess, 'Read' AS DefaultCampaignAccess,
  'HideDetailsInsert' AS DefaultCalendarAccess, 'ReadSelect' AS DefaultPricebookAccess, 'Enterprise Edition' AS OrganizationType,
  'EU41' AS InstanceName, false AS IsSandbox, false AS IsReadOnly, day(1500)::TIMESTAMP AS CreatedDate
