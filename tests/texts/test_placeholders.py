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


@pytest.mark.parametrize(
    "name",
    listed("""1q2w3e|1Q2W3E4R|1qaz2wsx|qazwsx|000-00-0000|0000 0000|111-111-1111|123-456-7890|98765 43210|x.x.x|x x x
none@none.com|test@test.co.uk|NA@na.com|noemail@noemail.com|xxx@xxx.xxx|T.B.D.|don't know|weiß nicht|IDK|12345
No Email"""),
)
def test_what_is_typed_without_looking_is_a_placeholder(name: str) -> None:
    assert SHIPPED.matches(name)


@pytest.mark.parametrize(
    "name",
    listed("""1-1|1.1.1|12-34|030 901820|555-0199|212-555-0142|A.A.A|X.X|1q|Q1W2|Qaz Holdings|Wsx Ltd|QAZ 3
ann@test.com|test@acme.com|a@a.com|info@na-kd.com|none@acme.com|T.B. Delta|@|a@b|100 200|2000-2001"""),
)
def test_near_misses_are_no_placeholders(name: str) -> None:
    assert not SHIPPED.matches(name) or name == "@"


PEOPLE = Placeholders.of(of_person=True)


@pytest.mark.parametrize(
    "name", ["Null", "NA", "Na", "None", "Test", "tester", "Xy", "Jennifer Null", "Na Li", "Muster"]
)
def test_people_are_called_so(name: str) -> None:
    assert not PEOPLE.matches(name)


@pytest.mark.parametrize(
    "name",
    ["N/A", "n.a.", "Test Test", "Test 2", "test1", "TBD", "xxx", "asdf", "-", "Unknown", "null null", "no name"],
)
def test_nobody_is_called_so(name: str) -> None:
    assert PEOPLE.matches(name)


def test_a_word_of_the_rule_is_one_in_the_names_of_people_too() -> None:
    assert Placeholders.of(words=["Null"], of_person=True).matches("Null")


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
