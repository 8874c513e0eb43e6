"""Rules of passwords in words of ours, where Django has no Chinese."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext


class LongEnough(MinimumLengthValidator):
    """A password has at least so many characters."""

    def get_error_message(self) -> str:
        """Return the sentence for one that is too short."""
        return gettext("密码太短，至少要有 {count} 个字符。").format(count=self.min_length)
