SELECT sfid('0he', 0) AS Id, 'SecurityHealthCheck' AS DurableId, '100' AS Score, day(1)::TIMESTAMP AS CreatedDate
