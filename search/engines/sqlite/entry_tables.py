"""The tables of entries of a build."""

from search.entry_port import ENTRY_FIELDS

_VALUES = ", ".join(f"{name} TEXT" for name in ENTRY_FIELDS)
# "@" stands for the number of the build, like in `search.engines.sqlite.store`.
ENTRY_TABLES = (
    f"""CREATE TABLE entries_@ (
        id INTEGER PRIMARY KEY, version INTEGER NOT NULL, digest TEXT NOT NULL, kind TEXT, starts TEXT, ends TEXT,
        decided TEXT NOT NULL, {_VALUES})""",
    "CREATE INDEX entries_@_latest ON entries_@ (kind, decided DESC, id DESC)",
    # A name, which has keys and deletions, or another text, which has words alone.
    "CREATE TABLE texts_@ (id INTEGER PRIMARY KEY, text TEXT NOT NULL, is_name INTEGER NOT NULL)",
    "CREATE TABLE text_keys_@ (key TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID",
    """CREATE TABLE text_deletions_@ (
        deletion INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (deletion, id)) WITHOUT ROWID""",
    """CREATE VIRTUAL TABLE text_words_@ USING fts5(
        bigrams, unigrams, content='', detail=full, tokenize="unicode61 remove_diacritics 0")""",
    "CREATE TABLE entry_texts_@ (text INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (text, id)) WITHOUT ROWID",
    "CREATE INDEX entry_texts_@_entry ON entry_texts_@ (id)",
    "CREATE TABLE entry_keys_@ (key TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (key, id)) WITHOUT ROWID",
    "CREATE INDEX entry_keys_@_entry ON entry_keys_@ (id)",
    """CREATE TABLE entry_deletions_@ (
        deletion INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (deletion, id)) WITHOUT ROWID""",
    "CREATE INDEX entry_deletions_@_entry ON entry_deletions_@ (id)",
)
ENTRY_TABLE_NAMES = (
    *("entries_@", "texts_@", "text_keys_@", "text_deletions_@", "text_words_@"),
    *("entry_texts_@", "entry_keys_@", "entry_deletions_@"),
)
