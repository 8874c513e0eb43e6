"""What both engines share about entries: the steps of a plan."""

from abc import ABC, abstractmethod
from dataclasses import replace

from search.entry_port import EntryQuery, FoundEntries
from search.matching.entries import EntryStep, entry_plan_of
from search.port import DEEPEST


class StagedEntries(ABC):
    """Answers by the first stage of a plan that finds anything of the requested kind."""

    @abstractmethod
    def answer(self, stage: EntryStep | None, query: EntryQuery) -> FoundEntries:
        """Answer one stage; None = all entries of the kind, the latest first."""

    def search(self, query: EntryQuery) -> FoundEntries:
        """Answer one query; text without a letter or digit finds nothing, and a page too deep counts alone."""
        if query.offset >= DEEPEST:
            query = replace(query, offset=0, limit=0)
        if query.text.is_empty:
            return self.answer(None, query)
        found = FoundEntries()
        steps = entry_plan_of(query.text).steps
        for stage in steps[:1] if query.is_exact else steps:
            found = self.answer(stage, query)
            if found.total:
                break
        return found
