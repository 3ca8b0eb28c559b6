SELECT sfid('2LA', row_number() OVER (ORDER BY license.Id, holder.Id) - 1) AS Id, license.Id AS PermissionSetLicenseId, holder.Id AS AssigneeId
FROM PermissionSetLicense AS license, User AS holder WHERE holder.IsActive AND holder.Department = 'Sales' ORDER BY license.Id, holder.Id
