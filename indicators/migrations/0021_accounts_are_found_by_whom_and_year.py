from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0020_the_tax_rates_indicator"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="accountfigure",
            index=models.Index(fields=["entity", "organ", "figure", "year", "version"], name="account_of_whom"),
        ),
        migrations.AddIndex(
            model_name="accountfigure",
            index=models.Index(fields=["year"], name="account_year"),
        ),
    ]
