"""Ways of writing a name that must meet, and near misses that must not."""

from itertools import combinations

import pycountry
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service import naming
from service.naming import (
    country_name,
    country_of,
    holder,
    is_open,
    of_state,
    place_key,
    place_name,
    source_country,
    source_key,
    source_kind,
)
from service.values import SourceKind

SOURCES = {
    "ua general staff": [
        "Ukraine's General Staff",
        "Ukraine’s General Staff",
        "Ukrainian General Staff",
        "the General Staff of Ukraine",
        "the General Staff of the Armed Forces of Ukraine",
        "the General Staff of the Ukrainian Armed Forces",
        "the Ukrainian Armed Forces' General Staff",
        "a spokesman for the Ukrainian General Staff",
        "the AFU General Staff",
        "General Staff of the AFU",
        "General Staff (Ukraine)",
        "General Staff of the Armed Forces (Ukraine)",
        "the summary of the General Staff of Ukraine",
        "the Facebook page of Ukraine's General Staff",
    ],
    "ru general staff": ["Russian General Staff", "the General Staff of Russia's Armed Forces"],
    "general staff": ["the General Staff", "General Staff", "General Staff of the Armed Forces"],
    "ua air force": ["Ukraine's Air Force", "AFU Air Forces", "the Air Force of the AFU"],
    "ua prosecutor general office": [
        "Ukraine's Prosecutor General's Office",
        "the Office of the Prosecutor General of Ukraine",
        "Prosecutor General’s Office (Ukraine)",
    ],
    "ua operational command south": ["OC South", "O\u0421 South", "Operational Command South"],
    "gb defense ministry": [
        "Britain's Defence Ministry",
        "UK Ministry of Defence",
        "the U.K. Ministry of Defence",
        "the Ministry of Defense of the United Kingdom",
        "British MoD",
    ],
    "gb military intelligence": ["British Defence Intelligence", "UK military intelligence"],
    "gb intelligence": ["British intelligence"],
    "ua defense ministry": ["Ukraine's Defence Ministry"],
    "ua defense minister": ["Ukraine's defence minister", "the Minister of Defence of Ukraine"],
    "ua military intelligence": [
        "HUR",
        "GUR",
        "Ukraine's GUR",
        "Ukraine's military intelligence agency",
        "Ukraine's Main Intelligence Directorate",
        "the Main Directorate of Intelligence of the Ministry of Defence of Ukraine",
        "the Ukrainian Defense Ministry's Main Directorate of Intelligence",
    ],
    "ru military intelligence": ["GRU", "Russian military intelligence"],
    "ua security service": ["SBU", "the Security Service of Ukraine"],
    "kr national intelligence service": ["South Korea's NIS", "South Korea's National "
                                         "Intelligence Service"],
    "ke national intelligence service": ["Kenya's National Intelligence Service"],
    "ps gaza health ministry": [
        "Gaza health ministry",
        "Gaza's Ministry of Health",
        "the Hamas-run health ministry",
        "Gaza's Hamas-run Health Ministry",
        "the Palestinian Health Ministry in Gaza",
    ],
    "ps health ministry": ["the Palestinian Ministry of Health"],
    "health ministry": ["the Ministry of Health", "Ministry of Public Health"],
    "un": ["UN", "U.N.", "the United Nations"],
    "un security council": ["United Nations Security Council"],
    "ohchr": ["OHCHR", "UN human rights office", "the UN Human Rights Office",
              "Office of the UN High Commissioner for Human Rights"],
    "un human rights council": ["the U.N. Human Rights Council"],
    "who": ["WHO", "World Health Organization (WHO)", "the World Health Organisation"],
    "msf": ["MSF", "Médecins Sans Frontières", "Doctors Without Borders"],
    "isw": ["ISW", "the Institute for the Study of War"],
    "us defense department": ["the Pentagon", "the US Department of Defense"],
    "il military": ["IDF", "the Israeli military", "Israel's Defense Forces"],
    "kyiv officials": ["Kyiv officials", "officials in Kyiv", "Kiev officials"],
    "kyiv region officials": ["Kyiv region officials", "officials in the Kyiv oblast"],
    "ua officials": ["Ukrainian officials", "officials from Ukraine"],
    "western officials": ["Western officials"],
    "ua and western officials": [
        "Western and Ukrainian officials",
        "Ukrainian and Western officials",
    ],
    "gb and ua and us officials": [
        "US, British and Ukrainian officials",
        "Ukrainian, U.S. and British officials",
    ],
    "ua embassy in pl": ["the Ukrainian embassy in Poland"],
    "pl embassy in ua": ["Poland's embassy in Ukraine"],
    "us ambassador to ru": ["the US ambassador to Russia"],
    "cd government": ["the government of the Democratic Republic of the Congo"],
    "gb government": ["the British government"],
    "gb scotland government": ["the Scottish government"],
    "new mexico police": ["New Mexico police"],
    "volodymyr zelensky": [
        "Volodymyr Zelensky",
        "President Volodymyr Zelenskyy",
        "Ukrainian President Volodymyr Zelenskiy",
        "Volodymyr Zelensky, Ukraine's president",
    ],
    "jane roe": [
        "head of the Tarn Regional Administration Jane Roe",
        "Minister of Internal Affairs of Norway Jane Roe",
        "Secretary of State Jane Roe",
        "Deputy Head of the Norwegian President's Office Jane Roe",
    ],
    "new south wales governor": ["the Governor of New South Wales"],
    "igor konashenkov": ["Russian Defense Ministry spokesman Igor Konashenkov"],
    "ru defense ministry": [
        "Russia's defence ministry",
        "the press service of the Russian Defence Ministry",
    ],
    "oleksiy hnatyuk": ["Oleksii Hnatiuk", "Alexey Hnatyuk", "Minister Oleksiy Hnatyuk"],
    "volodymyr tarasenko": ["Volodymyr Tarasenko", "Vladimir Tarasenko"],
    "hnatyuk": ["Hnatiuk", "Hnatyuk"],
    "vladimir smith": ["Vladimir Smith"],
    "juvenile prosecutors": ["juvenile prosecutors", "official juvenile prosecutors"],
    "official data": ["official data"],
    "alexander day": ["Alexander Day"],
    "doris day": ["Doris Day"],
    "unhcr": ["UNHCR", "the UN refugee agency", "U.N. Refugee Agency", "the UN's refugee agency"],
    "israel katz": ["Israel Katz", "Israeli Defense Minister Israel Katz"],
    "jordan smith": ["Dr. Jordan Smith", "Senator Jordan Smith of Texas", "Jordan Smith (R-Texas)"],
    "tom a brown": ["Tom A. Brown", "Tom A. Brown, a former spokesman for President Jordan Smith"],
    "ann lee": ["Ann Lee, the spokesman of President Jordan Smith", "Ann Lee, who leads the group"],
    "kr joint chiefs of staff": [
        "South Korea's JCS",
        "South Korea's Joint Chiefs of Staff",
        "the Joint Chiefs of Staff of South Korea",
    ],
    "ru tass": ["TASS", "the Russian state news agency TASS"],
    "br congress": ["Brazil's Congress", "the Brazilian Congress"],
    "police and un": ["police and the UN"],
    "amnesty international": ["Amnesty International", "the rights group Amnesty International"],
    "ua": ["Ukraine", "the Ukrainians"],
    "spokesman": ["the spokesman"],
}  # fmt: skip
PLACES = {
    "kursk region": ["the Kursk region", "Kursk Region", "Kursk oblast", "the region of Kursk"],
    "kursk": ["Kursk", "the city of Kursk"],
    "RU kursk region": ["Russia's Kursk region", "Kursk Region, Russia"],
    "UA": ["Ukraine", "UA", "UKR"],
    "UA east": ["Ukraine's east"],
    "PS gaza": ["Gaza", "the Gaza Strip"],
    "gaza city": ["Gaza City"],
    "PS": ["Palestine"],
    "kyiv": ["Kyiv", "Kiev"],
    "south of ukraine": ["south of Ukraine"],
}


