"""Which proxy is used for which address, what is refused, and that no password is shown."""

from __future__ import annotations

import pytest

from bot.proxy import Proxy, find_proxy
from bot.settings import TELEGRAM

SECRET = "Qw5rTz"
SQUID = "http://proxy.example:3128"


def found(address: str = TELEGRAM, **environ: str) -> Proxy | None:
    """The proxy of *environ*, in which nothing is wrong."""
    problems: list[str] = []
    proxy = find_proxy(environ, address, problems)
    assert problems == []
    return proxy


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_each_variable_counts(name: str) -> None:
    assert found(**{name: SQUID}) == Proxy("http", "proxy.example:3128", name)


def test_the_schemes_own_comes_before_all_and_small_letters_before_capitals() -> None:
    environ = {"ALL_PROXY": "a:1", "all_proxy": "b:1", "HTTPS_PROXY": "c:1", "https_proxy": "d:1", "HTTP_PROXY": "e:1"}
    order = []
    while (proxy := found(**environ)) is not None:
        order.append(proxy.place)
        del environ[proxy.setting]
    assert order == ["d:1", "c:1", "b:1", "a:1"]
    assert found("http://127.0.0.1:8081", **environ) == Proxy("http", "e:1", "HTTP_PROXY")
    assert found(HTTPS_PROXY="", ALL_PROXY=" ") is None


@pytest.mark.parametrize(
    ("value", "proxy"),
    [
        ("proxy.example", Proxy("http", "proxy.example:80", "HTTPS_PROXY")),
        ("https://proxy.example", Proxy("https", "proxy.example:443", "HTTPS_PROXY")),
        ("http://[::1]:3128/", Proxy("http", "[::1]:3128", "HTTPS_PROXY")),
        (f"http://bot:{SECRET}%40@p:3128", Proxy("http", "p:3128", "HTTPS_PROXY", "bot", f"{SECRET}@")),
    ],
)
def test_a_proxy_is_read_with_its_port_and_name(value: str, proxy: Proxy) -> None:
    assert found(HTTPS_PROXY=value) == proxy
    assert SECRET not in repr(found(HTTPS_PROXY=value))


@pytest.mark.parametrize(
    ("listed", "is_direct"),
    [
        ("", False),
        ("*", True),
        ("api.telegram.org", True),
        ("localhost, telegram.org", True),
        (".telegram.org", True),
        ("*.telegram.org", True),
        ("gram.org", False),
        ("telegram.org:443", True),
        ("telegram.org:8443", False),
        ("API.TELEGRAM.ORG", True),
    ],
)
def test_no_proxy_names_hosts_and_domains(listed: str, is_direct: bool) -> None:
    assert (found(HTTPS_PROXY=SQUID, NO_PROXY=listed) is None) is is_direct
    assert (found(HTTPS_PROXY=SQUID, no_proxy=listed) is None) is is_direct


@pytest.mark.parametrize(
    ("address", "listed", "is_direct"),
    [
        ("http://127.0.0.1:8081", "127.0.0.1", True),
        ("http://127.0.0.1:8081", "127.0.0.1:8081", True),
        ("http://127.0.0.1:8081", "127.0.0.1:80", False),
        ("http://127.0.0.1:8081", "127.0.0.0/8", True),
        ("http://127.0.0.1:8081", "localhost", False),
        ("http://10.1.2.3", "10.0.0.0/8,172.16.0.0/12", True),
        ("http://[::1]:8081", "[::1]:8081", True),
        ("http://[::1]:8081", "::1", True),
        ("http://127.0.0.1:8081", "", False),
    ],
)
def test_no_proxy_names_servers_of_our_own(address: str, listed: str, is_direct: bool) -> None:
    assert (found(address, HTTP_PROXY=SQUID, NO_PROXY=listed) is None) is is_direct


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "socks4"])
def test_socks_is_refused_in_plain_words_unless_another_comes_first(scheme: str) -> None:
    problems: list[str] = []
    environ = {"ALL_PROXY": f"{scheme}://bot:{SECRET}@p:1080"}
    assert find_proxy(environ, TELEGRAM, problems) is None
    assert problems == [
        "ALL_PROXY names a SOCKS proxy, which the bot cannot use: set HTTPS_PROXY to an HTTP proxy, such as "
        "http://proxy.example:3128, or unset ALL_PROXY."
    ]
    assert found(**environ, HTTPS_PROXY=SQUID) == Proxy("http", "proxy.example:3128", "HTTPS_PROXY")
    assert found(**environ, NO_PROXY="telegram.org") is None


@pytest.mark.parametrize("value", [f"ftp://{SECRET}:1", f"http://{SECRET}:five", "http://:3128", f"http://[{SECRET}"])
def test_what_is_no_proxy_is_a_problem_without_its_value(value: str) -> None:
    problems: list[str] = []
    assert find_proxy({"HTTPS_PROXY": value}, TELEGRAM, problems) is None
    assert problems == [
        "HTTPS_PROXY must be the address of an HTTP proxy, such as http://name:password@proxy.example:3128."
    ]
