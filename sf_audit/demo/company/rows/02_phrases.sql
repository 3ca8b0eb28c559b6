CREATE MACRO dice(i, salt) AS hash(i, salt, getvariable('seed'));
CREATE MACRO chance(i, salt) AS (dice(i, salt) % 1000)::INT;
CREATE MACRO pick(i, salt, options) AS options[1 + (dice(i, salt) % len(options)::UBIGINT)::INT];
CREATE MACRO within(i, salt, low, high) AS low + (dice(i, salt) % (greatest(high - low, 0) + 1)::UBIGINT)::BIGINT;
CREATE MACRO size_of(object) AS getvariable('sizes')[object]::BIGINT;
CREATE MACRO any_of(i, salt, object) AS (dice(i, salt) % size_of(object)::UBIGINT)::BIGINT;
CREATE MACRO day(back) AS (getvariable('today') - (back)::INT);
CREATE MACRO moment(i, salt, back) AS day(back)::TIMESTAMP + to_seconds(within(i, salt, 21600, 68400));
CREATE MACRO digit62(n) AS substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', 1 + (n % 62)::INT, 1);
CREATE MACRO digits62(n) AS digit62(n // 14776336) || digit62(n // 238328) || digit62(n // 3844) || digit62(n // 62) || digit62(n);
CREATE MACRO is_capital(n) AS (n % 62 BETWEEN 10 AND 35)::INT;
CREATE MACRO check_digit(number) AS substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345', 1 + number, 1);
CREATE MACRO check_tail(n) AS check_digit(is_capital(n // 14776336) + 2 * is_capital(n // 238328) + 4 * is_capital(n // 3844) + 8 * is_capital(n // 62) + 16 * is_capital(n));
CREATE MACRO upper_in(prefix, place) AS (substr(prefix, place, 1) BETWEEN 'A' AND 'Z')::INT;
CREATE MACRO check_prefix(prefix) AS check_digit(upper_in(prefix, 1) + 2 * upper_in(prefix, 2) + 4 * upper_in(prefix, 3));
CREATE MACRO sfid(prefix, number) AS prefix || '5e00000' || list_transform([(number)::BIGINT + 31415926], lambda n: digits62(n) || check_prefix(prefix) || 'A' || check_tail(n))[1];
CREATE MACRO person_first(i) AS getvariable('first_names')[1 + ((i * 7919 + 13) % 9600 % 80)::INT];
CREATE MACRO person_last(i) AS getvariable('last_names')[1 + ((i * 7919 + 13) % 9600 // 80)::INT];
CREATE MACRO latin(words) AS regexp_replace(strip_accents(lower(words)), '[^a-z0-9]+', '-', 'g');
CREATE MACRO mailbox(i) AS replace(latin(person_first(i)), '-', '') || '.' || replace(latin(person_last(i)), '-', '') || CASE WHEN i < 9600 THEN '' ELSE (i // 9600 + 1)::VARCHAR END;
CREATE MACRO company_spin(i) AS (i * 4801 + 17) % 7367;
CREATE MACRO company_place(round) AS CASE WHEN round = 0 THEN '' ELSE ' ' || getvariable('places')[1 + ((round - 1) % 80)::INT] || CASE WHEN round <= 80 THEN '' ELSE ' ' || ((round - 1) // 80 + 1)::VARCHAR END END;
CREATE MACRO company_name(i) AS getvariable('company_starts')[1 + (company_spin(i) % 139)::INT] || ' ' || getvariable('company_kinds')[1 + (company_spin(i) // 139)::INT] || company_place(i // 7367);
CREATE MACRO country(i) AS getvariable('countries')[1 + (dice(i, 'country') % 16)::INT];
CREATE MACRO domain(i) AS trim(latin(company_name(i)), '-') || country(i).tld;
CREATE MACRO telephone(i, salt, place) AS place.dial || within(i, salt, CASE place.digits WHEN 2 THEN 20 WHEN 3 THEN 200 ELSE 2000 END, CASE place.digits WHEN 2 THEN 89 WHEN 3 THEN 899 ELSE 9899 END)::VARCHAR || ' ' || lpad((dice(i, salt || 'tail') % 10000)::VARCHAR, 4, '0');
CREATE MACRO seller(i, salt) AS pick(i, salt, getvariable('sellers'));
CREATE MACRO agent(i, salt) AS pick(i, salt, getvariable('agents'));
CREATE MACRO account_of(contact) AS any_of(contact, 'contact account', 'Account');
CREATE MACRO contact_of(deal) AS any_of(deal, 'deal contact', 'Contact');
CREATE MACRO postal_code(i, place) AS CASE
  WHEN place.vat = 'IE' THEN 'D0' || within(i, 'post', 1, 8)::VARCHAR || ' X' || within(i, 'post tail', 100, 999)::VARCHAR
  WHEN place.vat = 'GB' THEN 'LS' || within(i, 'post', 1, 9)::VARCHAR || ' ' || within(i, 'post tail', 1, 9)::VARCHAR || 'AP'
  WHEN place.vat = 'NL' THEN within(i, 'post', 1011, 9999)::VARCHAR || ' AB'
  WHEN place.vat = 'SE' THEN within(i, 'post', 111, 984)::VARCHAR || ' ' || within(i, 'post tail', 10, 99)::VARCHAR
  WHEN place.vat IN ('AT', 'BE', 'DK') THEN within(i, 'post', 1010, 9980)::VARCHAR
  WHEN place.vat = 'ES' THEN within(i, 'post', 10001, 52999)::VARCHAR
  ELSE within(i, 'post', 10000, 98999)::VARCHAR END;
CREATE MACRO street(i, salt) AS within(i, salt || 'number', 1, 240)::VARCHAR || ' ' || pick(i, salt, getvariable('streets')) || ' Street' || CASE WHEN chance(i, salt || 'floor') < 60 THEN chr(10) || 'Unit ' || within(i, salt, 1, 30)::VARCHAR ELSE '' END;
