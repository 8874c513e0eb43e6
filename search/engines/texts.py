"""Documents as engines keep them: exact keys, and features with facts as one line of JSON."""

import orjson

from enterprises.shared.rules.uscc import LENGTH as USCC_LENGTH
from search.matching.counting import FacetFacts, facet_facts
from search.matching.ranking import Candidate, organisation_code_in, squash_code
from search.names.features import Key, MatchedField, NameFeatures, keys_of
from search.port import Document, EnterpriseFeatures, SortKey

_FIELDS = {field.value: field for field in MatchedField}


def keys_of_features(features: EnterpriseFeatures | None) -> tuple[str, ...]:
    """Return every exact key of an enterprise: codes and names."""
    if features is None:
        return ()
    uscc = squash_code(features.uscc)
    codes = [Key.USCC.of(code) for code in (uscc, *features.earlier_codes)]
    if len(uscc) == USCC_LENGTH:
        codes.append(Key.ORGANISATION.of(organisation_code_in(uscc)))
    register = squash_code(features.register_number)
    if register:
        codes.append(Key.REGISTER.of(register))
    return (*codes, *keys_of(features.names))


def document_keys(document: Document) -> tuple[str, ...]:
    """Return every exact key of a document; a tombstone has none."""
    return keys_of_features(document.features)


def dump_features(document: Document) -> str:
    """Write the features and the facts of a document as JSON; "" for a tombstone."""
    features = document.features
    if features is None:
        return ""
    names = [
        [
            name.field.value,
            name.text,
            name.squashed,
            name.region,
            name.core,
            name.brand,
            name.legal_form,
            name.branch,
            name.pinyin,
        ]
        for name in features.names
    ]
    return orjson.dumps(
        [
            tuple(facet_facts(document)),
            features.uscc,
            features.register_number,
            features.ended,
            names,
            features.earlier_codes,
        ]
    ).decode()


def load_features(text: str) -> EnterpriseFeatures:
    """Read the features that `dump_features` wrote."""
    return candidate_of(0, text).features


def candidate_of(number: int, text: str | bytes, sort_key: SortKey = ()) -> Candidate:
    """Return the enterprise of that id whose features `dump_features` wrote."""
    facts, uscc, register_number, ended, held, earlier = orjson.loads(text)
    names = tuple([NameFeatures._make((_FIELDS[field], *texts, tuple(pinyin))) for field, *texts, pinyin in held])
    features = EnterpriseFeatures(uscc, register_number, ended, names, tuple(earlier))
    return Candidate(number, features, FacetFacts(*facts), sort_key)