@pytest.mark.parametrize(
    ("key", "name"), [(key, name) for key, names in SOURCES.items() for name in names]
)
def test_ways_of_writing_a_source_meet(key: str, name: str) -> None:
    assert source_key(name) == key


@pytest.mark.parametrize(
    ("key", "name"), [(key, name) for key, names in PLACES.items() for name in names]
)
def test_ways_of_writing_a_place_meet(key: str, name: str) -> None:
    assert place_key(name) == key


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Russia", "RU"),
        ("the Russian Federation", "RU"),
        ("Russians", "RU"),
        ("RU", "RU"),
        ("RUS", "RU"),
        ("U.S.", "US"),
        ("US", "US"),
        ("us", None),
        ("the U.S.'s", "US"),
        ("British", "GB"),
        ("Scottish", "GB"),
        ("Ukraine's", "UA"),
        ("ukraine", "UA"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("turkey", None),
        ("Poles", "PL"),
        ("poles", None),
        ("Côte d’Ivoire", "CI"),
        ("Bosnia and Herzegovina", "BA"),
        ("Kosovo", "XK"),
        ("the West Bank", "PS"),
        ("Moscow", None),
        ("Korea", None),
        ("Congo", None),
        ("Nigerien", "NE"),
        ("Russian soldiers", None),
        ("Israel Katz", None),
        ("", None),
        ("'s", None),
    ],
)
def test_country_of(name: str, code: str | None) -> None:
    assert country_of(name) == code


