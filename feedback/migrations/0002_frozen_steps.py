from __future__ import annotations

from django.db import migrations

from disclosure_portal.foundation.append_only import freeze


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_letters")]

    operations = [freeze("feedback_letterstep")]
