SELECT sfid('0Yw', row_number() OVER (ORDER BY Id) - 1) AS Id, Id AS UserId, false AS IsFrozen, false AS IsPasswordLocked FROM User ORDER BY Id
