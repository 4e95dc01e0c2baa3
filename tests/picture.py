"""Takes the picture in the README from a real conversation: `python -m tests.picture`."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.running import ROOT, Running

PICTURE = ROOT / "bot/widget/picture.png"


def take(path: Path) -> None:
    """Ask two questions at a phone's width and save what is on the screen."""
    with tempfile.TemporaryDirectory() as state, Running(Path(state)) as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 412, "height": 915}, device_scale_factor=1.5)
        page.goto(running.address)
        page.get_by_role("textbox").fill("does the skills pledge cost anything")
        page.get_by_role("textbox").press("Enter")
        page.get_by_text("September 2008").first.wait_for()
        page.wait_for_timeout(600)
        page.screenshot(path=path)
        browser.close()


if __name__ == "__main__":
    take(PICTURE)
