from dataclasses import replace

from plans.plan_samples import plan_of

from ttdn_site.plans.versions import check_versions, latest

FIRST = replace(plan_of(""), id="first")
SECOND = replace(FIRST, id="second", version=2, previous="first")
THIRD = replace(FIRST, id="third", version=3, previous="second")


def codes(*plans: object) -> list[str]:
    return [problem.code.id for problem in check_versions(plans)]  # type: ignore[arg-type]  # only plans are passed


def test_versions_follow_each_other() -> None:
    assert codes(FIRST, SECOND, THIRD) == []
    assert [latest((FIRST, SECOND, THIRD), plan.id) for plan in (FIRST, SECOND, THIRD)] == ["third"] * 3


def test_a_version_needs_the_one_before_it() -> None:
    assert codes(SECOND) == ["PL070"]
    assert codes(replace(FIRST, previous="first")) == ["PL070"]


def test_versions_are_counted_up() -> None:
    assert codes(FIRST, replace(SECOND, version=1)) == ["PL071"]


def test_a_version_has_one_successor() -> None:
    assert codes(FIRST, SECOND, replace(SECOND, id="other")) == ["PL072"]


def test_a_circle_of_versions_ends() -> None:
    assert latest((replace(FIRST, previous="second"), SECOND), "first") == "second"
