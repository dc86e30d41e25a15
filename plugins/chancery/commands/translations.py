"""`chancery translations`: catalogues brought up to date with the texts of theme and code."""

from __future__ import annotations

from chancery.commands.options import Options
from chancery.common.resources import PACKAGE, THEME, checkout


def translations(options: Options, language: str = "") -> int:
    """Update every catalogue, begin one for a new language; give 1 while something is missing."""
    from chancery.common.languages import canonical_tag
    from chancery.common.problems import Place, Problem
    from chancery.render.theme import ThemeBroken
    from chancery.report import catalogues
    from chancery.write.files import write_changed

    reporter, root = options.reporter(), checkout()
    if root is None:
        message, cure = "is for a checkout of Chancery", "Clone it, and run it there."
        place = Place("translations")
        reporter.problems([Problem(place, message, cure=cure, code="wrong-usage")])
        return reporter.end(2)
    tag = canonical_tag(language) if language else ""
    if tag != language:
        message = f"{language!r}: expected a canonical BCP 47 language tag"
        wrong = Problem(Place("--language"), message, nearest=tag or "", code="wrong-usage")
        reporter.problems([wrong])
        return reporter.end(2)
    theme = root / THEME
    folder = theme / "translations"
    template = catalogues.extract(theme, PACKAGE)
    write_changed(str(folder / "messages.pot"), catalogues.text(template, ""))
    if language:
        path = folder / f"{language}.po"
        if not path.exists():
            path.write_bytes(b'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n')
    missing = []
    for path in sorted(folder.glob("*.po")):
        name = str(path.relative_to(root))
        try:
            write_changed(str(path), catalogues.update(template, path))
            missing += catalogues.problems(template, path, name)
        except ThemeBroken as broken:
            place, cure = Place(name, broken.line), "Mend it; it was left as it is."
            missing.append(Problem(place, broken.message, cure=cure, code="theme-broken"))
    reporter.problems(missing)
    return reporter.end(1 if missing else 0)
