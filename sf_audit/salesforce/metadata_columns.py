"""Setup objects whose column Metadata says more than their other columns, and how it is read.

"Tooling API Objects": the columns Metadata and FullName are given for one row only, so each row is asked for by its id.
Unlike `readMetadata` of the Metadata API, that takes no Modify Metadata: "ProfileLayout" in the "Tooling API" guide
says View Setup and Configuration; the pages of the others say nothing of a permission.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: The tables of a snapshot that are made of Metadata.
VALIDATION_FORMULAS, LAYOUT_FIELDS, PAGE_FIELDS = "validation_formulas", "layout_fields", "page_fields"
FLOW_WORDS = "flow_words"

#: The column with the API name of the object that a row is about.
OF_OBJECT = "EntityDefinition.QualifiedApiName"


@dataclass(frozen=True, slots=True)
class MetadataObject:
    """An object of the Tooling API, the column with the name of its rows, and what people call one of them.

    Rows that are about no object are those that keep `only`, a condition in SOQL.
    """

    object: str
    name: str
    called: str
    only: str = ""


#: By table of a snapshot.
METADATA_TABLES: Mapping[str, MetadataObject] = {
    VALIDATION_FORMULAS: MetadataObject("ValidationRule", "ValidationName", "validation rule"),
    LAYOUT_FIELDS: MetadataObject("Layout", "Name", "page layout"),
    PAGE_FIELDS: MetadataObject("FlexiPage", "DeveloperName", "Lightning page"),
    FLOW_WORDS: MetadataObject("Flow", "MasterLabel", "flow", "Status = 'Active' AND ProcessType = 'AutoLaunchedFlow'"),
}

#: The only objects whose rows are read by id.
READ_BY_ID = tuple(kind.object for kind in METADATA_TABLES.values())
