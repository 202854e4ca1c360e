from django.db import migrations, models

from disclosure_portal.foundation.append_only import freeze

# SQLite adds the column by building the table anew, which loses its trigger.
FROZEN = freeze("notices_lineset")
THAWED = migrations.RunPython(FROZEN.reverse_code, FROZEN.code)


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_frozen_recipient_lists")]

    operations = [
        THAWED,
        migrations.AddField(
            model_name="lineset",
            name="statuses",
            field=models.JSONField(
                default=list, verbose_name="sums by state of payment"
            ),
        ),
        FROZEN,
    ]
