"""The portal's own settings and structure: `docs/data/site.yml`, `sections.yml`, `topics.yml` and `places.yml`.

Circular 32/2017/TT-BTTTT asks for the agency, the responsible person, address, telephone and e-mail on every page.
A field that editors have still to fill in stays empty here; preview shows it as such, production refuses it unless
`waived` names it.
"""

from __future__ import annotations

from ttdn_site.content.fields import Field, ListOf, PerLanguage, Record
from ttdn_site.content.kinds import Choice, Slug, Text, Url


def _words(example: str) -> PerLanguage:
    return PerLanguage(Text(200, example))


# The footer's mandatory fields, in the order in which they are shown.
REQUIRED_IDENTITY = ("agency", "responsible", "address", "licence", "telephone", "email")

SITE = (
    Field("name", _words("Lai Châu"), "The province's short name, per language.", required=True),
    Field("portal", _words("Trang thông tin đối ngoại tỉnh Lai Châu"), "The portal's title.", required=True),
    Field(
        "tagline", _words("Trang thông tin đối ngoại"), "What stands under the short name in the header.", required=True
    ),
    Field("agency", _words("Ủy ban nhân dân tỉnh Lai Châu"), "The managing agency."),
    Field("responsible", _words("Nguyễn Văn A, Giám đốc Sở"), "The person responsible for the portal, with title."),
    Field("address", PerLanguage(Text(400, "Phường Tân Phong, tỉnh Lai Châu")), "Postal address."),
    Field("licence", _words("Giấy phép số 01/GP-TTĐT"), "Number and date of the portal's licence."),
    Field("telephone", Text(60, "+84 213 …"), "Telephone of the editors' office."),
    Field("email", Text(120, "…@laichau.gov.vn"), "Official e-mail of the editors' office."),
    Field(
        "waived", ListOf(Choice(REQUIRED_IDENTITY)), "Mandatory fields that are openly left empty for now.", default=()
    ),
    Field(
        "channels",
        ListOf(
            Record(
                (
                    Field("title", _words("Báo Lai Châu"), "What the channel is called.", required=True),
                    Field("url", Url(), "Its address.", required=True),
                )
            )
        ),
        "Official channels.",
        default=(),
    ),
    Field(
        "home",
        Record(
            (
                Field(
                    "title", _words("Vùng núi cao biên giới Tây Bắc"), "The heading of the home page.", required=True
                ),
                Field(
                    "lead",
                    PerLanguage(Text(220, "Nơi 20 dân tộc cùng sinh sống.")),
                    "Below 150 characters reads best.",
                    required=True,
                ),
                Field(
                    "figures",
                    ListOf(
                        Record(
                            (
                                Field(
                                    "value",
                                    PerLanguage(Text(40, "gần 500.000")),
                                    "The figure as each language writes it.",
                                    required=True,
                                ),
                                Field("unit", PerLanguage(Text(20, "km²")), "Its unit."),
                                Field("label", _words("Diện tích tự nhiên"), "What is counted.", required=True),
                                Field("note", _words("năm 2023"), "Year or period.", required=True),
                                Field("source", Url(), "Where the figure comes from.", required=True),
                            )
                        )
                    ),
                    "Key figures of the home page.",
                    default=(),
                ),
            )
        ),
        "What the home page opens with.",
        required=True,
    ),
    Field("content_licence", Text(60, "CC BY 4.0"), "Licence of texts and figures.", default="CC BY 4.0"),
)

MARKS = (
    "about",
    "news",
    "growth",
    "coop",
    "policy",
    "border",
    "abroad",
    "plan",
    "documents",
    "publications",
    "contact",
)
"""The marks that are drawn, in `theme/ornament/marks.txt`."""

SECTION = (
    Field("slug", Slug("about"), "First part of the address.", required=True),
    Field("rank", Choice(("main", "second")), "In the menu, or in the bar above it.", default="main"),
    Field("title", _words("Giới thiệu chung"), "Title.", required=True),
    Field("lead", PerLanguage(Text(400, "Đất nước, con người.")), "One line on its card.", required=True),
    Field("mark", Choice(MARKS), "Name of its drawn mark.", default="about"),
    Field("lists", ListOf(Slug("document")), "Content types whose items the section's front page lists.", default=()),
)

TOPIC = (
    Field("slug", Slug("border"), "Name used in front matter.", required=True),
    Field("title", _words("Biên giới"), "Title.", required=True),
)

PLACE = (
    Field(
        "name",
        _words("Lai Châu"),
        "What the place is called, per language, without a word such as province or river.",
        required=True,
    ),
    Field("also", ListOf(Text(200, "Phan Xi Păng")), "Other spellings that readers type.", default=()),
)
