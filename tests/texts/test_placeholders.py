"""Which names are placeholders, value by value, and that SQL takes none of them for a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sf_audit.expectations.texts.placeholders import Placeholders
from tests.texts.asked_texts import Holding

SHIPPED = Placeholders.of()
PLACEHOLDERS = """Test|Ｔｅｓｔ|\u00a0Test|test1|TEST 2|Te\u200bst|Test Account|test company 2|TBD Inc|Test GmbH|[TEST]
“Test”|test.|TEST - do not use|Unknown customer|Sample 2|Sample Company|Test_Account|testaccount|testtest
TEST TEST|Test A|test 123|N/A|n.a.|NA|none|Null|null null|no name|To be determined|not applicable|k.A.
keine Angabe|unbekannt|Unbekannt GmbH|Testfirma GmbH|-|.|?|---|…|000|0|111|123|123456|xxx|XXXX|xxx 1|aaaa
asdf|asdfgh|lkjh|zxcvbn|qwerty|Qwertz|asdasd|foo bar|テスト|株式会社テスト|测试公司|тест|inconnu|desconocido"""
NAMES = """Naïve Bakery|Testöl Handel|Test Valley Borough Council|NA-KD.com AB|Null GmbH|Na Li|Jennifer Null
None Such Ltd|Tester GmbH|Tester & Söhne|Jon Tester|3M|X|AAA|BBB|ABC|SAP|ING|AG|SAS|999 Design|99|360
4711|1&1|7-Eleven|37signals|H&M|Testa Motors|Attestor|Contest|Testament|Testo SE|Tesco|TestRail Holdings
Test Kitchen|Samplers Union|Sample Peter|Asda|Nana|Unknown Worlds Entertainment|Example Films
Dummy Dum Ltd|Foo Fighters|Bar Italia|Other Ocean|Blank Rome|Noname Ventures|Prova Systems|Wert GmbH|Reza
The Company|Company|Account|Müller|日本電気株式会社|Öl & Gas|Ça va"""


def listed(text: str) -> list[str]:
    return [name for line in text.split("\n") for name in line.split("|")]


@pytest.mark.parametrize("name", listed(PLACEHOLDERS))
def test_is_a_placeholder(name: str) -> None:
    assert SHIPPED.matches(name)


@pytest.mark.parametrize("name", listed(NAMES))
def test_is_the_name_of_something(name: str) -> None:
    assert not SHIPPED.matches(name)


def test_people_add_words_and_keep_names() -> None:
    own = Placeholders.of(words=["Chargeback", "Dead End"], generic=["Branch"], names=["Sample"])

    names = ["chargeback branch 2", "DEAD END", "Sample", "Sample Company", "Test branch", "Chargeback Bikes"]

    assert [name for name in names if own.matches(name)] == ["chargeback branch 2", "DEAD END", "Test branch"]


VOCABULARY = sorted({*SHIPPED.words, *SHIPPED.alone, *SHIPPED.phrases, *SHIPPED.generic, "asd", "qwe", "xxx", "aaaa"})
PIECES = st.sampled_from(VOCABULARY) | st.text("aéTx1 -", max_size=3)
NAME_LIKE = st.builds(
    lambda pieces, gap: gap.join(pieces), st.lists(PIECES, min_size=1, max_size=4), st.sampled_from(" -_0’")
)


@given(st.lists(NAME_LIKE | NAME_LIKE.map(str.upper) | NAME_LIKE.map(str.title), min_size=30, max_size=60))
def test_sql_takes_no_placeholder_for_a_name(holding: Holding, names: list[str]) -> None:
    assert [name for name in holding(SHIPPED.surely_name("value"), names) if SHIPPED.matches(name)] == []


def test_most_names_are_settled_in_sql(holding: Holding) -> None:
    names = ["Alpine Bikes", "Müller & Söhne GmbH", "Brien’s Ltd", "Acme 7 Inc", "Globex Corporation"]

    assert holding(SHIPPED.surely_name("value"), names) == set(names)
