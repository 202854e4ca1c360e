from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directories", "0011_tokens_of_hotlines"),
        ("feedback", "0005_clock_versions"),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkOrderStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("seq", models.PositiveBigIntegerField(verbose_name="number")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="told",
                        to="feedback.workorder",
                        verbose_name="work order",
                    ),
                ),
                (
                    "step",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="told",
                        to="feedback.letterstep",
                        verbose_name="step",
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directories.sourcesystem",
                        verbose_name="system",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a work order",
                "verbose_name_plural": "steps of work orders",
                "ordering": ["system_id", "seq"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("system", "seq"), name="work_order_step_once"
                    )
                ],
            },
        ),
    ]
