"""The rules that input is held to, by their names: what a problem of each of them weighs.

A name is short, readable and in kebab-case, and means one thing for ever: pipelines filter by it,
and `accepted` in posts.yaml refers to it. docs/rules.md says of each what it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from chancery.common.problems import Level

_ERRORS = """
account-misspelt
account-without-feed
address-taken
address-without-slash
advice-level-differs
advice-without-level
alert-ended
amount-too-exact
branch-changed
branch-not-ours
branch-refused
cache-broken
cache-in-use
catalogue-incomplete
country-unknown
data-misplaced
date-to-come
dates-out-of-order
easy-without-page
feed-empty
feed-ended
feed-failed
feed-fault
feed-file-setting
feed-not-found
feed-silent
feed-unreadable
feeds-idle
file-misnamed
file-not-utf8
file-too-large
file-unreadable
file-unwritable
folder-in-use
folder-of-no-post
front-matter-broken
git-conflict
git-failed
greeting-without-language
headline-long
input-in-use
key-missing
key-unknown
kind-of-territory
language-unknown
languages-mixed
last-good-version
leads-in-circle
listed-twice
more-problems
name-reserved
need-leads-nowhere
need-without-who
news-name-taken
no-language-left
one-of-several
output-changed
output-in-use
output-not-ready
output-of-others
output-overtaken
page-locked
page-unknown
part-unknown
picture-alternative
picture-unusable
platform-unknown
polling-day-unknown
polling-not-in-person
polygon-broken
post-unknown
post-without-people
post-without-site
promise-of-nothing
publish-held
region-of-elsewhere
remote-silent
remote-unreachable
rule-hides-what-it-shows
says-nothing
service-not-shown
settings-broken
site-not-built
slot-unknown
text-in-no-policy-language
text-misplaced
text-refused
text-twice
texts-too-many
theme-broken
value-invalid
value-not-in-list
visa-route-unknown
visa-unknown
wrong-usage
yaml-unclear
""".split()

_WARNINGS = """
alert-to-come
district-gap
district-overlap
emergency-number-unknown
holiday-drop-unknown
holiday-region-missing
holiday-region-unknown
holidays-unknown
hours-school-holidays
location-far
location-inexact
location-shared
notice-endless
phone-of-elsewhere
phone-without-hours
region-unknown
service-circle
timezone-of-elsewhere
visa-note-unlisted
visa-post-closed
visa-route-missing
""".split()

_NOTES = """
accepted-needless
advice-section-unknown
alert-long
alert-without-post
cache-damaged
character-without-meaning
feed-language-unknown
feed-moved
feed-odd
feed-without-words
heading-unknown
hours-at-clock-change
hours-past
html-shown
language-not-shown
language-without-catalogue
languages-differ
last-good-lost
letter-of-another-script
link-left-out
link-to-nothing
link-without-words
mark-shown
name-unknown
need-without-heading
phone-not-given-out
phone-of-fiction
picture-damaged
picture-in-text
picture-not-ready
publisher-unknown
service-unoffered
service-unpayable
slot-without-name
source-not-for-readers
statement-unknown
text-beside-data
text-for-unknown-post
title-twice
value-empty
visa-for-own-country
visa-place-idle
""".split()

#: The level of each rule.
RULES: Mapping[str, Level] = MappingProxyType(
    dict.fromkeys(_ERRORS, Level.ERROR)
    | dict.fromkeys(_WARNINGS, Level.WARNING)
    | dict.fromkeys(_NOTES, Level.NOTE)
)
