"""The language of an entry: as its feed states it, unless the script contradicts; else detected.

A wrong language is worse than none: a screen reader would read with the sounds of another one. So
short and mixed texts stay unknown. Detecting needs the extra `languages`, and a model of 100 MB in
memory, which is loaded the first time that a text needs it. What was found is kept with the entry:
a build asks nothing of the kind but for feeds that are left as files.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from typing import Any

from chancery.common.languages import canonical_tag, script_of

#: How much of a text is looked at, and how many letters a text must have to be judged.
_LOOKED_AT = 1_000
_FEWEST_LETTERS = 20
_FEWEST_TO_CONTRADICT = 8
#: How sure the model must be. Of texts of 15 to 60 letters in seven languages it then names 80%,
#: four in a thousand of them wrongly; of longer ones 98%, and none wrongly.
_SURE = 0.6
#: Which part of the letters the main script of a text has.
_MAIN = 0.7

#: Blocks of Unicode by their script; a letter in none of them says nothing.
_SCRIPTS = {
    "Latn": "A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Cyrl": "\u0400-\u052f",
    "Armn": "\u0531-\u058f",
    "Hebr": "\u0591-\u05f4",
    "Arab": "\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc",
    "Thaa": "\u0780-\u07bf",
    "Deva": "\u0900-\u097f",
    "Beng": "\u0980-\u09ff",
    "Guru": "\u0a00-\u0a7f",
    "Gujr": "\u0a80-\u0aff",
    "Orya": "\u0b00-\u0b7f",
    "Taml": "\u0b80-\u0bff",
    "Telu": "\u0c00-\u0c7f",
    "Knda": "\u0c80-\u0cff",
    "Mlym": "\u0d00-\u0d7f",
    "Sinh": "\u0d80-\u0dff",
    "Thai": "\u0e00-\u0e7f",
    "Laoo": "\u0e80-\u0eff",
    "Tibt": "\u0f00-\u0fff",
    "Mymr": "\u1000-\u109f",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf",
    "Ethi": "\u1200-\u137f",
    "Khmr": "\u1780-\u17ff",
    "Kana": "\u3040-\u30ff\u31f0-\u31ff",
    "Hang": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "Hani": "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f",
}
_LETTERS = re.compile("|".join(f"(?P<{name}>[{block}]+)" for name, block in _SCRIPTS.items()))
#: Scripts that are several of these together, by their names in CLDR.
_TOGETHER = {
    "Jpan": {"Kana", "Hani"}, "Kore": {"Hang", "Hani"}, "Hans": {"Hani"}, "Hant": {"Hani"},
}  # fmt: skip
#: Languages that are written in more than one script; the other one is said (`sr-Latn`).
_SEVERAL = {
    language: scripts.split()
    for language, scripts in {
        "sr": "Cyrl Latn", "bs": "Cyrl Latn", "uz": "Cyrl Latn Arab", "kk": "Cyrl Latn Arab",
        "ky": "Cyrl Latn Arab", "az": "Cyrl Latn Arab", "tk": "Cyrl Latn Arab", "tg": "Cyrl Arab",
        "mn": "Cyrl", "pa": "Guru Arab", "ku": "Latn Arab", "ckb": "Arab Latn", "ms": "Latn Arab",
        "ha": "Latn Arab", "sd": "Arab Deva", "ks": "Arab Deva", "ug": "Arab Cyrl Latn",
        "ber": "Latn Arab", "tt": "Cyrl Latn", "ro": "Latn Cyrl", "yue": "Hani",
    }.items()
}  # fmt: skip
#: Scripts in which (nearly) all is of one language.
_ALONE = {
    "Grek": "el", "Armn": "hy", "Hebr": "he", "Thaa": "dv", "Beng": "bn", "Guru": "pa",
    "Gujr": "gu", "Orya": "or", "Taml": "ta", "Telu": "te", "Knda": "kn", "Mlym": "ml",
    "Sinh": "si", "Thai": "th", "Laoo": "lo", "Mymr": "my", "Geor": "ka", "Khmr": "km",
}  # fmt: skip


def stated_language(tag: str) -> str:
    """Return the canonical BCP 47 form of a language as feeds write it, or an empty string.

    Underscores pass for hyphens; what we do not know after the language is left out (`es-419`);
    "undetermined" and "several" are none; Norwegian is written as Bokmål.
    """
    parts = tag[:100].strip().replace("_", "-").split("-")
    if parts[0].lower() in ("und", "mul", "zxx", "mis", "root"):
        return ""
    for length in range(min(len(parts), 3), 0, -1):
        if found := canonical_tag("-".join(parts[:length])):
            return f"nb{found[2:]}" if found.split("-")[0] == "no" else found
    return ""


def settled_language(stated: str, text: str) -> str:
    """Return the language of a plain text, of which its feed may state one, or an empty string.

    stated: a canonical tag, or empty. What a feed states is believed while the text is in a script
    of that language.
    """
    counts = _counts(text[:_LOOKED_AT])
    main = _main_script(counts)
    if not stated:
        return _detected(text, main, sum(counts.values()))
    if not main or sum(counts.values()) < _FEWEST_TO_CONTRADICT or _fits(stated, counts):
        return stated
    language = stated.split("-", maxsplit=1)[0]
    if main in _SEVERAL.get(language, ()):
        return canonical_tag(f"{language}-{main}") or stated
    return _detected(text, main, sum(counts.values()))


@cache
def detects() -> bool:
    """Return whether there is what detects languages: it is an extra."""
    return find_spec("py3langid") is not None


def is_clear(text: str) -> bool:
    """Return whether a text is long and clear enough to have its language detected."""
    counts = _counts(text[:_LOOKED_AT])
    return _is_clear(_main_script(counts), sum(counts.values()))


def _counts(text: str) -> dict[str, int]:
    """Return how many letters of each script a text has."""
    counts: dict[str, int] = {}
    for match in _LETTERS.finditer(text):
        name = str(match.lastgroup)
        counts[name] = counts.get(name, 0) + len(match[0])
    return counts


def _main_script(counts: dict[str, int]) -> str:
    """Return the script of most letters, or an empty string when several share them.

    Kana and Hangul count for the ideographs beside them: only Japanese and Korean mix them.
    """
    joined = dict(counts)
    for name in ("Kana", "Hang"):
        if name in joined:
            joined[name] += joined.pop("Hani", 0)
    most = max(joined, key=lambda name: joined[name], default="")
    return most if most and joined[most] >= _MAIN * sum(joined.values()) else ""


def _fits(tag: str, counts: dict[str, int]) -> bool:
    """Tell whether a good part of a text is in the script of a language."""
    script = script_of(tag)
    scripts = _TOGETHER.get(script, {script})
    if not scripts <= _SCRIPTS.keys():
        return True  # a script that we do not count contradicts nothing
    return sum(counts.get(name, 0) for name in scripts) >= (1 - _MAIN) * sum(counts.values())


def _detected(text: str, script: str, letters: int) -> str:
    """Return the language that a text is in, when it is long and clear enough to tell."""
    if script in _ALONE or script in ("Kana", "Hang"):
        return _ALONE.get(script) or {"Kana": "ja", "Hang": "ko"}[script]
    if not (_is_clear(script, letters) and detects()):
        return ""
    found, sure = _model().classify(text[:_LOOKED_AT])
    tag = stated_language(found) if sure >= _SURE else ""
    return tag if tag and _fits(tag, {script: 1}) else ""


def _is_clear(script: str, letters: int) -> bool:
    # An ideograph says as much as three letters or more of an alphabet.
    return bool(script) and letters * (3 if script == "Hani" else 1) >= _FEWEST_LETTERS


@cache
def _model() -> Any:
    """Return the model, for languages that have a code of two letters.

    Without the others it takes less Arabic and Chinese for one of their dialects.
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages([name for name in model.labels if len(name) == 2])
    return model
