#!/usr/bin/env bash
# feedparser keeps the last withdrawal of an Atom feed alone and takes its link for the feed's
#
# Guess:     A reader of feeds either gives the withdrawn entries of RFC 6721 or leaves them out; what it gives of the feed
#            itself stays as the feed has it.
# Versions:  feedparser 6.0.14 (PyPI), rss-parser 3.13.0, feedsmith 3.0.1 (npm), Node.js 18 or newer
# Behaviour: Of several `at:deleted-entry` elements feedparser gives the last one alone, as a field of the feed. The link
#            inside a withdrawal becomes the link of the whole feed. rss-parser and feedsmith drop withdrawals. None warns.
# Output:    reader      entries  withdrawals  link of the feed
#            feedparser  1        1            https://example.org/withdrawn/1
#            rss-parser  1        0            https://example.org/penalties/
#            feedsmith   1        0            https://example.org/penalties/
# Why a credit portal cares: A penalty that was annulled or repaired must leave every copy. A feed that names withdrawals by
#            RFC 6721 alone reaches nobody who reads it with these libraries. Give each withdrawal an entry of its own,
#            too, and no link inside `at:deleted-entry`.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'feedparser==6.0.14'
npm install --silent --no-audit --no-fund 'rss-parser@3.13.0' 'feedsmith@3.0.1'

cat >feed.atom <<'XML'
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="zh-CN">
  <id>tag:example.org,2026:penalties</id>
  <title>行政处罚公示</title>
  <updated>2026-03-02T09:00:00+08:00</updated>
  <author><name>信用办</name></author>
  <link href="https://example.org/penalties/"/>
  <at:deleted-entry ref="tag:example.org,2026:1" when="2026-03-02T08:00:00+08:00">
    <at:comment>公示期满</at:comment>
    <link href="https://example.org/withdrawn/1"/>
  </at:deleted-entry>
  <at:deleted-entry ref="tag:example.org,2026:3" when="2026-03-02T09:00:00+08:00">
    <at:comment>处罚决定已撤销</at:comment>
  </at:deleted-entry>
  <entry>
    <id>tag:example.org,2026:2</id>
    <title>行政处罚2号</title>
    <updated>2026-03-01T08:00:00+08:00</updated>
    <link href="https://example.org/penalties/2"/>
  </entry>
</feed>
XML

cat >read.mjs <<'JS'
import fs from "node:fs";
import Parser from "rss-parser";
import { parseAtomFeed } from "feedsmith";

const text = fs.readFileSync("feed.atom", "utf8");
const withdrawals = (plain) => (JSON.stringify(plain).match(/tag:example\.org,2026:[13]"/g) ?? []).length;
const rss = await new Parser().parseString(text);
const atom = parseAtomFeed(text);
console.log(
  JSON.stringify([
    ["rss-parser", rss.items.length, withdrawals(rss), rss.link],
    ["feedsmith", atom.entries.length, withdrawals(atom), atom.links[0].href],
  ]),
);
JS

venv/bin/python - <<'PY'
import json
import re
import subprocess
import sys
from pathlib import Path

import feedparser

read = feedparser.parse(Path("feed.atom").read_text(encoding="utf-8"))
withdrawals = len(re.findall(r"tag:example\.org,2026:[13]'", repr(dict(read.feed)) + repr(read.entries)))
seen = [["feedparser", len(read.entries), withdrawals, read.feed.link]]
seen += json.loads(subprocess.run(["node", "read.mjs"], check=True, capture_output=True).stdout)
print("reader", "entries", "withdrawals", "link of the feed", sep="\t")
for row in seen:
    print(*row, sep="\t")
expected = [
    ["feedparser", 1, 1, "https://example.org/withdrawn/1"],
    ["rss-parser", 1, 0, "https://example.org/penalties/"],
    ["feedsmith", 1, 0, "https://example.org/penalties/"],
]
is_as_seen = seen == expected and not read.bozo
sys.exit(0 if is_as_seen else "The behaviour has changed.")
PY
