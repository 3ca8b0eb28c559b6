"""What the API name of a custom field says of who made it."""

from __future__ import annotations

#: Fields of managed packages, as a pattern: names hold "__" only between their parts, which are package, name and
#: suffix ("Naming Conventions" in the "Object Reference for the Salesforce Platform").
PACKAGED_FIELD = r"\w+__\w+__c"
