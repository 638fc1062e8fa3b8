"""Pages without a browser: Streamlit's AppTest, which runs a page's script and holds what it shows."""

from functools import cache

from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

from digitrec.settings import CODE

# Every AppTest asks each installed package anew whether it brings components, which takes longer than most pages.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def opened(name: str) -> AppTest:
    """The page `pages/<name>.py`, not run yet."""
    return AppTest.from_file(str(CODE / "pages" / f"{name}.py"), default_timeout=60)


def run(asked: AppTest | Element) -> AppTest:
    """The page as it is after a run, to which a page or one of its widgets leads."""
    page = asked.run()
    assert not page.exception, page.exception
    return page
