"""Pure rules of texts, days, amounts, codes and personal data."""
