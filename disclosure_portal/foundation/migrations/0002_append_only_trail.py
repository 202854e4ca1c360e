"""The trail takes new lines only, whoever asks."""

from django.db import migrations

from disclosure_portal.foundation.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]

    operations = [guard("foundation_auditentry")]
