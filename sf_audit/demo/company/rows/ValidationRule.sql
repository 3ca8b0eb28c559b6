SELECT sfid('03d', i) AS Id, ['Loss_Reason_When_Lost', 'Close_Date_Not_In_Past', 'Amount_From_Proposal', 'Country_On_Customers'][i + 1] AS ValidationName,
  ['Opportunity', 'Opportunity', 'Opportunity', 'Account'][i + 1] AS EntityDefinitionId, true AS Active,
  ['Sales Ops reviews lost deals each quarter.', 'Forecasts need dates that can still come.', 'A quote has a price.', 'Tax and region follow the country.'][i + 1] AS Description,
  ['Choose why the deal was lost.', 'Choose a close date that is still to come.', 'Enter the amount of the quote.', 'Enter the billing country.'][i + 1] AS ErrorMessage, 'unmanaged' AS ManageableState
FROM range(4) AS counted(i)
