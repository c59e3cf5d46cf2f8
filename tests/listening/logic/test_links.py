import pytest

from parvis.listening.logic.links import followable


@pytest.mark.parametrize("url", ["https://example.org/a?b=c#d", "http://example.org", "https://exämple.org/ü"])
def test_followable(url):
    assert followable(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>alert(1)</script>",
        "vbscript:x", "file:///etc/passwd", "//example.org", "/path", "example.org", "https://", "http:///x",
        "https://example.org/\" onclick=\"alert(1)", "https://example.org/<b>", "java\nscript:alert(1)",
        " https://example.org", "https://example.org\\@evil", "https://[::1", "https://example.org/" + "x" * 2001,
    ],
)  # fmt: skip
def test_never_a_link(url):
    assert followable(url) == ""
