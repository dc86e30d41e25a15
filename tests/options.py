"""The options that tests add to pytest."""

from __future__ import annotations

#: Writes snapshots anew instead of comparing with them.
UPDATE = "--snapshot-update"
#: Takes every pair and every size where a run takes a sample: looks of pages, large documents.
EVERY_PAIR = "--every-pair"
#: Runs the tests in an order drawn by a number.
SHUFFLE = "--shuffle"
