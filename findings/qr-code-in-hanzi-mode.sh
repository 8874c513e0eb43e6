#!/usr/bin/env bash
# jsQR reads Chinese text of a standard QR code as a long number
#
# Guess:     A QR code in the Hanzi mode that the Chinese standard GB/T 18284 adds is read as its text, or not at all.
# Versions:  segno 1.6.6 (PyPI), jsqr 1.4.0, @undecaf/zbar-wasm 0.11.0, @zxing/library 0.21.3, pngjs 7.0.0 (npm),
#            Node.js 18 or newer
# Behaviour: ZXing reads the text, ZBar finds no code. jsQR answers a number without any sign of doubt: it skips the unknown
#            mode 1101 and takes the next four bits, the character set 0001, for the mode "numeric"; the bits of the
#            characters then come out as digits, where they happen to be a valid run of them. In bytes of UTF-8 all three
#            read the same text.
# Output:    text              mode   ZXing             ZBar              jsQR
#            电热水壶          hanzi  电热水壶          (none)            7552064758739830
#            电热水壶          byte   电热水壶          电热水壶          电热水壶
#            统一社会信用代码  hanzi  统一社会信用代码  (none)            857265666818032508580034818690512
#            统一社会信用代码  byte   统一社会信用代码  统一社会信用代码  统一社会信用代码
# Why a credit portal cares: Pages that read codes of licences, products and reports with a phone's camera use jsQR. A product's
#            name becomes what looks like a batch or account number. Print addresses of ASCII alone, check what was read
#            against the register, and never search for a bare number from a code without saying so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'segno==1.6.6'
npm install --silent --no-audit --no-fund \
  'jsqr@1.4.0' '@undecaf/zbar-wasm@0.11.0' '@zxing/library@0.21.3' 'pngjs@7.0.0'

cat >read.js <<'JS'
const fs = require("fs");
const { PNG } = require("pngjs");
const jsQR = require("jsqr");
const zxing = require("@zxing/library");

function byZxing({ data, width, height }) {
  const grey = Uint8ClampedArray.from({ length: width * height }, (_, at) => data[4 * at]);
  const source = new zxing.RGBLuminanceSource(grey, width, height);
  return new zxing.QRCodeReader().decode(new zxing.BinaryBitmap(new zxing.HybridBinarizer(source))).getText();
}

async function main() {
  const zbar = await import("@undecaf/zbar-wasm");
  const answers = [];
  for (const name of process.argv.slice(2)) {
    const { data, width, height } = PNG.sync.read(fs.readFileSync(name));
    const image = { data: new Uint8ClampedArray(data), width, height };
    const found = await zbar.scanImageData(image);
    const read = jsQR(image.data, width, height);
    answers.push([byZxing(image), found.length ? found[0].decode() : "(none)", read ? read.data : "(none)"]);
  }
  console.log(JSON.stringify(answers));
}
main();
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys

import segno

TEXTS = {"电热水壶": "7552064758739830", "统一社会信用代码": "857265666818032508580034818690512"}
codes = []
for text in TEXTS:
    codes.append((text, segno.make(text, mode="hanzi", micro=False)))
    codes.append((text, segno.make(text, mode="byte", encoding="utf-8", micro=False)))
for number, (_, code) in enumerate(codes):
    code.save(f"{number}.png", scale=8)
names = [f"{number}.png" for number in range(len(codes))]
seen = json.loads(subprocess.run(["node", "read.js", *names], check=True, capture_output=True).stdout)
print("text", "mode", "ZXing", "ZBar", "jsQR", sep="\t")
for (text, code), answers in zip(codes, seen, strict=True):
    print(text, code.mode, *answers, sep="\t")
expected = [
    answers for text, digits in TEXTS.items() for answers in ([text, "(none)", digits], [text, text, text])
]
sys.exit(0 if seen == expected else "The behaviour has changed.")
PY
