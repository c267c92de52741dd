import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('funds', '0008_reminders_by_day'),
    ]

    operations = [
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(max_length=30)),
                ('version', models.PositiveIntegerField(default=0)),
                ('moved_on', models.DateField(verbose_name='Valuta')),
                ('amount', models.BigIntegerField(help_text='Rappen', verbose_name='Betrag')),
                ('reason', models.TextField(verbose_name='Begründung')),
                ('decision', models.CharField(max_length=160, verbose_name='Beschluss')),
                ('is_demo', models.BooleanField(default=False)),
                ('reverses', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='funds.refund')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='funds.fundingsource')),
            ],
            options={
                'ordering': ['-moved_on', '-pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='refund_of_something'), models.CheckConstraint(condition=models.Q(('decision', ''), _negated=True), name='refund_is_demanded'), models.CheckConstraint(condition=models.Q(('state__in', ('proposed', 'confirmed', 'withdrawn'))), name='refund_state_known')],
            },
        ),
    ]
