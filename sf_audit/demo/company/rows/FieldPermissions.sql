WITH listed AS (
  SELECT unnest(['Account.Customer_Tier__c', 'Account.Region__c', 'Account.VAT_Number__c', 'Account.Credit_Limit__c', 'Account.ERP_Id__c', 'Account.Legacy_Segment__c', 'Contact.Preferred_Language__c', 'Contact.Newsletter_Consent__c', 'Contact.Consent_Date__c', 'Contact.Pager__c', 'Opportunity.Loss_Reason__c', 'Opportunity.Competitor__c', 'Opportunity.Frame_Count__c', 'Opportunity.Margin_Check__c', 'Opportunity.Fax_Order_Reference__c', 'Case.Serial_Number__c', 'Case.Warranty__c', 'Case.Resolution_Code__c', 'Case.Root_Cause_Text__c', 'Service_Plan__c.Monthly_Fee__c', 'Account.Industry', 'Account.Phone', 'Contact.Email', 'Contact.Phone', 'Opportunity.Amount', 'Opportunity.NextStep',
    'Account.BillingAddress', 'Account.Type', 'Account.Website', 'Contact.AccountId', 'Contact.MailingAddress', 'Lead.Email', 'Lead.Phone', 'Lead.MobilePhone', 'Lead.LeadSource',
    'Opportunity.AccountId', 'Case.ContactId', 'Case.Subject', 'Case.Origin', 'Case.Priority', 'Campaign.StartDate', 'Campaign.EndDate', 'Campaign.Type', 'Opportunity.LeadSource', 'Product2.Family', 'Product2.ProductCode']) AS field
)
SELECT sfid('01k', row_number() OVER (ORDER BY objects.ParentId, field) - 1) AS Id, objects.ParentId AS ParentId, objects.SobjectType AS SobjectType, field AS Field,
  true AS PermissionsRead, objects.PermissionsEdit AND field NOT IN ('Account.Credit_Limit__c', 'Account.ERP_Id__c') AS PermissionsEdit, day(400)::TIMESTAMP AS SystemModstamp
FROM ObjectPermissions AS objects JOIN listed ON split_part(field, '.', 1) = objects.SobjectType ORDER BY objects.ParentId, field