def test_the_country_table_has_the_codes_of_iso_3166() -> None:
    rows = [row for row in naming._rows("countries") if row["alpha3"]]
    codes = {(country.alpha_2, country.alpha_3) for country in pycountry.countries}
    assert {(row["code"], row["alpha3"]) for row in rows} == codes | {("XK", "XKX")}


def test_no_name_stands_for_two_states() -> None:
    named = {
        row["code"]: {name for column in ("name", "aliases", "demonyms")
                      for name in naming._names(row[column])}
        for row in naming._rows("countries") if row["alpha3"]
    }  # fmt: skip
    assert not [(a, b) for a, b in combinations(named, 2) if named[a] & named[b]]


@pytest.mark.parametrize("code", [country.alpha_2 for country in pycountry.countries])
def test_a_country_is_found_by_the_name_it_is_given(code: str) -> None:
    assert country_of(country_name(code)) == code


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ukraine's General Staff", SourceKind.MILITARY),
        ("the US military", SourceKind.MILITARY),
        ("military intelligence", SourceKind.INTELLIGENCE),
        ("Western intelligence officials", SourceKind.INTELLIGENCE),
        ("HUR", SourceKind.INTELLIGENCE),
        ("Britain's Defence Ministry", SourceKind.GOVERNMENT),
        ("Gaza's health ministry", SourceKind.GOVERNMENT),
        ("the Russian defence ministry's press service", SourceKind.GOVERNMENT),
        ("Baltimore police", SourceKind.GOVERNMENT),
        ("Ukraine", SourceKind.GOVERNMENT),
        ("Ukrainian officials", SourceKind.GOVERNMENT),
        ("Western officials", SourceKind.UNNAMED),
        ("officials", SourceKind.UNNAMED),
        ("two people familiar with the matter", SourceKind.UNNAMED),
        ("UN officials", SourceKind.INTERGOVERNMENTAL),
        ("the World Health Organization", SourceKind.INTERGOVERNMENTAL),
        ("who", SourceKind.OTHER),
        ("Amnesty International", SourceKind.NGO),
        ("a human rights group", SourceKind.NGO),
        ("doctors at al-Shifa hospital", SourceKind.MEDICAL),
        ("medical sources", SourceKind.MEDICAL),
        ("state television", SourceKind.MEDIA),
        ("BBC correspondents", SourceKind.MEDIA),
        ("a news agency", SourceKind.MEDIA),
        ("an intelligence agency", SourceKind.INTELLIGENCE),
        ("researchers at Yale University", SourceKind.ACADEMIC),
        ("residents", SourceKind.WITNESS),
        ("eyewitnesses", SourceKind.WITNESS),
        ("Volodymyr Zelensky", SourceKind.OTHER),
        ("President Volodymyr Zelensky", SourceKind.GOVERNMENT),
        ("Gen. Mark Milley", SourceKind.MILITARY),
        ("", SourceKind.OTHER),
    ],
)
def test_source_kind(name: str, kind: SourceKind) -> None:
    assert source_kind(name) is kind


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Ukraine's General Staff", "UA"),
        ("SBU", "UA"),
        ("the Pentagon", "US"),
        ("the Ukrainian embassy in Poland", "UA"),
        ("the Hamas-run health ministry", "PS"),
        ("US and Ukrainian officials", None),
        ("Jordan Smith", None),
        ("Michael Jordan", None),
        ("Norwegian fishermen", "NO"),
        ("China's Li Wei", "CN"),
        ("people of Chad", "TD"),
        ("Kenya's ambassador to Oman, Amina Otieno", "KE"),
        ("ambassador to Oman", None),
        ("UN", None),
        ("Russia", "RU"),
    ],
)
def test_source_country(name: str, country: str | None) -> None:
    assert source_country(name) == country


