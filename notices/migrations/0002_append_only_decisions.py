"""Review decisions are never changed or removed."""

from django.db import migrations

from disclosure_portal.foundation.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [guard("notices_reviewdecision")]
