"""A whole check: what goes in, what comes out, and how it ends."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from bot.workforce import command, run
from bot.workforce.rows import Row

from .conftest import Check

HEAD = "Staff number,Name,NI number,Department,Age,Home town,Annual pay,Course wanted,UK residence,Maths GCSE,Highest qualification\n"
ANN = "1,Ann Other,QQ123456C,Stores,34,Norwich,\"£40,000\",maths,no,no quals,none\n"
BOB = "2,Bob Other,QQ123457C,Stores,24,Plymouth,26799,level 3,no,yes,a degree\n"
STAFF = HEAD + ANN + BOB


def test_a_person_a_row_with_outcome_reasons_route_and_sentence(check: Check) -> None:
    done = check(STAFF)
    assert done.code == 0
    ann, bob = done.rows()
    assert (ann["Staff number"], ann["Department"]) == ("1", "Stores")
    assert ann["Outcome"] == "It looks free" and bob["Outcome"] == "It looks free, on a listed course"
    assert "no maths GCSE" in ann["What speaks for it"]
    assert ann["Who to contact first"] and ann["In a sentence"].startswith("It looks as if your course")
    assert "as at August 2026" in ann["Basis"]


def test_what_is_not_needed_is_in_no_output(check: Check) -> None:
    done = check(STAFF)
    everything = done.out + done.err + "".join(done.text(name) for name in ("result.csv", "result.html"))
    for secret in ("Ann Other", "Bob", "QQ123456C", "40,000", "26799", "Norwich"):
        assert secret not in everything.replace("postcode", "")


def test_a_missing_column_is_not_known_and_said_so(check: Check) -> None:
    done = check("Age,Home town\n34,Norwich\n")
    [row] = done.rows()
    assert row["Line"] == "line 2" and "What would you like to learn?" in row["Still to find out"]
    assert "Not known for anybody" in done.out and '--everybody "goal=Maths"' in done.out


def test_one_answer_for_everybody_goes_before_a_column(check: Check) -> None:
    done = check(STAFF, "--everybody", "goal=English")
    assert {row["Outcome"] for row in done.rows()} != {"It looks free, on a listed course"}
    assert '"Course wanted" is not read: the same answer is given for everybody' in done.out
    assert "English" in done.text("result.html")


@pytest.mark.parametrize(
    "blank", ["", " ", "n/a", "N/A", "-", "unknown", "Unknown.", "TBC", "not known", "?", "don't know", "rather not say"]
)
def test_an_empty_cell_and_its_likes_are_not_known(check: Check, blank: str) -> None:
    done = check(f"Age,Home town,Course wanted,UK residence,Annual pay\n30,Norwich,level 3,no,{blank}\n")
    assert done.code == 0
    [row] = done.rows()
    assert "earn in a year" in row["Still to find out"]


def test_every_set_of_today_has_columns_of_its_own(check: Check, knowledge: object) -> None:
    done = check(STAFF, "--all")
    [first, *_] = done.rows()
    assert "the adult skills fund 2026-27: Outcome" in first
    asked_of_staff = [each for each in first if each.endswith(": Outcome")]
    assert len(asked_of_staff) > 1
    assert done.text("result.html").count("<h2") == len(asked_of_staff) + 1


def test_rules_of_the_past_may_be_named_and_speak_of_the_past(check: Check) -> None:
    done = check(
        "Age,Course,Employer,Highest qualification\n41,NVQ 2,council,none\n", rules="train-to-gain-2008-09"
    )
    [row] = done.rows()
    assert "would have" in row["In a sentence"] or "could not" in row["In a sentence"]


def test_a_file_of_apprentices_is_checked_for_an_employer(check: Check) -> None:
    done = check(
        "Ref,Age,Level,Levy,New starter,Hours in England\nA1,18,2,no levy,yes,yes\n", rules="apprentice-cost-2026-27"
    )
    assert done.code == 0 and done.rows()[0]["Outcome"]


def test_excel_goes_in_and_out_and_formulas_stay_texts(check: Check, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Staff number", "Department", "Date of birth", "Home town", "Annual pay", "Course wanted", "UK residence", "Maths GCSE"])
    sheet.append(["-1+1", "@SUM(A1)", datetime(1992, 5, 1), "Norwich", 40000.5, "maths", False, "no"])
    sheet.append(["+2", None, date(1800, 1, 1), "Norwich", 40000, "maths", "no", "no"])
    sheet.append([])
    sheet.append([3, "Stores", "01/05/1992", "Norwich", 1e5, "maths", "no"])
    book.create_sheet("Other")
    book.save(tmp_path / "staff.xlsx")
    done = check(None, "-o", "result.xlsx", name="staff.xlsx")
    assert done.code == 3
    written = load_workbook(tmp_path / "result.xlsx").active
    rows = list(written.iter_rows(min_row=2))
    assert [row[0].value for row in rows] == ["-1+1", "3"]
    assert all(cell.data_type in ("s", "inlineStr", "n") and cell.value != 1 for row in rows for cell in row)
    assert rows[0][1].data_type == "s" and rows[0][1].value == "@SUM(A1)"
    assert [row["Line"] for row in done.rows("result.bad.csv")] == ["3"]


def test_bad_rows_are_told_by_line_and_left_out_and_the_rest_goes_on(check: Check) -> None:
    rows = [
        "3,x,y,Stores,400,Norwich,24k,maths,no,no,none",
        "4,x,y,Stores,34,Norwich,24k,basket weaving,no,no,none",
        "5,x,y,Stores,34,Norwich",
        "6,x,y,Stores,34,Norwich,24k,maths,no,no,none,more,and more",
        "",
        '7,"x,y,Stores,34,Norwich,24k,maths,no,no,none',
        "8,x,y,Stores,34,Nowhereville,24k,maths,no,no,none",
    ]
    done = check(STAFF + "\n".join(rows) + "\n" + ANN)
    assert done.code == 3
    bad = {row["Line"]: row for row in done.rows("result.bad.csv")}
    assert set(bad) == {"4", "5", "6", "7", "9", "10"}
    assert bad["4"]["Column"] == "Age" and bad["4"]["What it says"] == "400"
    assert bad["5"]["Column"] == "Course wanted" and "understood" in bad["5"]["What is wrong"]
    assert "6 fields" in bad["6"]["What is wrong"] and bad["6"]["What it says"] == ""
    assert "quotation mark" in bad["9"]["What is wrong"]
    assert [row["Staff number"] for row in done.rows()] == ["1", "2", "1"]
    assert "6 rows left out" in done.out and "line 4, Age" in done.out


def test_only_the_first_bad_rows_stand_on_the_screen(check: Check) -> None:
    done = check("Age\n" + "400\n" * 50 + "34\n")
    assert done.out.count("  line ") == 20 and "30 more" in done.out
    assert len(done.rows("result.bad.csv")) == 50


def test_what_says_who_somebody_is_is_never_carried_over(check: Check) -> None:
    done = check("Staff number,Age,Home town\nQQ 12 34 56 C,34,Norwich\nann@example.org,34,ann@example.org\n")
    assert done.rows()[0]["Staff number"] == "line 2"
    everything = done.out + done.text("result.csv") + done.text("result.bad.csv") + done.text("result.html")
    assert "QQ" not in everything and "example.org" not in everything


def test_letters_that_cannot_be_decoded_lose_only_their_row(check: Check) -> None:
    text = "Staff number,Age,Home town\né1,34,Norwich\né2,34,Norw\xffich\né3,34,Norwich\n".encode().replace("ÿ".encode(), b"\xff")
    done = check(text)
    assert done.code == 3
    assert [row["Staff number"] for row in done.rows()] == ["é1", "é3"]
    assert "decoded" in done.rows("result.bad.csv")[0]["What is wrong"]


def test_a_place_in_areas_with_different_rules_is_not_known_and_counted(check: Check) -> None:
    done = check("Age,Home town,Course wanted,UK residence,Annual pay\n34,England,level 3,no,24k\n")
    assert done.code == 0 and "Where do you live" in done.rows()[0]["Still to find out"]
    assert "1 person" in done.out and "different rules" in done.text("result.html")


def test_results_are_not_written_over_without_being_told(check: Check) -> None:
    assert check(STAFF).code == 0
    again = check(STAFF)
    assert again.code == 1 and "result.csv, result.html" in again.err and "--force" in again.err
    assert check(STAFF, "--force").code == 0


def test_the_list_of_bad_rows_of_an_earlier_run_does_not_stay(check: Check) -> None:
    assert check(STAFF + "3,x,y,z,400,Norwich,1,maths,no,no,none\n").code == 3
    assert check(STAFF, "--force").code == 0
    assert "result.bad.csv" not in {path.name for path in Path().iterdir()}


def test_the_file_that_is_read_is_never_written_over(check: Check) -> None:
    done = check(STAFF, "-o", "staff.csv", "--force")
    assert done.code == 1 and (done.folder / "staff.csv").read_text() == STAFF


def test_only_the_owner_can_read_the_results(check: Check) -> None:
    done = check(STAFF)
    assert {(done.folder / name).stat().st_mode & 0o077 for name in ("result.csv", "result.html")} == {0}


@pytest.mark.parametrize("output", ["result.csv", "result.xlsx"])
def test_an_interrupted_run_leaves_nothing(check: Check, monkeypatch: pytest.MonkeyPatch, output: str) -> None:
    def interrupted(words: object, rows: object, expected: object) -> object:
        yield Row(2, ["34"])
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "shown", interrupted)
    done = check("Age\n34\n", "-o", output)
    assert done.code == 130 and done.names() == {"staff.csv"} and "Nothing was written" in done.err


def test_a_full_disk_is_said_and_leaves_nothing(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> object:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(command, "run", full)
    done = check("Age\n34\n")
    assert done.code == 1 and "No space left" in done.err and done.names() == {"staff.csv"}


@pytest.mark.parametrize(
    "content, said",
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("Age\n", "no rows below"),
        ("Surname,Shoe size\nOther,7\n", "No column of staff.csv was recognised"),
        ("34,Norwich\n22,Leeds\n", "No column"),
        ('"Age,Home town\n34,Norwich\n', "quotation mark in the row of headings"),
        ("Age,Salary,Annual salary\n34,1,2\n", '"Salary" and "Annual salary"'),
        ("Age,AGE (years)\n34,34\n", '"Age" and "AGE (years)"'),
        ("Age\n400\n", "No row could be used"),
    ],
)
def test_what_cannot_be_checked_is_refused_with_what_to_do(check: Check, content: str, said: str) -> None:
    done = check(content)
    assert done.code == 1 and said in done.err
    assert "result.csv" not in done.names() and "result.html" not in done.names()


@pytest.mark.parametrize(
    "more, code, said",
    [
        (("--rules", "adult-skils-fund"), 1, "adult-skills-fund-2026-27"),
        (("--rules", "zzz"), 1, "There are: "),
        ((), 2, "--rules"),
        (("--rules", "adult-skills-fund-2026-27", "--all"), 2, "--all"),
        (("--rules", "adult-skills-fund-2026-27", "-o", "result.doc"), 2, ".csv or .xlsx"),
        (("--rules", "adult-skills-fund-2026-27", "-o", "no/such/result.csv"), 1, "no folder"),
        (("--rules", "adult-skills-fund-2026-27", "--page", "page.txt"), 2, ".html"),
        (("--rules", "adult-skills-fund-2026-27", "--everybody", "goal"), 2, "goal=maths"),
        (("--rules", "adult-skills-fund-2026-27", "--everybody", "shoe=7"), 2, "They turn on: goal, age"),
        (("--rules", "adult-skills-fund-2026-27", "--everybody", "goal=basket weaving"), 2, "no answer for Course wanted"),
        (("--rules", "adult-skills-fund-2026-27", "--column", "Age=Years"), 2, "no column Years"),
        (("--rules", "adult-skills-fund-2026-27", "--colour"), 2, "unrecognized"),
    ],
)
def test_words_that_do_not_fit_are_refused(check: Check, more: tuple[str, ...], code: int, said: str) -> None:
    done = check("Age\n34\n", *more, rules="")
    assert done.code == code and said in done.err
    assert done.names() == {"staff.csv"}


@pytest.mark.parametrize("name, said", [("none.csv", "no file"), (".", "a folder"), ("old.xls", ".xlsx or as .csv")])
def test_a_file_that_is_no_file_is_refused(check: Check, name: str, said: str) -> None:
    Path("old.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    done = check(None, name=name)
    assert done.code == 1 and said in done.err


def test_a_damaged_excel_file_is_refused(check: Check) -> None:
    done = check(b"PK\x03\x04 not really", name="staff.xlsx")
    assert done.code == 1 and "cannot be opened" in done.err


def test_a_column_may_be_chosen_by_hand(check: Check) -> None:
    done = check("Years,Age\n34,12\n", "--column", "Age=Years")
    assert done.code == 0 and '"Years"' in done.out and 'Not read, and in no result: "Age"' in done.out


def test_help_says_how_to_use_it(check: Check) -> None:
    done = check(None, "--help", rules="")
    assert done.code == 0 and "--template" in done.out
