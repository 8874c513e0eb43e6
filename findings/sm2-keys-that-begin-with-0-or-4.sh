#!/usr/bin/env bash
# gmssl refuses what one SM2 key in eight has signed
#
# Guess:     gmssl for Python and sm-crypto for JavaScript follow GB/T 32918: what one has signed, the other verifies, with
#            every public key in the form 04, x, y.
# Versions:  gmssl 3.2.2 and gmalg 1.1.2 (PyPI), sm-crypto 0.5.8 (npm), Node.js 18 or newer
# Behaviour: gmssl strips every 0 and 4 from the front of the public key, not the mark 04 alone. Where x begins with 0 or 4
#            the key is too short: verifying ends with an error about length or digits of a point, which names no key. That
#            is one key in eight, always the same ones. gmalg verifies all. With the 04 left off by the caller, gmssl is
#            right unless x itself begins with 04.
# Output:    x begins with       keys  gmssl verifies  gmssl, without 04  gmalg verifies
#            0 or 4              19    0               19                 19
#            another digit       101   101             101                101
# Why a credit portal cares: Provincial credit platforms sign what they exchange with SM2. A receiver that tests with one key
#            has seven chances in eight to see nothing; when a platform changes its key, all its parcels fail at once, and the
#            sender's side looks guilty. Cut the mark off yourself.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check 'gmssl==3.2.2' 'gmalg==1.1.2'
npm install --silent --no-audit --no-fund 'sm-crypto@0.5.8'

cat >sign.js <<'JS'
const { createHash } = require("node:crypto");
const { sm2 } = require("sm-crypto");
const text = "行政处罚决定书";
const signed = Array.from({ length: 120 }, (_, number) => {
  const secret = createHash("sha256").update(`made up ${number}`).digest("hex");
  const publicKey = sm2.getPublicKeyFromPrivateKey(secret);
  return [publicKey, sm2.doSignature(text, secret, { hash: true, publicKey })];
});
console.log(JSON.stringify(signed));
JS

venv/bin/python - <<'PY'
import json
import subprocess
import sys

import gmalg
from gmssl import sm2

TEXT = "行政处罚决定书".encode()


def by_gmssl(key, signature):
    try:
        return bool(sm2.CryptSM2(private_key="", public_key=key).verify_with_sm3(signature, TEXT))
    except (TypeError, ValueError):
        return False


def by_gmalg(key, signature):
    both = bytes.fromhex(signature)
    verifier = gmalg.SM2(pk=bytes.fromhex(key), uid=b"1234567812345678")
    return bool(verifier.verify(TEXT, both[:32], both[32:]))


def verified(keys):
    return [
        len(keys),
        sum(by_gmssl(key, signature) for key, signature in keys),
        sum(by_gmssl(key[2:], signature) for key, signature in keys),
        sum(by_gmalg(key, signature) for key, signature in keys),
    ]


signed = json.loads(subprocess.run(["node", "sign.js"], check=True, capture_output=True).stdout)
short = [(key, signature) for key, signature in signed if key[2] in "04"]
others = [(key, signature) for key, signature in signed if key[2] not in "04"]
seen = [verified(short), verified(others)]
print("x begins with", "keys", "gmssl verifies", "gmssl, without 04", "gmalg verifies", sep="\t")
for kind, numbers in zip(("0 or 4", "another digit"), seen):
    print(kind, *numbers, sep="\t")
is_as_seen = [numbers[1:] for numbers in seen] == [[0, len(short), len(short)], [len(others)] * 3]
sys.exit(0 if is_as_seen and len(short) > 4 else "The behaviour has changed.")
PY
