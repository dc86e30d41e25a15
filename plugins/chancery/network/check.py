"""What a record must hold beyond the type of each value: references, and rules between keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from babel.numbers import get_currency_precision

from chancery.common.characters import plain_text
from chancery.common.emergency import SERVICES, emergency_numbers, known_services
from chancery.common.problems import MOST_TOLD, Level, Problem, counted, nearest, shown
from chancery.common.yaml.source import Value, locate
from chancery.geo.territories import is_state
from chancery.network.accounts import feed_url, parse_handle, read_account
from chancery.network.channels import Channel, Messaging
from chancery.network.closures import Closure, Holidays
from chancery.network.contacts import ContactPoint, EmergencyServices
from chancery.network.explain import at, keys_of, odd_at
from chancery.network.ministry import Ministry
from chancery.network.model import TO_ORGANISATIONS, Naming, Partner, Post
from chancery.network.newsfeeds import FeedSource, NewsRule
from chancery.network.offered import Fee, LocalFee
from chancery.network.platforms import Platform, platforms
from chancery.network.record import Source

Known = Mapping[str, Post | None]
#: Kinds that only states receive: Vienna Convention on Diplomatic Relations, article 2.
BETWEEN_STATES = frozenset({"embassy", "virtual-embassy"})

_LONGEST_CIRCLE = 20


def _plain_handle(platform: Platform, handle: str) -> str:
    """Return a handle without characters that are not what they seem, where it is one then."""
    plain = plain_text(handle)
    return plain if plain != handle and parse_handle(platform, plain) else ""


class _Checker:
    """Collects the problems of one record, each at its place."""

    def __init__(self, tree: Value, prefix: str, post: str = "") -> None:
        self.tree, self.prefix, self.post = tree, prefix, post
        self.problems: list[Problem] = []

    def say(
        self, path: list[str | int], message: str, *, code: str, near: str = "", cure: str = "",
        value: str = "", valid: Iterable[str] = (), level: Level = Level.ERROR,
    ) -> None:  # fmt: skip
        """Note a problem, unless there are many; near: the right value, else that nearest to value.

        valid: the names that the value may be; level: how much it weighs.
        """
        told = len(self.problems)
        if told > MOST_TOLD:
            return
        if told == MOST_TOLD:
            path, message, near, cure, valid = [], "has more problems", "", "", ()
        place = locate(self.tree, path)[0]
        dotted = (self.prefix + ".".join(str(step) for step in path)).rstrip(".")
        near = plain_text(near or nearest(value, valid))
        message += odd_at(self.tree, path)
        self.problems.append(
            at(place, message, dotted, post=self.post, near=near, cure=cure, level=level, code=code)
        )

    def slash(self, path: list[str | int], url: str) -> None:
        """Say of the address of a folder that it has no slash at its end."""
        if not url.endswith("/"):
            message = f"{shown(url)}, expected an address that ends in a slash"
            self.say(path, message, near=url + "/", code="address-without-slash")

    def accounts(self, channels: tuple[Channel, ...], base: list[str | int]) -> None:
        table = platforms()
        names = [name for name, row in table.items() if row.kind == "channel"]
        for index, channel in enumerate(channels):
            path = [*base, "channels", index]
            if channel.platform not in names:
                self._platform([*path, "platform"], channel.platform, names)
            elif parse_handle(table[channel.platform], channel.handle) is None:
                self._misspelt([*path, "handle"], table[channel.platform], channel.handle)
            elif channel.feed and not feed_url(channel.platform, channel.handle):
                self._feedless([*path, "feed"], table[channel.platform], channel.handle)

    def _misspelt(self, path: list[str | int], platform: Platform, written: str) -> None:
        found = read_account(platform, written)
        said = f" {found.fault}" if found.fault else ""
        message = f"{shown(written)}{said}, expected {platform.expected}"
        near = found.near or _plain_handle(platform, written)
        self.say(path, message, near=near, cure=found.cure, code="account-misspelt")

    def _feedless(self, path: list[str | int], platform: Platform, handle: str) -> None:
        if platform.feed is None:
            having = ", ".join(sorted(name for name, row in platforms().items() if row.feed))
            message = f"{platform.name} has no feed of an account that is known here"
            cure = f"Known are those of {having}. Name another feed under feeds, or leave it out."
        else:
            message = f"{shown(handle)} does not say where its feed is"
            cure = f"Give {platform.feed.expected}."
        self.say(path, message, cure=cure, code="account-without-feed")

    def messaging(self, accounts: tuple[Messaging, ...]) -> None:
        table = platforms()
        names = [name for name, row in table.items() if row.kind == "messaging"]
        for index, account in enumerate(accounts):
            path: list[str | int] = ["messaging", index]
            if account.platform not in names:
                self._platform([*path, "platform"], account.platform, names)
            elif bool(account.number) == bool(account.handle):
                self.say(path, "expected either a number or a handle", code="one-of-several")
            else:
                row = table[account.platform]
                given = account.handle or account.number or ""
                if parse_handle(row, given) is None:
                    key = "handle" if account.handle else "number"
                    self._misspelt([*path, key], row, given)

    def _platform(self, path: list[str | int], value: str, names: list[str]) -> None:
        # A platform that has another name by now is still known by its old host.
        host = f"{value.casefold()}.com"
        renamed = next((name for name in names if host in platforms()[name].hosts), "")
        expected = f"expected one of {', '.join(sorted(names))}"
        message = f"{shown(value)} is no platform that is known here, {expected}"
        self.say(path, message, near=renamed, value=value, valid=names, code="platform-unknown")

    def contacts(self, contacts: tuple[ContactPoint, ...], base: list[str | int]) -> None:
        for index, contact in enumerate(contacts):
            if not (contact.phone or contact.email or contact.url):
                self.say(
                    [*base, "contacts", index],
                    "expected a phone, an email or a url",
                    code="says-nothing",
                )

    def sources(self, sources: tuple[Source, ...], base: list[str | int], record: type) -> None:
        keys = keys_of(record)
        for index, source in enumerate(sources):
            if not (source.url or source.item):
                self.say(
                    [*base, "sources", index], "expected a url or an item", code="says-nothing"
                )
            for number, fact in enumerate(source.facts):
                if fact not in keys:
                    path = [*base, "sources", index, "facts", number]
                    self.say(path, f"{shown(fact)} is no key of this record",
                             value=fact, valid=keys, code="key-unknown")  # fmt: skip

    def feeds(self, feeds: tuple[FeedSource, ...], base: list[str | int]) -> None:
        for index, feed in enumerate(feeds):
            if bool(feed.url) == bool(feed.file):
                self.say(
                    [*base, "feeds", index],
                    "expected either a url or a file",
                    code="one-of-several",
                )
            elif feed.file and feed.images == "copy":
                self.say([*base, "feeds", index, "images"], "copies nothing of a feed in a file",
                         cure="chancery feeds asks only feeds that have a url.",
                         code="feed-file-setting")  # fmt: skip
            elif feed.file and feed.keep:
                self.say([*base, "feeds", index, "keep"], "keeps nothing of a feed in a file",
                         cure="What is in the file is shown, and nothing else.",
                         code="feed-file-setting")  # fmt: skip

    def closures(self, closures: tuple[Closure, ...], offices: list[str]) -> None:
        for index, closure in enumerate(closures):
            if closure.last < closure.from_:
                message = f"{closure.last} is before {closure.from_}, the first of the days"
                cure = "Write the last day here, or leave it out for a single one."
                self.say(
                    ["closures", index, "until"], message, cure=cure, code="dates-out-of-order"
                )
            for number, office in enumerate(closure.offices):
                if office not in offices:
                    path: list[str | int] = ["closures", index, "offices", number]
                    self.say(path, f"{shown(office)} is no office of this post",
                             value=office, valid=offices, code="part-unknown")  # fmt: skip

    def region(self, holidays: Holidays, country: str | None) -> None:
        region = holidays.region
        if region and not (country and region.startswith(f"{country}-")):
            expected = f", expected a code that begins with {country}-" if country else ""
            said = f"{shown(region)} is no part of {country or 'a host country'}{expected}"
            self.say(["holidays", "region"], said, code="region-of-elsewhere")

    def rules(self, rules: tuple[NewsRule, ...]) -> None:
        for index, rule in enumerate(rules):
            path: list[str | int] = ["news", "rules", index]
            if not (rule.feed or rule.link or rule.words):
                self.say(path, "says nothing of which entries it is for",
                         cure="Give it a feed, a link or words.", code="says-nothing")  # fmt: skip
            if not (rule.hide or rule.pin or rule.topic):
                self.say(
                    path,
                    "does nothing",
                    cure="Give it hide: true, pin: true or a topic.",
                    code="says-nothing",
                )
            if rule.hide and (rule.pin or rule.topic):
                self.say(
                    path,
                    "hides what it also shows",
                    cure="Keep one of the two.",
                    code="rule-hides-what-it-shows",
                )


def decimals_fault(money: Fee | LocalFee) -> tuple[str, str]:
    """Say of an amount that nobody can pay it so exactly, and what mends it; empty for others.

    A page would round it, and show another amount than was written.
    """
    digits = get_currency_precision(money.currency)
    if round(money.amount, digits) == money.amount:
        return "", ""
    at_most = counted(digits, "decimal") if digits else "no decimals"
    cure = f"Write it with {digits} at most." if digits else "Write a whole number."
    return f"{money.amount}, and {money.currency} has {at_most}", cure


def check_ministry(ministry: Ministry, tree: Value, naming: Naming | None) -> list[Problem]:
    """Return what is wrong with a ministry beyond its types."""
    check = _Checker(tree, "ministry.")
    if not ministry.languages:
        check.say(
            ["languages"],
            "expected at least one language",
            cure="Name the main one first.",
            code="says-nothing",
        )
    check.slash(["url"], ministry.url)
    for number, mirror in enumerate(ministry.mirrors):
        check.slash(["mirrors", number], mirror)
    check.accounts(ministry.channels, [])
    check.contacts(ministry.contacts, [])
    check.feeds(ministry.feeds, [])
    check.rules(ministry.news.rules)
    check.region(ministry.holidays, ministry.country)
    check.sources(ministry.sources, [], Ministry)
    for country, services in ministry.emergency_numbers.items():
        _check_emergency(check, country, services)
    return check.problems


def _check_emergency(check: _Checker, country: str, services: EmergencyServices) -> None:
    cited = known_services(country).numbers.values()
    known = sorted({*emergency_numbers(country), *chain.from_iterable(cited)})
    for key in SERVICES if known else ():
        for number in getattr(services, key):
            if number not in known:
                message = f"{shown(number)} is no number for emergencies of {country} that is known"
                cure = f"Known are {', '.join(known)}: make sure that it is right."
                check.say(["emergency_numbers", country, key], message, cure=cure,
                          level=Level.WARNING, code="emergency-number-unknown")  # fmt: skip


def check_partner(partner: Partner, tree: Value, prefix: str) -> list[Problem]:
    """Return what is wrong with a partner beyond its types."""
    check = _Checker(tree, prefix)
    check.accounts(partner.channels, [])
    check.feeds(partner.feeds, [])
    check.sources(partner.sources, [], Partner)
    return check.problems


def check_post(
    post: Post, tree: Value, prefix: str, ministry: Ministry, naming: Naming
) -> list[Problem]:
    """Return what is wrong within a post beyond its types, whatever the other posts are."""
    check = _Checker(tree, prefix, post.id)
    _check_place(check, post, ministry, naming)
    if post.virtual and post.covered_by is None:
        check.say(
            ["covered_by"],
            "is missing",
            cure="Name the post that represents the country.",
            code="key-missing",
        )
    check.accounts(post.channels, [])
    check.messaging(post.messaging)
    check.contacts(post.contacts, [])
    for index, office in enumerate(post.offices):
        check.contacts(office.contacts, ["offices", index])
    check.feeds(post.feeds, [])
    check.rules(post.news.rules)
    check.closures(post.closures, [office.id for office in post.offices])
    check.region(post.holidays, post.country)
    check.sources(post.sources, [], Post)
    _check_wishes(check, post)
    _check_fees(check, post)
    _check_character(check, post)
    if post.publish_url:
        check.slash(["publish_url"], post.publish_url)
    for number, mirror in enumerate(post.mirrors):
        check.slash(["mirrors", number], mirror)
    return check.problems


def check_references(
    post: Post, tree: Value, prefix: str, known: Known, *, suggest: bool = True
) -> list[Problem]:
    """Return what is wrong with what a post says of other posts.

    known: every id of the network with its post, None for one that is broken itself: what refers
    to it stands, since the problem is the other post's. suggest: whether to look for near names.
    """
    check = _Checker(tree, prefix, post.id)
    for path, target in references(post):
        if target not in known:
            message = f"{shown(target)} is no post of this network"
            check.say(
                path, message, value=target, valid=known if suggest else (), code="post-unknown"
            )
        elif target == post.id:
            check.say(
                path, "names the post itself", cure="Name another post.", code="leads-in-circle"
            )
        elif (other := known[target]) is not None:
            _check_reference(check, post, path, other)
    if post.virtual:
        _check_cover(check, post, known)
    return check.problems


def _check_place(check: _Checker, post: Post, ministry: Ministry, naming: Naming) -> None:
    if post.kind in TO_ORGANISATIONS and post.organisation is None:
        check.say(
            ["organisation"],
            "is missing",
            cure=f"A {post.kind} is sent to an organisation.",
            code="key-missing",
        )
    elif post.country is None and post.organisation is None:
        check.say(
            ["country"],
            "is missing",
            cure="Name the host country by its ISO 3166-1 code.",
            code="key-missing",
        )
    if post.country in post.covers:
        check.say(
            ["covers"],
            f"{post.country} is the host country already",
            cure="Leave it out.",
            code="listed-twice",
        )
    state = post.country in (*naming.recognised, ministry.country) or is_state(post.country or "")
    if post.country and post.kind in BETWEEN_STATES and not state:
        kind = "virtual-consulate" if post.virtual else "consulate-general"
        check.say(
            ["kind"], f"{post.kind!r} for {post.country}, which is a territory and no state",
            near=kind, cure="Or name it under naming.recognised if the ministry recognises it.",
            code="kind-of-territory",
        )  # fmt: skip
    if not post.site and post.parent is None:
        check.say(["site"], "a post without a site needs a parent that lists it",
                  cure="Add the key 'parent'.", code="key-missing")  # fmt: skip


def _check_wishes(check: _Checker, post: Post) -> None:
    adds = {tag.startswith("+") for tag in post.languages}
    if len(adds) > 1:
        cure = "Write + before all of them to add to the policy, or before none to replace it."
        check.say(
            ["languages"], "some begin with + and some do not", cure=cure, code="languages-mixed"
        )
    for index, region in enumerate(post.district.regions if post.district else ()):
        if post.country and not region.startswith(f"{post.country}-"):
            expected = f"expected a code that begins with {post.country}-"
            path: list[str | int] = ["district", "regions", index]
            check.say(
                path,
                f"{shown(region)} is no part of {post.country}, {expected}",
                code="region-of-elsewhere",
            )


def _check_fees(check: _Checker, post: Post) -> None:
    for index, service in enumerate(post.services):
        for key, money in (("fee", service.fee), ("local_fee", service.local_fee)):
            message, cure = decimals_fault(money) if money else ("", "")
            if message:
                check.say(
                    ["services", index, key, "amount"], message, cure=cure, code="amount-too-exact"
                )


def _check_character(check: _Checker, post: Post) -> None:
    hero = post.hero
    if hero is not None and hero.decorative is (hero.alt is not None):
        if hero.decorative:
            check.say(["hero", "alt"], "a decorative picture has none",
                      cure="Take one of the two away.", code="picture-alternative")  # fmt: skip
        else:
            check.say(["hero"], "alt is missing", cure="Say what the picture shows, per language; "
                      "or decorative: true when it shows nothing that matters.",
                      code="picture-alternative")  # fmt: skip
    if post.greeting is not None and "" in dict(post.greeting.variants):
        check.say(["greeting"], "expected a greeting per language",
                  cure="Write {language: greeting}, so that it is read out rightly.",
                  code="greeting-without-language")  # fmt: skip


def references(post: Post) -> Iterator[tuple[list[str | int], str]]:
    """Return the ids of other posts that a post names, each with the keys that lead to it."""
    for key in ("covered_by", "hub", "parent"):
        value = getattr(post, key)
        if value is not None:
            yield [key], value
    if post.status.served_by is not None:
        yield ["status", "served_by"], post.status.served_by
    for index, service in enumerate(post.services):
        if service.at is not None:
            yield ["services", index, "at"], service.at


def _check_reference(check: _Checker, post: Post, path: list[str | int], other: Post) -> None:
    if path[0] in ("hub", "parent") and other.virtual:
        check.say(
            path,
            f"{shown(other.id)} is virtual, expected a post with people in it",
            code="post-without-people",
        )
    if path == ["parent"] and not post.site and not other.site:
        check.say(
            path,
            f"{shown(other.id)} has no site itself, expected a post that has one",
            code="post-without-site",
        )


def _check_cover(check: _Checker, post: Post, known: Known) -> None:
    other = known.get(post.covered_by or "")
    if other is None or other.id == post.id or not other.virtual:
        return
    circle = _circle(post, known)
    if circle:
        said = f"runs in a circle: {' -> '.join(circle)}"
    else:
        said = f"{shown(other.id)} is virtual itself"
    near = other.covered_by if other.covered_by and not circle else ""
    check.say(
        ["covered_by"],
        f"{said}; expected a post with people in it",
        near=near,
        code="post-without-people",
    )


def _circle(post: Post, known: Known) -> list[str]:
    """Return the circle that leads from a post to itself; a very long one is not followed."""
    path = [post.id]
    here: Post | None = post
    while here is not None and here.virtual and here.covered_by and len(path) < _LONGEST_CIRCLE:
        path.append(here.covered_by)
        if here.covered_by in path[:-1]:
            return path[path.index(here.covered_by) :]
        here = known.get(here.covered_by)
    return []
