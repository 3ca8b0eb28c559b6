"""How many small changes of the code the tests notice. Development only; no part of the wheel, and not run by CI."""
