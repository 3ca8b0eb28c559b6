"""What the API name of a custom field says of who made it."""

from __future__ import annotations

#: Fields of managed packages, as a pattern: names hold "__" only between their parts, which are package, name and
#: suffix ("Naming Conventions" in the "Object Reference for the Salesforce Platform").
PACKAGED_FIELD = r"\w+__\w+__c"

#: How the first part of a location ends, as a pattern; with this end it is the field itself ("Compound Fields").
LATITUDE, OF_THE_LOCATION = "__Latitude__s$", "__c"
