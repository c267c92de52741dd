"""The invented people of a demonstration, family by family. Each is recognisable, and none of them exists."""

from __future__ import annotations

from typing import NamedTuple

OLTEN, WINZNAU, WISEN, STARRKIRCH, GRENCHEN, SOLOTHURN = 2581, 2501, 2502, 2584, 2546, 2601
SPOUSE, CHILD = "spouse", "child"
B, C, F, L, N, S = "02", "03", "05", "07", "08", "09"


class Someone(NamedTuple):
    """One person: `birth` as it is typed, `role` towards the first of the family, `german` the level spoken."""

    family_name: str
    given_name: str
    sex: str
    birth: str
    role: str = ""
    nationalities: str = ""
    """Those of the family, if empty."""
    german: str = ""


class Newcomers(NamedTuple):
    """Who arrived together: where, how many days ago, from where, with which permit; who writes to them in what."""

    place: int
    days: int
    from_country: str
    nationality: str
    permit: str
    language: str
    interpreter_need: str
    address: str
    people: tuple[Someone, ...]


class Twice(NamedTuple):
    """One of those below, recorded at the counter once more under another spelling of the name."""

    place: int
    someone: Someone
    phone: str


TWICE = Twice(WISEN, Someone("Demo-Jonescu", "Andrei", "male", "29.01.1997", nationalities="RO"), "000 000 297")

