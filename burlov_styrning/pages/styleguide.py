"""Every component with made-up values, for DEBUG only: to be looked at, and walked by axe."""

# ruff: noqa: E501  (made-up texts)

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from burlov_styrning import parts
from burlov_styrning.charts import Chart, Point, Table
from burlov_styrning.clock import today
from burlov_styrning.forms import DateField, DecimalField, Form, PartialDateField, columns, lay_out, section
from burlov_styrning.lists import Column, Listing
from burlov_styrning.multiples import Panel, multiples
from burlov_styrning.pages.context import Link, Phase, Who
from burlov_styrning.ranked import Bar, Pair, bars, pairs
from goals.charts import Aim, progress_chart
from indicators.charts import Measure, series_chart

NAMES = [
    "Behörig personal i förskolan",
    "Öppna mötesplatser",
    "Ärendetid, bygglov",
    "Åkarps bibliotek",
    "Nöjda företag",
]


class SampleForm(Form):
    """One field of each kind."""

    title = forms.CharField(label="Kort rubrik", help_text="Som den ska stå i listor.", max_length=80)
    wording = forms.CharField(label="Målets lydelse", widget=forms.Textarea(attrs={"rows": 3}))
    baseline = DecimalField(
        label="Utgångsvärde", unit="%", help_text="Utfall 2025, preliminärt", min_value=0, max_value=100
    )
    target = DecimalField(label="Mål 2030", unit="%")
    known = PartialDateField(label="Känt sedan", required=False, help_text="År, månad eller dag.")
    meeting = DateField(label="Sammanträde", required=False)
    area = forms.ChoiceField(label="Målområde", choices=[("", "Välj"), ("a", "Attraktiva"), ("t", "Trygga")])
    pace = forms.ChoiceField(
        label="Takt",
        widget=forms.RadioSelect,
        choices=[("even", "Jämn"), ("front", "Mest i början"), ("back", "Mest i slutet")],
    )
    union = forms.BooleanField(label="Facklig samverkan är klar", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lay_out(
            self,
            section("Vad ni vill", "title", "wording", "area"),
            section("Hur det mäts", columns("baseline", "target"), columns("known", "meeting"), "pace", "union"),
        )


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """The style guide."""
    context = {
        **_shown(),
        "listing": _listing(request),
        "none": Listing(
            request,
            [],
            columns=[Column("Mål")],
            name="tom",
            empty=parts.Empty("Inga förslag ännu. Ett förslag börjar i ett behov.", "Skriv ett behov", "#behov"),
        ),
        "form": SampleForm({"baseline": "1.234", "target": "83", "pace": "even", "title": ""})
        if "fel" in request.GET
        else SampleForm(initial={"target": Decimal("83.0"), "title": "Fler barn får plats på önskat datum"}),
        "charts": _charts(),
        "shell": _shell(),
    }
    return render(request, "pages/styleguide.html", context)


def _listing(request: HttpRequest) -> Listing:
    rows = [
        SimpleNamespace(
            title=f"{NAMES[i % 5]} {i + 1}",
            organ=["Socialnämnden", "Utbildningsnämnden"][i % 2],
            value=Decimal(50 + i * 7 % 40),
        )
        for i in range(60)
    ]
    return Listing(
        request,
        rows,
        search=["title", "organ"],
        per_page=5,
        columns=[
            Column("Förslag", "title"),
            Column("Nämnd", "organ"),
            Column("Värde", "value", number=True),
            Column("Läge"),
        ],
        filters=[
            parts.Filter(
                "organ", "Nämnd", [("Socialnämnden", "Socialnämnden"), ("Utbildningsnämnden", "Utbildningsnämnden")]
            )
        ],
    )


def _shell() -> SimpleNamespace:
    phases = [
        Phase("needs", "Behov", "closed"),
        Phase("proposals", "Förslag", "open", "till 11 december"),
        Phase("selection", "Prioritering", "planned"),
        Phase("breakdown", "Nedbrytning", "planned"),
        Phase("follow_up", "Uppföljning", "planned"),
        Phase("closed", "Avslutad", "planned"),
    ]
    labels = ["Mitt arbete", "Mål", "Förslag", "Uppföljning", "Indikatorer", "Ekonomi", "Rapporter"]
    return SimpleNamespace(
        product="Exempelstyrning",
        home="/",
        here="/",
        term="2027–2030",
        phases=phases,
        municipality="Exempelby kommun",
        nav=[Link(label, "#", "page" if label == "Förslag" else "") for label in labels],
        footer=[Link("Om styrningen", "#"), Link("Öppna data", "#")],
        account=[Link("Byt lösenord", "#"), Link("Byt person", "#")],
        person=Who(
            "Anna Ek",
            "Handläggare, utbildnings- och kulturnämnden",
            ["Handläggare, Utbildnings- och kulturnämnden"],
            True,
        ),
        signed_in=True,
        example="Exempel, inte Exempelby kommuns handling",
    )


def _shown() -> dict[str, object]:
    now = today()
    return {
        "tasks": [
            parts.Task(
                "Svara på controllerns fråga",
                "#",
                "Öppna förslaget",
                "Komplettering begärd för Fler barn får plats på önskat datum: ”Utgångsvärdet är från 2023, finns 2025?”",
                now - timedelta(1),
            ),
            parts.Task(
                "Fyll i vad som saknas i ett förslag",
                "#",
                "Fortsätt",
                "Andelen behörig personal i förskolan ökar. Kvar: realistiskt och ansvar",
                now + timedelta(4),
            ),
            parts.Task(
                "Skriv bedömning, årsredovisning 2026",
                "#",
                "Skriv",
                "3 av 5 mål är klara. Kvar: Elever i årskurs 9 med behörighet, Trygghet i skolan",
                now + timedelta(53),
            ),
        ],
        "counts": [
            parts.Count("met", 2, "uppfyllda"),
            parts.Count("on_course", 3, "på väg"),
            parts.Count("not_met", 1, "uppfylls inte"),
            parts.Count("unknown", 1, "kan inte bedömas"),
        ],
        "checklist": [
            parts.Check("Specifikt", True, "Målgrupp: barn 1–5 år"),
            parts.Check("Mätbart", True, "En indikator, utgångsvärde och mål"),
            parts.Check("Accepterat", False, "Samråd saknas: facklig samverkan", "#samrad"),
            parts.Check("Ansvar", False, "Ange ansvarig funktion"),
        ],
        "stages": [
            parts.Stage("Behov från två enheter", "Våren 2018"),
            parts.Stage("Förslag från socialnämnden, § 84", "12 september 2018", links=[("3 versioner, jämför", "#")]),
            parts.Stage("Antaget av fullmäktige, § 120", "17 december 2018", "Målvärdet höjdes från 91 till 92"),
            parts.Stage(
                "Årsredovisning 2022, utgåva 1",
                "3 april 2023",
                links=[("PDF", "#"), ("JSON", "#")],
                state="now",
                example=True,
            ),
            parts.Stage("Målet förs över till nästa period", "2027", state="next"),
        ],
        "ranked": [
            parts.Ranked(
                "Behöriga lärare i alla årskurser", "#", "Utbildnings- och kulturnämnden", "", "#ner", "#bort"
            ),
            parts.Ranked("Kortare väg till arbete", "#", "Socialnämnden", "#upp", "", "#bort"),
        ],
        "notes": [
            parts.Note(
                "Maria Lund",
                datetime.now().astimezone() - timedelta(days=1),
                "Kan ni ta med mätningen från 2025?\nDen finns hos Kolada.",
                "controller",
            ),
            parts.Note("Anna Ek", datetime.now().astimezone(), "Ja, den är med nu."),
        ],
        "buttons": [
            parts.Button("Lämna in", "#", post=True),
            parts.Button("Skicka tillbaka", "#"),
            parts.Button("Ta tillbaka", "#", post=True),
        ],
        "file_list": [
            parts.FileLink("Årsredovisning 2022, PDF", "#", 1_234_000),
            parts.FileLink(
                "Samma uppgifter, JSON", "#", 88_000, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
            ),
        ],
        "pairs": [
            ("Ansvarig nämnd", "Socialnämnden"),
            ("Ansvarig funktion", "Enhetschef, hemtjänst"),
            ("Antaget", "17 december 2018, § 120"),
        ],
        "clashes": [
            parts.Clash(
                "Målets lydelse",
                "Senast 2030 är 94 av 100 nöjda med hemtjänsten.",
                "Senast 2030 är minst 93 av 100 brukare nöjda med hemtjänsten.",
            ),
            parts.Clash("Område", "a", "a"),
        ],
        "old": "Minst 9 av 10 som använder hemtjänsten är nöjda.",
        "new": "Minst 9 av 10 Burgsbor som har hemtjänst är nöjda med den.",
        "series": [Decimal(88), Decimal(87), None, Decimal(89), Decimal(90)],
        "target": Decimal(92),
        "empty_list": parts.Empty("Inga behov ännu.", "Skriv ett behov", "#"),
        "big": Decimal("1234567.891"),
        "minus": Decimal("-1.5"),
        "soon": now + timedelta(4),
    }


def _charts() -> list[tuple[str, Chart]]:
    """Each kind of chart, made by the house's own makers."""
    percent, aim = Measure("%"), Aim(2030, "higher", Decimal(83), name="Föreslaget mål")
    past = _points(2018, 58, 60, 59, 62, 63, None, 66, 67)
    path = progress_chart(
        past, _points(2026, 70, 73, 77, 80, 83), aim, percent, baseline=Point(2025, Decimal(67)), example=True
    )
    sexes = {"K": _points(2020, 63, 65, 66, None, 68, 70), "M": _points(2020, 57, 58, 59, None, 62, 64)}
    by_sex = series_chart(
        _points(2020, 60, 61, 63, None, 65, 67),
        percent,
        by_sex=sexes,
        comparison={"Riket": _points(2020, 62, 62, 63, 63, 64, 64)},
        example=True,
    )
    names = [("Lomma", 64), ("Staffanstorp", 56), ("Exempelby", 49), ("Malmö", 47), ("Eslöv", 41)]
    told = Table(("Kommun", "2025"), tuple((name, f"{value} %") for name, value in names))
    rank = bars(
        [Bar(name, Decimal(value), f"{value} %", name == "Exempelby") for name, value in names],
        mark=Decimal(49),
        mark_words="Median 49 %",
    )
    both = pairs(
        [
            Pair(
                name,
                Decimal(value - 9 + place * 3),
                Decimal(value),
                f"{value - 9 + place * 3} → {value} %",
                name == "Exempelby",
            )
            for place, (name, value) in enumerate(names)
        ],
        then="2020",
        now="2025",
    )
    panels = [
        Panel(
            name,
            _points(2020, *values),
            _points(2022, values[2], 70, 76),
            Point(2026, Decimal(83)),
            f"{values[-1]} %",
            "83 %",
        )
        for name, values in zip(
            NAMES[:4],
            ((60, 61, 63, 65, 67), (71, 70, 74, 77, 79), (50, 55, 52, 51, 50), (66, 66, 68, 75, 84)),
            strict=True,
        )
    ]
    return [
        ("Väg och mål", path),
        ("Kvinnor och män", by_sex),
        ("Plats bland andra", Chart(rank, "Plats 3 av 5 i gruppen 2025, två platser bättre än 2024.", told, "%", True)),
        ("Två år", Chart(both, "Fyra av fem har blivit bättre sedan 2020.", told, "%", True)),
        ("Många små", Chart(multiples(panels), "En av fyra indikatorer når nivån för 2024.", told, "%", True)),
    ]


def _points(first: int, *values: int | None) -> list[Point]:
    return [
        Point(first + place, None if value is None else Decimal(value), "" if value else "ej mätt")
        for place, value in enumerate(values)
    ]
