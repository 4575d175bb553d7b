"""Which readers from PyPI see every text of a .hwpx, and what the strictest of them says of the package.

    readers.py FILE.hwpx...

The texts are taken from the section itself; a reader sees one when it stands in its output, blanks and marks of
tables aside. Exits with 1 when a reader misses a text or the package is not fit for the editor.
"""

import importlib.metadata
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

import hwp_hwpx_parser
import jakal_hwpx
import pyhwpxlib.api
import unhwp
from hwpx.document import HwpxDocument
from hwpx.tools.package_validator import validate_editor_open_safety
from lxml import etree


def plain(text):
    """Text as it is compared: readers put blanks and marks of tables where they like."""
    for written, meant in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("<br>", ""), ("&amp;", "&")):
        text = text.replace(written, meant)
    return re.sub(r"[\s\\|*]+", "", text)


def texts(path):
    """The texts of the section, one a run."""
    with zipfile.ZipFile(path) as package:
        section = etree.fromstring(package.read("Contents/section0.xml"))
    found = (plain("".join(run.itertext())) for run in section.iter("{*}t"))
    return [text for text in found if text]


def python_hwpx(path):
    return HwpxDocument.open(path).text.plain()


def hwp_hwpx(path):
    with hwp_hwpx_parser.Reader(path) as reader:
        return reader.text


def hwpx2md(path):
    with tempfile.TemporaryDirectory() as folder:
        bundle = pathlib.Path(folder) / "bundle"
        tool = pathlib.Path(sys.executable).parent / "hwpx2md"
        subprocess.run([tool, path, "-o", bundle], check=True, capture_output=True)
        files = [bundle / "document.md", *sorted((bundle / "tables").glob("*.md"))]
        return "\n".join(file.read_text() for file in files)


READERS = {
    "python-hwpx": python_hwpx,
    "unhwp": unhwp.extract_text,
    "hwp-hwpx-parser": hwp_hwpx,
    "hwpx2md": hwpx2md,
    "pyhwpxlib": pyhwpxlib.api.extract_text,
    "jakal-hwpx": lambda path: jakal_hwpx.HwpxDocument.open(path).get_document_text(),
}


def main():
    well = True
    for path in sys.argv[1:]:
        wanted = texts(path)
        print(f"{path}: {len(wanted)} texts")
        for name, read in READERS.items():
            seen = plain(read(path))
            missed = [text for text in wanted if text not in seen]
            well &= not missed
            print(f"  {name:16} {importlib.metadata.version(name):8} {len(wanted) - len(missed)} seen {missed[:2] or ''}")
        report = validate_editor_open_safety(path)
        well &= report.ok
        print(f"  fit for the editor, by python-hwpx: {report.ok}")
        for issue in [*report.validate_package.issues, *report.validate_document.warnings]:
            print(f"    {issue}")
    sys.exit(0 if well else 1)


main()