FAMILIES = (
    Newcomers(OLTEN, 12, "ET", "ER", F, "ti", "yes", "Demogasse 4", (
        Someone("Demo-Abebe", "Selam", "female", "12.03.1994"),
        Someone("Demo-Abebe", "Yonas", "male", "02.08.1991", SPOUSE, german="A1"),
        Someone("Demo-Abebe", "Liya", "female", "19.09.2019", CHILD),
        Someone("Demo-Abebe", "Noah", "male", "04.01.2024", CHILD),
    )),
    Newcomers(OLTEN, 45, "PT", "PT", B, "pt", "", "Demogasse 11", (
        Someone("Demo-Almeida", "Rui", "male", "30.11.1987", german="A2"),
    )),
    Newcomers(OLTEN, 230, "IT", "IT", B, "it", "no", "Demostrasse 8", (
        Someone("Demo-Bianchi", "Carla", "female", "21.01.1999", nationalities="IT BR", german="B1"),
    )),
    Newcomers(OLTEN, 150, "PL", "PL", B, "pl", "no", "Demostrasse 21", (
        Someone("Demo-Kowalska", "Ewa", "female", "09.06.1983", german="A2"),
        Someone("Demo-Kowalska", "Zofia", "female", "15.10.2012", CHILD),
    )),
    Newcomers(OLTEN, 33, "XK", "XK", B, "sq", "yes", "Demoweg 2", (
        Someone("Demo-Krasniqi", "Arben", "male", "05.10.2001"),
    )),
    Newcomers(OLTEN, 300, "DE", "DE", B, "de", "no", "Demoweg 19", (
        Someone("Demo-Müller", "Jana", "female", "17.04.1990", german="native"),
    )),
    Newcomers(OLTEN, 70, "PK", "AF", N, "prs", "yes", "Demorain 3", (
        Someone("Demo-Noori", "Farid", "male", "1996"),
        Someone("Demo-Noori", "Parwana", "female", "03.1998", SPOUSE),
    )),
    Newcomers(OLTEN, 390, "LK", "LK", B, "ta", "yes", "Demorain 14", (
        Someone("Demo-Perera", "Nimal", "male", "01.12.1979"),
    )),
    Newcomers(OLTEN, 260, "UA", "UA", S, "uk", "yes", "Demohof 1", (
        Someone("Demo-Shevchenko", "Olena", "female", "23.07.1988"),
    )),
    Newcomers(OLTEN, 5, "ID", "ID", L, "id", "", "Demohof 7", (
        Someone("Demo-Wijaya", "Putri", "female", "14.02.1995"),
    )),
    Newcomers(OLTEN, 180, "TR", "TR", B, "tr", "no", "Demohof 9", (
        Someone("Demo-Yılmaz", "Deniz", "unspecified", "08.09.1993", german="A2"),
    )),
    Newcomers(OLTEN, 95, "SY", "SY", F, "ar", "yes", "Demogasse 30", (
        Someone("Demo-Haddad", "Rima", "female", "27.05.1989", german="A1"),
        Someone("Demo-Haddad", "Karim", "male", "11.11.1985", SPOUSE),
        Someone("Demo-Haddad", "Sami", "male", "30.08.2014", CHILD),
        Someone("Demo-Haddad", "Lina", "female", "02.02.2017", CHILD),
        Someone("Demo-Haddad", "Adam", "male", "21.06.2022", CHILD),
    )),
    Newcomers(WINZNAU, 20, "BR", "BR", B, "pt", "", "Demostrasse 5", (
        Someone("Demo-Oliveira", "Mariana", "female", "06.04.1992", nationalities="BR IT"),
        Someone("Demo-Widmer", "Luca", "male", "19.12.2020", CHILD, nationalities="BR CH"),
    )),
    Newcomers(WINZNAU, 120, "HU", "HU", B, "hu", "no", "Demostrasse 17", (
        Someone("Demo-Kovács", "Gábor", "male", "25.03.1980", german="B1"),
        Someone("Demo-Kovács", "Eszter", "female", "13.07.1982", SPOUSE, german="A1"),
    )),
    Newcomers(WISEN, 60, "RO", "RO", L, "ro", "no", "Demoweg 6", (
        Someone("Demo-Ionescu", "Andrei", "male", "29.01.1997"),
    )),
    Newcomers(STARRKIRCH, 8, "IN", "IN", B, "en", "no", "Demoplatz 2", (
        Someone("Demo-Iyer", "Ananya", "female", "16.10.1991"),
        Someone("Demo-Iyer", "Rohan", "male", "22.02.1988", SPOUSE),
        Someone("Demo-Iyer", "Meera", "female", "07.07.2021", CHILD),
    )),
    Newcomers(STARRKIRCH, 210, "ES", "ES", B, "es", "no", "Demoplatz 15", (
        Someone("Demo-García", "Lucía", "female", "18.08.1995", german="A2"),
    )),
    Newcomers(GRENCHEN, 15, "MK", "MK", B, "mk", "yes", "Demogasse 22", (
        Someone("Demo-Stojanovska", "Elena", "female", "01.05.1986"),
        Someone("Demo-Stojanovski", "Goran", "male", "10.10.1984", SPOUSE, german="B1"),
        Someone("Demo-Stojanovski", "Filip", "male", "26.11.2011", CHILD),
    )),
    Newcomers(GRENCHEN, 140, "SO", "SO", F, "so", "yes", "Demogasse 28", (
        Someone("Demo-Warsame", "Hodan", "female", "2000"),
    )),
    Newcomers(GRENCHEN, 200, "TH", "TH", B, "th", "yes", "Demorain 9", (
        Someone("Demo-Suksai", "Malee", "female", "09.09.1990", german="A1"),
    )),
    Newcomers(SOLOTHURN, 25, "FR", "FR", B, "fr", "no", "Demohof 3", (
        Someone("Demo-Moreau", "Camille", "female", "31.03.1993"),
        Someone("Demo-Moreau", "Hugo", "male", "05.06.1992", SPOUSE),
    )),
    Newcomers(SOLOTHURN, 75, "IQ", "IQ", N, "ku", "yes", "Demohof 12", (
        Someone("Demo-Barzani", "Rojin", "female", "07.1999"),
    )),
    Newcomers(SOLOTHURN, 320, "BG", "BG", C, "bg", "no", "Demoplatz 8", (
        Someone("Demo-Petrova", "Vesela", "female", "28.02.1978", german="B2"),
    )),
)  # fmt: skip
