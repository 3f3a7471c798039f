"""The change log tells no outcome's value: any of them may have to be hidden later, and no line is changed then."""

from django.db import migrations

SILENT = ("value", "count", "margin")


def mask(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    LogEntry = apps.get_model("auditlog", "LogEntry")
    kind = ContentType.objects.filter(app_label="indicators", model="outcome").first()
    for line in LogEntry.objects.filter(content_type=kind).iterator() if kind else ():
        told = {name: ["***", "***"] if name in SILENT else pair for name, pair in (line.changes or {}).items()}
        if told != line.changes:
            LogEntry.objects.filter(pk=line.pk).update(changes=told)


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0010_derived_and_due"),
        ("auditlog", "0017_add_actor_email"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(mask, migrations.RunPython.noop)]
