"""The page behind a link of a hand-off mail: it asks before anything changes, and says what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from ticket_router.domain.identity import TICKET_ID

LONGEST_NAME = 80
"""Characters of a visitor's name."""
STYLE = """
:root{color-scheme:light dark;--ink:#1d2433;--soft:#5b6472;--page:#f2f4f7;--sheet:#fff;--line:#c9cfd8;--go:#175cd3}
@media(prefers-color-scheme:dark){:root{--ink:#eceef2;--soft:#a9b0bd;--page:#14161a;--sheet:#1f2228;--line:#4a515f}}
*{box-sizing:border-box}
body{margin:0;padding:8vh 16px;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:34rem;margin:auto;padding:28px;background:var(--sheet);border:1px solid var(--line);
border-radius:12px;overflow-wrap:anywhere}
h1{font-size:1.35rem;margin:0 0 4px}.kept{white-space:pre-wrap;color:var(--soft)}
[aria-invalid]{border-color:#d92d20!important}
h2{font-size:1.1rem;margin:26px 0 4px;padding-top:22px;border-top:1px solid var(--line)}p{margin:0 0 12px}
.soft,.hint{color:var(--soft);font-size:.9rem}.bad{color:#b42318;font-weight:600}
@media(prefers-color-scheme:dark){.bad{color:#ff9b90}}label,legend{display:block;font-weight:600;margin:16px 0 4px}
fieldset{border:0;margin:0;padding:0}legend{padding:0}.hint{margin-top:6px}.id{white-space:nowrap}
fieldset label{display:flex;gap:8px;align-items:baseline;font-weight:400;margin:6px 0}
input[type=text],select,textarea{width:100%;padding:9px 10px;font:inherit;color:inherit;background:transparent;
border:1px solid var(--line);border-radius:8px}
option{color:#1d2433}textarea{min-height:7rem;resize:vertical}
button{margin-top:22px;padding:10px 20px;font:inherit;font-weight:600;color:#fff;background:var(--go);border:0;
border-radius:8px;cursor:pointer}
:focus-visible{outline:3px solid #84adff;outline-offset:2px}
"""
HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}


def page(title: str, *paragraphs: str, below: str = "") -> str:
    """A whole page of plain sentences; `below` is finished HTML."""
    said = "".join(f"<p>{_said(text)}</p>" for text in paragraphs)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{_said(title)}</h1>{said}{below}</main></body></html>"
    )


def form(
    about: str,
    fields: Iterable[str],
    button: str,
    *,
    what: str = "",
    name: str = "",
    problem: str = "",
    wrong: str = "",
) -> str:
    """The form that asks; it posts to its own address. `what` says what will happen, `problem` what was not right the
    last time, and `wrong` in which field."""
    said = f'<p class="soft">{_said(about)}</p>' + (f"<p>{_said(what)}</p>" if what else "")
    said += f'<p class="bad" role="alert">{_said(problem)}</p>' if problem else ""
    who = (
        f'<label for="name">Your name</label><input type="text" id="name" name="name" maxlength="{LONGEST_NAME}" '
        f'required autocomplete="name" value="{escape(name)}"{_marked("name", wrong)}>'
        '<p class="hint">It stands beside what you do.</p>'
    )
    return f'{said}<form method="post">{"".join(fields)}{who}<button>{escape(button)}</button></form>'


def heading(said: str) -> str:
    """What comes beneath the page's own title."""
    return f"<h2>{escape(said)}</h2>"


def kept(label: str, said: str) -> str:
    """A text that somebody typed and that came to nothing, to be copied."""
    return f'<h2>{escape(label)}</h2><p class="kept">{escape(said)}</p>'


def hidden(name: str, value: str) -> str:
    """What the page remembers of the moment in which it was opened."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def menu(name: str, label: str, options: Iterable[str], chosen: str, empty: str, wrong: str = "") -> str:
    """A choice of any number of names, or of none."""
    rows = [f'<option value="">{escape(empty)}</option>']
    for option in options:
        mark = " selected" if option == chosen else ""
        rows.append(f'<option value="{escape(option)}"{mark}>{escape(option)}</option>')
    field = f'<select id="{name}" name="{name}"{_marked(name, wrong)}>{"".join(rows)}</select>'
    return f'<label for="{name}">{escape(label)}</label>{field}'


def choice(name: str, label: str, options: Mapping[str, str], chosen: str) -> str:
    """One of a few."""
    rows = [
        f'<label><input type="radio" name="{name}" value="{escape(value)}"{" checked" if value == chosen else ""}> '
        f"{escape(text)}</label>"
        for value, text in options.items()
    ]
    return f"<fieldset><legend>{escape(label)}</legend>{''.join(rows)}</fieldset>"


def text(name: str, label: str, said: str, wrong: str = "") -> str:
    """A text of several lines."""
    field = f'<textarea id="{name}" name="{name}" required{_marked(name, wrong)}>\n{escape(said)}</textarea>'
    return f'<label for="{name}">{escape(label)}</label>{field}'


def _said(text: str) -> str:
    """A ticket's name stays on one line: else a phone breaks it after its `T-`."""
    return TICKET_ID.sub(r'<span class="id">\g<0></span>', escape(text))


def _marked(name: str, wrong: str) -> str:
    return ' aria-invalid="true" autofocus' if name == wrong else ""