@pytest.mark.parametrize(
    "name",
    ["the General Staff", "General Staff of the Armed Forces", "Ministry of Health", "PGO",
     "Prosecutor General’s Office", "National police", "Ministry of Energy and Infrastructure"],
)  # fmt: skip
def test_a_body_that_each_state_has_is_open(name: str) -> None:
    assert is_open(name)
    assert source_key(of_state(name, "NO")) == f"no {source_key(name)}"
    assert not is_open(of_state(name, "NO"))


@pytest.mark.parametrize(
    "name",
    ["Ukraine's General Staff", "AFU General Staff", "Bavarian Ministry of Health", "the ministry",
     "Ministry", "the health ministry", "Seoul's Military", "police", "Jane Roe", "TASS", "UN",
     "regional military administration", ""],
)  # fmt: skip
def test_a_body_that_is_somebodys_or_one_of_many_is_not_open(name: str) -> None:
    assert not is_open(name)


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("head of the Tarn Regional Administration Jane Roe", "Jane Roe"),
        ("the Minister of Health Renée Roe", "Renée Roe"),
        ("President of Norway Jane Roe and Minister of Health John Doe", None),
        ("President of Norway", None),
        ("Jane Roe", None),
        ("", None),
    ],
)
def test_holder_of_an_office(name: str, person: str | None) -> None:
    assert holder(name) == person


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Kursk oblast, Russia", "Kursk Region, Russia"),
        ("the Gaza Strip", "Gaza, Palestine"),
        ("UA", "Ukraine"),
        ("Kiev", "Kyiv"),
        ("La Paz", "La Paz"),
    ],
)
def test_a_place_key_is_readable(name: str, words: str) -> None:
    assert place_name(place_key(name)) == words


def test_a_name_without_end_is_no_trouble() -> None:
    assert source_key("ministry of " * 2000 + "health") == "health ministry"


@given(st.text())
@example("'s")
@settings(deadline=None)
def test_any_text_has_a_key_unless_it_is_blank(text: str) -> None:
    source_kind(text)
    source_country(text)
    assert source_key(text) == source_key(f" {text}\n")
    assert source_key(text) or not any(char.isalnum() for char in text)
    assert place_name(place_key(text)) or not any(char.isalnum() for char in text)
