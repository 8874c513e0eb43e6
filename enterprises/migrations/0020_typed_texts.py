"""Texts as they were typed; names of enterprises without radicals."""

import unicodedata

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from opencc import OpenCC

# What stands for U+2E81-2E99 and U+2E9B-2EF3 in EquivalentUnifiedIdeograph.txt of Unicode 15.0.
RADICALS = (*range(0x2E81, 0x2E9A), *range(0x2E9B, 0x2EF4))
IDEOGRAPHS = (
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑𫜹忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀"
    "聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
HOLDS_RADICAL = "[\u2e80-\u2fdf]"
UNIFIED = dict(zip(RADICALS, IDEOGRAPHS, strict=True)) | {
    code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)
}


def unify_names(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put ideographs for the radicals in names of enterprises and in folded names; keep the names as typed.

    Other texts stay as they are stored, and are unified where they are shown.
    """
    alias = schema_editor.connection.alias
    simplified = OpenCC("t2s").convert
    folded = {code: simplified(each) for code, each in UNIFIED.items()}
    for model in ("Enterprise", "FormerName"):
        rows = apps.get_model("enterprises", model).objects.using(alias)
        for row in rows.filter(folded_name__regex=HOLDS_RADICAL).only("folded_name").iterator():
            rows.filter(pk=row.pk).update(folded_name=row.folded_name.translate(folded))
    typed = apps.get_model("enterprises", "TypedText").objects.using(alias)
    enterprises = apps.get_model("enterprises", "Enterprise").objects.using(alias)
    for row in enterprises.filter(name__regex=HOLDS_RADICAL).only("uscc", "name", "created_at").iterator():
        typed.create(subject="ENTERPRISE", key=row.uscc, field="name", typed=row.name, on=row.created_at.date())
        enterprises.filter(pk=row.pk).update(name=row.name.translate(UNIFIED))


def as_typed(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the names back that were typed with radicals, unless they have changed since."""
    alias = schema_editor.connection.alias
    enterprises = apps.get_model("enterprises", "Enterprise").objects.using(alias)
    for row in apps.get_model("enterprises", "TypedText").objects.using(alias).filter(subject="ENTERPRISE", field="name"):
        enterprises.filter(uscc=row.key, name=row.typed.translate(UNIFIED)).update(name=row.typed)


class Migration(migrations.Migration):
    """Add the table, then fold."""

    dependencies = [
        ("enterprises", "0019_external_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name='TypedText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(choices=[('ENTERPRISE', '企业'), ('RECORD', '信用记录')], max_length=10, verbose_name='对象')),
                ('key', models.CharField(max_length=20, verbose_name='编号')),
                ('field', models.CharField(max_length=60, verbose_name='栏目')),
                ('typed', models.TextField(verbose_name='原文')),
                ('on', models.DateField(verbose_name='日期')),
            ],
            options={
                'verbose_name': '原始写法',
                'verbose_name_plural': '原始写法',
                'ordering': ['id'],
                'indexes': [models.Index(fields=['subject', 'key'], name='typed_text_of')],
            },
        ),
        migrations.RunPython(unify_names, as_typed),
    ]
