"""Recipient lists that were taken in are never changed."""

from django.db import migrations

from disclosure_portal.foundation.append_only import freeze


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_structured_kinds")]

    operations = [freeze("notices_lineset"), freeze("notices_subsidyline")]
