"""Drives the installed Chromium through its debugging pipe: opens pages, reads their console and their requests.

Nothing is installed for it: the protocol is JSON over two pipes, each message ended by a zero byte.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
#: No answer within this time is a failure; a page of these tests is there in a second.
_PATIENCE_SECONDS = 90


class Browser:
    """One Chromium with one tab; `console` and `requests` collect the messages and requests of all opened pages."""

    def __init__(self, profile: Path, width: int = 1400, height: int = 1000) -> None:
        self.console: list[str] = []
        self.requests: list[str] = []
        self._sent, self._rest, self._loaded = 0, b"", False
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        self._process = subprocess.Popen(
            [
                str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                f"--user-data-dir={profile}", f"--window-size={width},{height}", "--remote-debugging-pipe",
            ],
            # The browser reads its commands from descriptor 3 and answers on 4.
            preexec_fn=lambda: (os.dup2(to_read, 3), os.dup2(to_write, 4)), pass_fds=(3, 4, to_read, to_write),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_read)
        os.close(to_write)
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)
        os.close(self._write)
        os.close(self._read)

    def open(self, page: Path, anchor: str = "") -> None:
        """Open a page and wait until it is loaded; about:blank comes first, so that a new anchor loads it again."""
        for address in ("about:blank", page.absolute().as_uri() + anchor):
            self._loaded = False
            self.call("Page.navigate", url=address)
            self._until(lambda: self._loaded)

    def run(self, script: str) -> Any:
        """The value of an expression on the page. Raises AssertionError with its exception."""
        found = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True, userGesture=True
        )
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def wait_for(self, condition: str) -> None:
        """Wait until an expression on the page is true."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not self.run(condition):
            assert time.monotonic() < deadline, f"never came true: {condition}"
            time.sleep(0.05)

    def press(self, key: str) -> None:
        text = {"text": key} if len(key) == 1 else {}
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, **text)

    def resize(self, width: int, height: int = 1000) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]))

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._call(method, self._session, **parameters)

    def _call(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        self._sent += 1
        wanted, answers = self._sent, list[dict[str, Any]]()
        message = {"id": wanted, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        os.write(self._write, json.dumps(message).encode() + b"\0")
        self._until(lambda: bool(answers), lambda got: answers.append(got) if got.get("id") == wanted else None)
        assert "error" not in answers[0], answers[0]
        result: dict[str, Any] = answers[0]["result"]
        return result

    def _until(self, done: Callable[[], bool], heard: Callable[[dict[str, Any]], object] = lambda _: None) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not done():
            ready, _, _ = select.select([self._read], [], [], max(0.0, deadline - time.monotonic()))
            assert ready, "Chromium did not answer"
            received = os.read(self._read, 1 << 20)
            assert received, "Chromium ended"
            *messages, self._rest = (self._rest + received).split(b"\0")
            for message in map(json.loads, messages):
                self._note(message)
                heard(message)

    def _note(self, message: dict[str, Any]) -> None:
        method, what = message.get("method"), message.get("params", {})
        if method == "Page.loadEventFired":
            self._loaded = True
        elif method == "Network.requestWillBeSent":
            self.requests.append(what["request"]["url"])
        elif method == "Runtime.consoleAPICalled":
            self.console.append(" ".join(str(one.get("value", one.get("description"))) for one in what["args"]))
        elif method == "Runtime.exceptionThrown":
            self.console.append(json.dumps(what["exceptionDetails"]))
        elif method == "Log.entryAdded":
            self.console.append(what["entry"]["text"])
        elif method == "Page.javascriptDialogOpening":
            self.console.append(f"dialog: {what['message']}")
            os.write(
                self._write,
                json.dumps({"id": 0, "method": "Page.handleJavaScriptDialog", "sessionId": self._session,
                            "params": {"accept": True}}).encode() + b"\0",
            )  # fmt: skip
