#!/usr/bin/env python3
"""Adds up JUnit reports of GoogleTest and pytest: prints "PASSED FAILED SKIPPED".

usage: count_tests.py REPORT.xml...   A report that is missing or damaged counts as one failure.
"""

import sys
import xml.etree.ElementTree as ElementTree


def count(path: str) -> tuple[int, int, int]:
    """Of the report's test cases. GoogleTest marks a test that it did not run with status `notrun`."""
    try:
        cases = list(ElementTree.parse(path).iter("testcase"))
    except (OSError, ElementTree.ParseError):
        return 0, 1, 0
    failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
    skipped = sum(
        case.find("failure") is None and (case.find("skipped") is not None or case.get("status") == "notrun")
        for case in cases
    )
    return len(cases) - failed - skipped, failed, skipped


def main() -> None:
    totals = [sum(column) for column in zip((0, 0, 0), *(count(path) for path in sys.argv[1:]))]
    print(*totals)


if __name__ == "__main__":
    main()
