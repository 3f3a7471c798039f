"""What the migrations up to 0006 lead to, for a new installation: one step instead of 6."""

import burlov_styrning.base.models.user
import burlov_styrning.exposure
import burlov_styrning.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('base', '0001_initial'),
        ('base', '0002_drafts_of_decisions'),
        ('base', '0003_mail'),
        ('base', '0004_sent'),
        ('base', '0005_mail_of_what_is_fetched'),
        ('base', '0006_calendar_addresses'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('example', models.BooleanField(default=False, verbose_name='exempel')),
                ('example_fields', models.JSONField(blank=True, default=list, verbose_name='fält som är exempel')),
                ('untold', models.JSONField(blank=True, default=list, editable=False)),
                ('key', burlov_styrning.fields.KeyField(max_length=80, unique=True, verbose_name='nyckel')),
                ('title', models.CharField(max_length=300, verbose_name='titel')),
                ('url', models.URLField(blank=True, max_length=1000, verbose_name='adress')),
                ('fetched', burlov_styrning.fields.PartialDateField(blank=True, max_length=10, null=True, verbose_name='hämtad')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Text',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, unique=True, verbose_name='nyckel')),
                ('body', models.TextField(blank=True, verbose_name='text')),
            ],
            options={
                'ordering': ['key'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-postadress')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'konto',
                'verbose_name_plural': 'konton',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique', violation_error_message='Det finns redan ett konto med den e-postadressen.')],
            },
            managers=[
                ('objects', burlov_styrning.base.models.user.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Municipality',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=4, unique=True, verbose_name='kommunkod')),
                ('name', models.CharField(max_length=120, verbose_name='namn')),
                ('own', models.BooleanField(default=False, verbose_name='den egna kommunen')),
            ],
            options={
                'ordering': ['code'],
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('own', True)), fields=('own',), name='municipality_one_own', violation_error_message='Bara en kommun kan vara den egna.')],
            },
        ),
        migrations.CreateModel(
            name='Organ',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('example', models.BooleanField(default=False, verbose_name='exempel')),
                ('example_fields', models.JSONField(blank=True, default=list, verbose_name='fält som är exempel')),
                ('untold', models.JSONField(blank=True, default=list, editable=False)),
                ('key', burlov_styrning.fields.KeyField(max_length=80, unique=True, verbose_name='nyckel')),
                ('name', models.CharField(max_length=200, verbose_name='namn')),
                ('kind', models.CharField(choices=[('council', 'fullmäktige'), ('executive_board', 'styrelse'), ('committee', 'nämnd'), ('company', 'kommunalt bolag'), ('auditors', 'revisorer')], max_length=20, verbose_name='slag')),
                ('starts', burlov_styrning.fields.PartialDateField(blank=True, max_length=10, null=True, verbose_name='från')),
                ('ends', burlov_styrning.fields.PartialDateField(blank=True, max_length=10, null=True, verbose_name='till')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='base.organ', verbose_name='efterträdare')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('example', models.BooleanField(default=False, verbose_name='exempel')),
                ('example_fields', models.JSONField(blank=True, default=list, verbose_name='fält som är exempel')),
                ('untold', models.JSONField(blank=True, default=list, editable=False)),
                ('date', models.DateField(verbose_name='datum')),
                ('papers', models.DateField(blank=True, null=True, verbose_name='handlingsstopp')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='benämning')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='base.organ', verbose_name='organ')),
            ],
            options={
                'ordering': ['date', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('organ', 'date'), name='meeting_once_a_day', violation_error_message='Organet har redan ett sammanträde den dagen.'), models.CheckConstraint(condition=models.Q(('papers__isnull', True), ('papers__lte', models.F('date')), _connector='OR'), name='meeting_papers_before', violation_error_message='Handlingsstoppet kan inte ligga efter sammanträdet.')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('example', models.BooleanField(default=False, verbose_name='exempel')),
                ('example_fields', models.JSONField(blank=True, default=list, verbose_name='fält som är exempel')),
                ('untold', models.JSONField(blank=True, default=list, editable=False)),
                ('key', burlov_styrning.fields.KeyField(max_length=80, unique=True, verbose_name='nyckel')),
                ('name', models.CharField(max_length=120, verbose_name='namn')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='person', to=settings.AUTH_USER_MODEL, verbose_name='konto')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Sent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32, verbose_name='nyckel')),
                ('content', models.CharField(blank=True, max_length=64)),
                ('place', models.TextField(blank=True, verbose_name='adress')),
                ('made_new', models.BooleanField(default=False)),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='tid')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='konto')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'key'), name='sent_once')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('example', models.BooleanField(default=False, verbose_name='exempel')),
                ('example_fields', models.JSONField(blank=True, default=list, verbose_name='fält som är exempel')),
                ('untold', models.JSONField(blank=True, default=list, editable=False)),
                ('key', burlov_styrning.fields.KeyField(max_length=80, unique=True, verbose_name='nyckel')),
                ('name', models.CharField(max_length=200, verbose_name='namn')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='base.organ', verbose_name='organ')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('example', models.BooleanField(default=False, verbose_name='exempel')),
                ('example_fields', models.JSONField(blank=True, default=list, verbose_name='fält som är exempel')),
                ('untold', models.JSONField(blank=True, default=list, editable=False)),
                ('exposure', models.CharField(choices=[(burlov_styrning.exposure.Exposure['WORKING'], 'arbetsmaterial'), (burlov_styrning.exposure.Exposure['READY'], 'klar för beslut'), (burlov_styrning.exposure.Exposure['RECORD'], 'allmän handling'), (burlov_styrning.exposure.Exposure['PUBLISHED'], 'publicerad')], default=burlov_styrning.exposure.Exposure['WORKING'], max_length=10, verbose_name='offentlighet')),
                ('key', burlov_styrning.fields.KeyField(max_length=80, unique=True, verbose_name='nyckel')),
                ('kind', models.CharField(choices=[('submit', 'målförslag lämnas in'), ('withdraw', 'målförslag dras tillbaka'), ('propose', 'förslag till fullmäktige'), ('select', 'mål antas'), ('vision', 'vision och värdegrund'), ('prolong', 'målperiod förlängs'), ('change', 'mål ändras'), ('path', 'progression fastställs'), ('approve', 'bedömning godkänns'), ('round', 'rapport godkänns'), ('correction', 'rättelse'), ('end', 'mål avslutas')], max_length=12, verbose_name='slag')),
                ('date', burlov_styrning.fields.PartialDateField(blank=True, max_length=10, null=True, verbose_name='datum')),
                ('paragraph', models.CharField(blank=True, default='', max_length=40, verbose_name='paragraf')),
                ('registry', models.CharField(blank=True, default='', max_length=60, verbose_name='diarienummer')),
                ('text', models.TextField(blank=True, default='', verbose_name='beslutets ordalydelse')),
                ('adjusted', models.DateField(blank=True, null=True, verbose_name='justerat')),
                ('reservations', models.JSONField(blank=True, default=list, verbose_name='reservationer')),
                ('notes', models.TextField(blank=True, default='', verbose_name='protokollsanteckningar')),
                ('motions', models.TextField(blank=True, default='', verbose_name='yrkanden')),
                ('votes', models.TextField(blank=True, default='', verbose_name='omröstning')),
                ('absent_for_bias', models.TextField(blank=True, default='', verbose_name='deltog inte på grund av jäv')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, verbose_name='antecknat')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='publicerat')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='base.meeting', verbose_name='sammanträde')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='base.organ', verbose_name='organ')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.person', verbose_name='antecknat av')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='base.source', verbose_name='källa')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('handed_in', 'Ett målförslag har lämnats in.'), ('returned', 'Något har skickats tillbaka för att göras om.'), ('decided', 'Ett beslut har antecknats.'), ('fetched', 'Nya uppgifter från Kolada eller SCB väntar på dig.')], max_length=12)),
                ('address', models.CharField(max_length=300)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('sent', models.DateTimeField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='base.person')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('sent', None)), fields=('person', 'kind', 'address'), name='notice_waits_once')],
            },
        ),
        migrations.CreateModel(
            name='MailChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handed_in', models.BooleanField(default=False, verbose_name='något har lämnats in')),
                ('returned', models.BooleanField(default=False, verbose_name='något har skickats tillbaka')),
                ('decided', models.BooleanField(default=False, verbose_name='ett beslut har antecknats')),
                ('fetched', models.BooleanField(default=False, verbose_name='nya uppgifter har hämtats')),
                ('deadlines', models.BooleanField(default=False, verbose_name='en sista dag närmar sig')),
                ('reminded', models.DateField(blank=True, null=True)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mail_choice', to='base.person', verbose_name='person')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('written', models.DateTimeField(auto_now_add=True, verbose_name='skriven')),
                ('object_id', models.BigIntegerField()),
                ('section', models.CharField(blank=True, max_length=40, verbose_name='avsnitt')),
                ('text', models.TextField(verbose_name='kommentar')),
                ('resolved_at', models.DateTimeField(blank=True, null=True, verbose_name='avklarad')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='base.person', verbose_name='person')),
            ],
            options={
                'ordering': ['written', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['content_type', 'object_id'], name='base_commen_content_457847_idx')],
            },
        ),
        migrations.CreateModel(
            name='CalendarAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=32, unique=True, verbose_name='nummer')),
                ('made', models.DateTimeField(auto_now_add=True, verbose_name='skapad')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_address', to='base.person', verbose_name='person')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Access',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='slag')),
                ('row', models.BigIntegerField()),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='tid')),
                ('reason', models.TextField(blank=True, verbose_name='skäl')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to='base.person', verbose_name='person')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('person', 'kind', 'row'), name='access_once')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('example', models.BooleanField(default=False, verbose_name='exempel')),
                ('example_fields', models.JSONField(blank=True, default=list, verbose_name='fält som är exempel')),
                ('untold', models.JSONField(blank=True, default=list, editable=False)),
                ('role', models.CharField(choices=[('employee', 'medarbetare'), ('staff', 'handläggare'), ('manager', 'chef'), ('member', 'ledamot'), ('deputy', 'ersättare'), ('chair', 'ordförande'), ('councillor', 'ledamot i fullmäktige'), ('secretary', 'sekreterare'), ('controller', 'controller'), ('auditor', 'revisor'), ('administrator', 'administratör')], max_length=20, verbose_name='roll')),
                ('starts', burlov_styrning.fields.PartialDateField(max_length=10, verbose_name='från')),
                ('ends', burlov_styrning.fields.PartialDateField(blank=True, max_length=10, null=True, verbose_name='till och med')),
                ('party', models.CharField(blank=True, max_length=80, verbose_name='parti')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='base.organ', verbose_name='organ')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='base.person', verbose_name='person')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='base.unit', verbose_name='enhet')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__isnull', True), ('ends__gte', django.db.models.functions.text.Left('starts', django.db.models.functions.text.Length('ends'))), _connector='OR'), name='assignment_ends_after_start', violation_error_message='Uppdraget kan inte sluta innan det börjar.')],
            },
        ),
        migrations.CreateModel(
            name='DecisionDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=200, verbose_name='sida')),
                ('title', models.CharField(max_length=200, verbose_name='rubrik')),
                ('state', models.CharField(choices=[('open', 'utkast'), ('recorded', 'antecknat'), ('discarded', 'kastat')], default='open', max_length=10, verbose_name='läge')),
                ('revision', models.PositiveIntegerField(default=1)),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='base.decision', verbose_name='beslut')),
                ('organ', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decision_drafts', to='base.organ', verbose_name='organ')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('organ', 'address'), name='one_open_draft_of_a_decision', violation_error_message='Det finns redan ett utkast till det beslutet.')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='tid')),
                ('object_id', models.BigIntegerField()),
                ('flow', models.CharField(max_length=40)),
                ('move', models.CharField(max_length=40, verbose_name='steg')),
                ('before', models.CharField(blank=True, max_length=20)),
                ('after', models.CharField(blank=True, max_length=20)),
                ('comment', models.TextField(blank=True, verbose_name='kommentar')),
                ('remarks', models.JSONField(blank=True, default=list, verbose_name='anmärkningar')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='base.decision')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='base.person')),
            ],
            options={
                'ordering': ['at', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['content_type', 'object_id', 'at'], name='base_event_content_ea5717_idx')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='tid')),
                ('reason', models.TextField(verbose_name='skäl')),
                ('before', models.JSONField(verbose_name='stod tidigare')),
                ('after', models.JSONField(verbose_name='står nu')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='base.decision')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.person')),
            ],
            options={
                'ordering': ['decision_id', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='correction_with_reason', violation_error_message='Skriv vad som var fel.')],
            },
        ),
        migrations.CreateModel(
            name='DraftText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField()),
                ('typed', models.JSONField()),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='tid')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='base.decisiondraft')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.person')),
            ],
            options={
                'ordering': ['draft_id', 'revision'],
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('draft', 'revision'), name='draft_text_once')],
            },
        ),
    ]
