SELECT sfid('08a', i) AS Id, ['Nightly roll-ups', 'Service plan renewals', 'ERP price sync'][i + 1] AS Name, '7' AS JobType FROM range(3) AS counted(i)
