"""Public holidays as arranged by the notices of the General Office of the State Council, 2020 to 2026.

A new year is a new row here, or a row of the database until the next release (`manage.py add_holidays`).
"""

from datetime import date

from enterprises.shared.rules.workdays.calendar import Notice


def _notice(year: int, source: str, *, off: str, worked: str) -> Notice:
    """Read "MM-DD..MM-DD" ranges and "MM-DD" days; "YYYY-MM-DD" names another year."""
    ranges = (part.partition("..") for part in off.split())
    return Notice(
        year=year,
        source=source,
        days_off=tuple((_day(year, first), _day(year, last or first)) for first, _, last in ranges),
        days_worked=tuple(_day(year, day) for day in worked.split()),
    )


def _day(year: int, text: str) -> date:
    return date.fromisoformat(text if len(text) > len("MM-DD") else f"{year}-{text}")


NOTICES: tuple[Notice, ...] = (
    _notice(
        2020,
        "国办发明电〔2019〕16号；国办发明电〔2020〕1号(延长春节假期)",
        off="01-01 01-24..02-02 04-04..04-06 05-01..05-05 06-25..06-27 10-01..10-08",
        worked="01-19 04-26 05-09 06-28 09-27 10-10",
    ),
    _notice(
        2021,
        "国办发明电〔2020〕27号",
        off="01-01..01-03 02-11..02-17 04-03..04-05 05-01..05-05 06-12..06-14 09-19..09-21 10-01..10-07",
        worked="02-07 02-20 04-25 05-08 09-18 09-26 10-09",
    ),
    _notice(
        2022,
        "国办发明电〔2021〕11号",
        off="01-01..01-03 01-31..02-06 04-03..04-05 04-30..05-04 06-03..06-05 09-10..09-12 10-01..10-07",
        worked="01-29 01-30 04-02 04-24 05-07 10-08 10-09",
    ),
    _notice(
        2023,
        "国办发明电〔2022〕16号",
        off="2022-12-31..01-02 01-21..01-27 04-05 04-29..05-03 06-22..06-24 09-29..10-06",
        worked="01-28 01-29 04-23 05-06 06-25 10-07 10-08",
    ),
    _notice(
        2024,
        "国办发明电〔2023〕7号",
        off="01-01 02-10..02-17 04-04..04-06 05-01..05-05 06-10 09-15..09-17 10-01..10-07",
        worked="02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    ),
    _notice(
        2025,
        "国办发明电〔2024〕12号",
        off="01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08",
        worked="01-26 02-08 04-27 09-28 10-11",
    ),
    _notice(
        2026,
        "国办发明电〔2025〕7号",
        off="01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07",
        worked="01-04 02-14 02-28 05-09 09-20 10-10",
    ),
)
