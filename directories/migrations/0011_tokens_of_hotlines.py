from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directories", "0010_done_slots")]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="may_handle_letters",
            field=models.BooleanField(
                default=False,
                verbose_name="may hand in and follow work orders of a hotline",
            ),
        ),
    ]
