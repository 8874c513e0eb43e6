"""Answers that every address of the API may give."""

from rest_framework import serializers


class ErrorSerializer(serializers.Serializer[object]):
    detail = serializers.CharField()
    code = serializers.CharField()
